-- Whence the scores of a quarter have what residents ask for, and how many tickets have changed since.
-- One row per area with any such item, by code. What was counted stands in the measurements; one ticket more, fewer or
-- otherwise changes each count by one at most, so the largest difference of a community is its least number of tickets.
-- Parameters: $period, $area_kind and the list $units (an empty list means every one).
with
item as (
    select
        period.starts_on,
        period.ends_on,
        indicator.indicator_code,
        min(indicator.measured_by) as measured_by
    from indicator
    cross join period
    where
        period.period = $period
        and indicator.measured_by in ('appeal_on_time', 'appeal_solved', 'appeal_satisfied')
    group by period.starts_on, period.ends_on, indicator.indicator_code
),

frozen as (
    select
        measurement.community_code,
        item.measured_by,
        measurement.origin,
        case when measurement.state = 'not_applicable' then 0 else measurement.numerator end as hits,
        case when measurement.state = 'not_applicable' then 0 else measurement.denominator end as cases,
        case
            when measurement.state = 'not_applicable' then 0
            else coalesce(measurement.population_size, measurement.denominator)
        end as tickets
    from measurement
    inner join item on measurement.indicator_code = item.indicator_code
    where measurement.period = $period
),

ticket as (
    select
        item.measured_by,
        appeal.community_code,
        case
            when item.measured_by = 'appeal_on_time' then coalesce(appeal.closed_at <= settled_appeal.due_at, false)
            when item.measured_by = 'appeal_solved' then settled_appeal.is_reached and coalesce(appeal.is_solved, false)
            else settled_appeal.is_reached and coalesce(appeal.satisfaction = '满意', false)
        end as is_hit,
        item.measured_by = 'appeal_on_time' or settled_appeal.is_reached as is_case
    from appeal
    inner join settled_appeal
        on
            appeal.appeal_code = settled_appeal.appeal_code
            and appeal.community_code = settled_appeal.community_code
    inner join item
        on
            cast(
                case item.measured_by when 'appeal_on_time' then settled_appeal.due_at else appeal.closed_at end as date
            ) between item.starts_on and item.ends_on
    where appeal.exclusion is null
),

present as (
    select
        measured_by,
        community_code,
        count(case when is_hit then 1 end) as hits,
        count(case when is_case then 1 end) as cases,
        count(*) as tickets
    from ticket
    group by measured_by, community_code
),

compared as (
    select
        frozen.community_code,
        max(case when frozen.origin = 'computed' then 1 else 0 end) as is_computed,
        max(case when frozen.origin = 'reported' then 1 else 0 end) as is_taken,
        max(
            case
                when frozen.origin = 'computed'
                    then
                        greatest(
                            abs(frozen.hits - coalesce(present.hits, 0)),
                            abs(frozen.cases - coalesce(present.cases, 0)),
                            abs(frozen.tickets - coalesce(present.tickets, 0))
                        )
            end
        ) as changed
    from frozen
    left join present
        on
            frozen.community_code = present.community_code
            and frozen.measured_by = present.measured_by
    group by frozen.community_code
)

select
    $area_kind as area_kind,
    case
        when $area_kind = 'city' then 'city'
        when $area_kind = 'unit' then community.unit_code
        when $area_kind = 'street' then community.street_code
        else community.community_code
    end as area_code,
    cast(sum(compared.is_computed) as bigint) as computed_count,
    cast(sum(compared.is_taken) as bigint) as taken_count,
    cast(coalesce(sum(compared.changed), 0) as bigint) as changed_count
from compared
inner join community on compared.community_code = community.community_code
where array_length($units) = 0 or list_contains($units, community.unit_code)
group by area_code
order by area_code asc;
