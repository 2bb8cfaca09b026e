-- Problems that were past their limit by the end of a span and still are on the day of the data.
-- One row per problem, the longest overdue first. Those of earlier spans are among them; is_new are those of the span.
-- Parameters: $period (a span), $as_of (a day, told as of which; '' is that of the data) and the list $units (an empty
-- list means every one).
with
moment as (
    select
        span.starts_on,
        least(span.ends_on, known.data_until) as ends_on
    from span
    cross join known
    where span.span = $period
)

select
    open_problem.finding_code,
    open_problem.unit_code,
    open_problem.unit_name,
    open_problem.street_name,
    open_problem.community_code,
    open_problem.community_name,
    open_problem.place,
    open_problem.place_kind,
    open_problem.category,
    open_problem.description,
    open_problem.demand,
    open_problem.responsible,
    open_problem.severity,
    open_problem.found_on,
    open_problem.due_on,
    open_problem.limit_on,
    open_problem.overdue_days,
    open_problem.stage,
    open_problem.rework_count,
    open_problem.limit_on >= moment.starts_on as is_new
from open_problem
cross join moment
where
    open_problem.overdue_days is not null
    and open_problem.limit_on <= moment.ends_on
    and (array_length($units) = 0 or list_contains($units, open_problem.unit_code))
order by
    open_problem.overdue_days desc,
    open_problem.open_days desc,
    open_problem.finding_code asc,
    open_problem.community_code asc;
