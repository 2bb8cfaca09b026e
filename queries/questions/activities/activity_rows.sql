-- The ledger of activities of one period, activity by activity.
-- One row per activity of a community then standing, the earliest first, then by code.
-- Parameters: $period, $standard and the lists $units, $dimensions (an empty list means every one).
select
    activity.activity_code,
    activity.held_at,
    area.unit_code,
    area.unit_name,
    area.street_name,
    area.area_code as community_code,
    area.area_name as community_name,
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
inner join index_score
    on
        activity.community_code = index_score.area_code
        and index_score.standard_version = $standard
        and index_score.period = $period
        and index_score.area_kind = 'community'
inner join area
    on
        index_score.area_kind = area.area_kind
        and index_score.area_code = area.area_code
left join dimension
    on
        activity.dimension_code = dimension.dimension_code
        and dimension.standard_version = $standard
where
    (array_length($units) = 0 or list_contains($units, area.unit_code))
    and (array_length($dimensions) = 0 or list_contains($dimensions, activity.dimension_code))
order by activity.held_at asc, activity.activity_code asc, activity.community_code asc;
