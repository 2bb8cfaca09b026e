-- What the version in force says about a period, for the progress of its submission.
-- One row per reporting unit, in the city's order: unit_code, unit_name, community_count (communities that stand in
-- the period) and reported_count (those with at least one reported item).
-- Parameters: $period, $starts_on, $ends_on (of the period, which the version need not have).
with
standing as (
    select
        community_code,
        unit_code
    from base.community
    where
        (established_on is null or established_on <= $ends_on)
        and (abolished_on is null or abolished_on > $starts_on)
),

reported as (
    select distinct community_code
    from base.measurement
    where period = $period and origin = 'reported'
)

select
    unit.unit_code,
    unit.unit_name,
    count(standing.community_code) as community_count,
    count(reported.community_code) as reported_count
from base.unit as unit
left join standing on unit.unit_code = standing.unit_code
left join reported on standing.community_code = reported.community_code
group by unit.unit_code, unit.unit_name, unit.position
order by unit.position;
