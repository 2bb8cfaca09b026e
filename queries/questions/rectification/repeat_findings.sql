-- Places where a problem of one category was found again after it was put right.
-- One row per community, place and category with a problem of the span that came back, the most often first.
-- Parameters: $period (a span) and the list $units (an empty list means every one).
with
sorted as (
    select
        problem.community_code,
        problem.place,
        problem.category,
        problem.found_on,
        problem.repeat_of is not null
        or coalesce(
            max(problem.verified_on) over (
                partition by problem.community_code, problem.place, problem.category
                order by problem.found_on, problem.finding_code
                rows between unbounded preceding and 1 preceding
            ) <= problem.found_on,
            false
        ) as is_back,
        problem.found_on >= span.starts_on as is_of_span
    from problem
    cross join publication
    inner join span on span.span = $period
    where
        problem.place is not null
        and problem.found_on <= least(span.ends_on, publication.data_until)
),

counted as (
    select
        community_code,
        place,
        category,
        count(case when is_back and is_of_span then 1 end) as repeat_count,
        count(*) as found_count,
        min(found_on) as first_found_on,
        max(found_on) as last_found_on
    from sorted
    group by community_code, place, category
)

select
    area.unit_code,
    area.unit_name,
    area.street_name,
    area.area_code as community_code,
    area.area_name as community_name,
    counted.place,
    counted.category,
    counted.repeat_count,
    counted.found_count,
    counted.first_found_on,
    counted.last_found_on
from counted
inner join area
    on
        area.area_kind = 'community'
        and counted.community_code = area.area_code
where
    counted.repeat_count > 0
    and (array_length($units) = 0 or list_contains($units, area.unit_code))
order by
    counted.repeat_count desc, counted.last_found_on desc, area.area_code asc, counted.place asc, counted.category asc;
