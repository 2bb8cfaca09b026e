-- At what hours of the week the activities of one period were held.
-- One row per weekday (1 is Monday) and hour with any activity, by weekday and hour.
-- Parameters: $period, $standard and the lists $units, $dimensions (an empty list means every one).
with
base as (
    select sum(households) as households
    from index_score
    where
        standard_version = $standard
        and period = $period
        and area_kind = 'community'
        and (array_length($units) = 0 or list_contains($units, unit_code))
),

held as (
    select
        weekday,
        hour,
        sum(activity_count) as activity_count
    from activity_hour
    where
        period = $period
        and (array_length($units) = 0 or list_contains($units, unit_code))
        and (array_length($dimensions) = 0 or list_contains($dimensions, dimension_code))
    group by weekday, hour
)

select
    held.weekday,
    held.hour,
    cast(held.activity_count as bigint) as activity_count,
    1000.0 * held.activity_count / nullif(base.households, 0) as activity_rate
from held
cross join base
order by held.weekday, held.hour;
