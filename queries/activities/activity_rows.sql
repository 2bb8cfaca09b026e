-- The ledger of activities of one period, activity by activity.
-- One row per activity of a community then standing, the earliest first, then by code.
-- Parameters: $period, $standard and the lists $units, $dimensions (an empty list means every one).
select
    activity.activity_code,
    activity.held_at,
    unit.unit_code,
    unit.unit_name,
    street.street_name,
    community.community_code,
    community.community_name,
    activity.dimension_code,
    dimension.dimension_name,
    activity.category,
    activity.kind as activity_kind,
    activity.participants,
    activity.households as participating_households
from activity
inner join period
    on
        period.period = $period
        and cast(activity.held_at as date) between period.starts_on and period.ends_on
inner join standing_community
    on
        activity.community_code = standing_community.community_code
        and standing_community.standard_version = $standard
        and standing_community.period = $period
inner join community on activity.community_code = community.community_code
inner join street on community.street_code = street.street_code
inner join unit on community.unit_code = unit.unit_code
left join dimension
    on
        activity.dimension_code = dimension.dimension_code
        and dimension.standard_version = $standard
where
    (array_length($units) = 0 or list_contains($units, community.unit_code))
    and (array_length($dimensions) = 0 or list_contains($dimensions, activity.dimension_code))
order by activity.held_at asc, activity.activity_code asc;
