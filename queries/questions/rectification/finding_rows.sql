-- The ledger of problems found in a span of time, problem by problem.
-- One row per problem, the earliest first, then by code.
-- Parameters: $period (a span) and the list $units (an empty list means every one).
select
    problem.finding_code,
    problem.found_on,
    area.unit_code,
    area.unit_name,
    area.street_name,
    area.area_code as community_code,
    area.area_name as community_name,
    problem.visit_code,
    problem.place,
    problem.place_kind,
    problem.dimension_code,
    problem.indicator_code,
    problem.category,
    problem.description,
    problem.demand,
    problem.responsible,
    problem.source,
    problem.severity,
    problem.filed_on,
    problem.dispatched_on,
    problem.due_on,
    problem.extended_to,
    problem.deferred_to,
    problem.rectified_on,
    problem.rectified_by,
    problem.verified_on,
    problem.verified_by,
    problem.rework_count,
    problem.is_forced,
    problem.repeat_of
from problem
inner join span
    on
        span.span = $period
        and problem.found_on between span.starts_on and span.ends_on
inner join area
    on
        area.area_kind = 'community'
        and problem.community_code = area.area_code
where array_length($units) = 0 or list_contains($units, area.unit_code)
order by problem.found_on asc, problem.finding_code asc, problem.community_code asc;
