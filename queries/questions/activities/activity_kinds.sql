-- Activities of one period by kind.
-- One row per dimension, category and kind with any activity, the most frequent first.
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
        dimension_code,
        category,
        kind,
        sum(activity_count) as activity_count,
        sum(participants) as participants
    from activity_month
    where
        period = $period
        and (array_length($units) = 0 or list_contains($units, unit_code))
        and (array_length($dimensions) = 0 or list_contains($dimensions, dimension_code))
    group by dimension_code, category, kind
)

select
    held.dimension_code,
    dimension.dimension_name,
    held.category,
    held.kind as activity_kind,
    cast(held.activity_count as bigint) as activity_count,
    cast(held.participants as bigint) as participants,
    1000.0 * held.activity_count / nullif(base.households, 0) as activity_rate
from held
cross join base
left join dimension
    on
        held.dimension_code = dimension.dimension_code
        and dimension.standard_version = $standard
order by held.activity_count desc, held.dimension_code asc, held.category asc, held.kind asc;
