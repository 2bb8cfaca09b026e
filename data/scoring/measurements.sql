-- What the activities say of indicators that are counted from them, over each indicator's rolling window.
-- One row per community standing in a period and computed indicator that nobody reported: measurement, origin computed.
-- A community younger than the window is not applicable; one without any activity in the window has not reported, nor
-- has one whose unit began its ledger only after the first quarter of the window: what went before is not zero.
insert into measurement by name
with
-- Shipped standards agree on how an item is computed (checked when they are read together).
computed as (
    select distinct
        indicator_code,
        measured_by,
        window_quarters,
        activity_categories
    from indicator
    where measured_by is not null
),

windowed as (
    select
        community.community_code,
        community.unit_code,
        community.established_on,
        period.period,
        computed.indicator_code,
        computed.measured_by,
        computed.activity_categories,
        cast(period.ends_on + interval 1 day - to_months(3 * computed.window_quarters) as date) as window_starts_on,
        period.ends_on as window_ends_on
    from community
    cross join period
    cross join computed
    where
        (community.established_on is null or community.established_on <= period.ends_on)
        and (community.abolished_on is null or community.abolished_on > period.starts_on)
),

ledger as (
    select
        community.unit_code,
        min(mix.month) as begins_on
    from activity_mix as mix
    inner join community on mix.community_code = community.community_code
    group by community.unit_code
),

counted as (
    select
        windowed.community_code,
        windowed.period,
        windowed.indicator_code,
        sum(mix.activity_count) as any_count,
        coalesce(sum(mix.activity_count) filter (
            where list_contains(windowed.activity_categories, mix.category)
        ), 0) as activity_count,
        count(distinct mix.kind) filter (
            where list_contains(windowed.activity_categories, mix.category)
        ) as activity_kind_count
    from windowed
    inner join activity_mix as mix
        on
            windowed.community_code = mix.community_code
            and mix.month between windowed.window_starts_on and windowed.window_ends_on
    group by windowed.community_code, windowed.period, windowed.indicator_code
),

judged as (
    select
        windowed.community_code,
        windowed.period,
        windowed.indicator_code,
        case
            when windowed.established_on > windowed.window_starts_on then 'not_applicable'
            when counted.any_count is null then 'unreported'
            when ledger.begins_on >= windowed.window_starts_on + interval 3 month then 'unreported'
            else 'value'
        end as state,
        case windowed.measured_by
            when 'activity_count' then counted.activity_count
            when 'activity_kind_count' then counted.activity_kind_count
        end as value
    from windowed
    left join ledger on windowed.unit_code = ledger.unit_code
    left join counted
        on
            windowed.community_code = counted.community_code
            and windowed.period = counted.period
            and windowed.indicator_code = counted.indicator_code
)

select
    judged.community_code,
    judged.period,
    judged.indicator_code,
    'computed' as origin,
    judged.state,
    false as is_carried_forward,
    case when judged.state = 'value' then judged.value end as value
from judged
anti join measurement
    on
        judged.community_code = measurement.community_code
        and judged.period = measurement.period
        and judged.indicator_code = measurement.indicator_code;
