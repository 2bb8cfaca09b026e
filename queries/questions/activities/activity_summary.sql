-- How many activities were held in one period, beside what was reached in each dimension.
-- One row per dimension of the standard, in its order, and first one for all activities ('all').
-- Counts are null where the whole city has no activity in the ledger: then there is no ledger, not a quiet quarter.
-- Parameters: $period, $standard, $units (an empty list means every reporting unit).
with
standing as (
    select
        area_code as community_code,
        households
    from index_score
    where
        standard_version = $standard
        and period = $period
        and area_kind = 'community'
        and (array_length($units) = 0 or list_contains($units, unit_code))
),

base as (
    select
        count(*) as community_count,
        sum(households) as households
    from standing
),

ledger as (
    select sum(activity_count) > 0 as has_activities
    from activity_count
    where period = $period
),

every_dimension as (
    select
        'all' as dimension_code,
        '全部' as dimension_name,
        0 as position
    from standard
    where standard_version = $standard
    union all
    select
        dimension_code,
        dimension_name,
        position
    from dimension
    where standard_version = $standard
),

held as (
    select
        activity_count.community_code,
        activity_count.dimension_code,
        activity_count.activity_count,
        activity_count.participants
    from activity_count
    inner join standing on activity_count.community_code = standing.community_code
    where activity_count.period = $period
),

counted as (
    select
        every_dimension.dimension_code,
        sum(held.activity_count) as activity_count,
        sum(held.participants) as participants,
        count(distinct held.community_code) as active_count
    from every_dimension
    inner join held on every_dimension.dimension_code in ('all', held.dimension_code)
    group by every_dimension.dimension_code
)

select
    every_dimension.dimension_code,
    every_dimension.dimension_name,
    every_dimension.position,
    case when ledger.has_activities then cast(coalesce(counted.activity_count, 0) as bigint) end as activity_count,
    case when ledger.has_activities then cast(coalesce(counted.participants, 0) as bigint) end as participants,
    case
        when ledger.has_activities
            then 1000.0 * coalesce(counted.activity_count, 0) / nullif(base.households, 0)
    end as activity_rate,
    cast(coalesce(base.households, 0) as bigint) as households,
    base.community_count,
    case when ledger.has_activities then base.community_count - coalesce(counted.active_count, 0) end as inactive_count
from every_dimension
cross join base
cross join ledger
left join counted on every_dimension.dimension_code = counted.dimension_code
order by every_dimension.position;
