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
    'community' as area_kind,
    community.community_code as area_code,
    community.community_name as area_name,
    standing_community.unit_code,
    unit.unit_name,
    street.street_name,
    community.kind,
    cast(standing_community.households as bigint) as households,
    last_held.last_period
from standing_community
inner join ledger on standing_community.period = ledger.period
inner join community on standing_community.community_code = community.community_code
inner join unit on standing_community.unit_code = unit.unit_code
inner join street on standing_community.street_code = street.street_code
left join last_held on standing_community.community_code = last_held.community_code
where
    standing_community.standard_version = $standard
    and standing_community.period = $period
    and (array_length($units) = 0 or list_contains($units, standing_community.unit_code))
    and (last_held.last_period is null or last_held.last_period < $period)
order by unit.position, community.community_code;
