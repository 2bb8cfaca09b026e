-- Activities by month, over the four quarters up to one period.
-- One row per month of those quarters, oldest first. Null in a quarter without a single activity in the whole city.
-- Parameters: $period, $standard and the lists $units, $dimensions (an empty list means every one).
with
quarter as (
    select
        period,
        starts_on
    from period
    where period <= $period
    order by starts_on desc
    limit 4
),

place_in_quarter as (
    select 1 as number
    union all
    select 2 as number
    union all
    select 3 as number
),

every_month as (
    select
        quarter.period,
        substr(quarter.period, 1, 4) || '-' || substr(
            cast(97 + 3 * cast(substr(quarter.period, 6, 1) as integer) + place_in_quarter.number as varchar), 2, 2
        ) as month
    from quarter
    cross join place_in_quarter
),

base as (
    select
        period,
        sum(households) as households
    from index_score
    where
        standard_version = $standard
        and area_kind = 'community'
        and (array_length($units) = 0 or list_contains($units, unit_code))
    group by period
),

ledger as (
    select distinct period
    from activity_month
),

held as (
    select
        month,
        sum(activity_count) as activity_count,
        sum(participants) as participants
    from activity_month
    where
        (array_length($units) = 0 or list_contains($units, unit_code))
        and (array_length($dimensions) = 0 or list_contains($dimensions, dimension_code))
    group by month
)

select
    every_month.month,
    case when ledger.period is not null then cast(coalesce(held.activity_count, 0) as bigint) end as activity_count,
    case when ledger.period is not null then cast(coalesce(held.participants, 0) as bigint) end as participants,
    case
        when ledger.period is not null
            then 1000.0 * coalesce(held.activity_count, 0) / nullif(base.households, 0)
    end as activity_rate,
    cast(coalesce(base.households, 0) as bigint) as households
from every_month
left join ledger on every_month.period = ledger.period
left join base on every_month.period = base.period
left join held on every_month.month = held.month
order by every_month.month;
