-- Which communities held no activity in one period, and when they last did.
-- One row per community then standing in the register without any activity of these dimensions, by unit and code.
-- None where the whole city has no activity in the ledger: then there is no ledger, not a quiet quarter.
-- Parameters: $period, $standard and the lists $units, $dimensions (an empty list means every one).
with
ledger as (
    select max(period) as period
    from activity_count
    where period = $period
),

last_held as (
    select
        community_code,
        max(period) as last_period
    from activity_count
    where
        period <= $period
        and (array_length($dimensions) = 0 or list_contains($dimensions, dimension_code))
    group by community_code
)

select
    area.area_kind,
    area.area_code,
    area.area_name,
    area.unit_code,
    area.unit_name,
    area.street_name,
    area.kind,
    index_score.households,
    last_held.last_period
from index_score
inner join ledger on index_score.period = ledger.period
inner join area
    on
        index_score.area_kind = area.area_kind
        and index_score.area_code = area.area_code
left join last_held on index_score.area_code = last_held.community_code
where
    index_score.standard_version = $standard
    and index_score.period = $period
    and index_score.area_kind = 'community'
    and (array_length($units) = 0 or list_contains($units, area.unit_code))
    and (last_held.last_period is null or last_held.last_period < $period)
order by area.position, area.area_code;
