-- What is odd in the measurements and passes: items that are missing, communities without any row, sudden jumps, and a
-- form that came back as it was filled in: every value is still the one of the last period published.
-- A jump is more than 60 % of the item's scale (from the value that earns nothing to the one that earns full marks)
-- against the last period published: sampling alone moves one value in sixty by 40 % and one in two hundred by 60 %,
-- while a slipped digit or a share given as a fraction goes far beyond.
-- A share given as a fraction is also told by the others of its item, in a first quarter as in any.
-- A rate that no whole number of its sample gives, as it is written, is a slip of the value or of the sample size.
-- One row per finding: row (null where no row is meant), column_name, value, rule, remedy.
with
reported as (
    select
        staged_measurements.community_code,
        staged_measurements.period,
        min(staged_measurements.row) as row
    from staged_measurements
    group by staged_measurements.community_code, staged_measurements.period
),

missing as (
    select
        reported.row,
        standing.community_name,
        count(*) as missing_count,
        string_agg(due_item.indicator_code, '、' order by due_item.position) as codes
    from reported
    inner join standing on reported.community_code = standing.community_code and reported.period = standing.period
    inner join due_item on reported.period = due_item.period
    left join staged_measurements
        on
            reported.community_code = staged_measurements.community_code
            and reported.period = staged_measurements.period
            and due_item.indicator_code = staged_measurements.indicator_code
    where staged_measurements.row is null
    group by reported.row, standing.community_name
),

silent as (
    select
        standing.unit_code,
        standing.period,
        count(*) as community_count,
        string_agg(standing.community_name, '、' order by standing.community_code) filter (
            standing.position <= 8
        ) as names
    from (
        select
            standing.*,
            row_number() over (
                partition by standing.unit_code, standing.period order by standing.community_code
            ) as position
        from standing
        left join reported
            on standing.community_code = reported.community_code and standing.period = reported.period
        where reported.row is null
    ) as standing
    group by standing.unit_code, standing.period
),

-- A code may have another scale under another standard; the widest speaks.
scale as (
    select
        indicator_code,
        max(scale) as width,
        any_value(unit) as unit
    from staged_items
    where scale > 0
    group by indicator_code
),

last_known as (
    select
        staged_measurements.row,
        staged_measurements.indicator_code,
        staged_measurements.period,
        staged_measurements.value,
        coalesce(staged_measurements.is_carried_forward, false) as is_carried_forward,
        last_measurements.value as last_value,
        last_measurements.period as last_period
    from staged_measurements
    inner join last_measurements
        on
            staged_measurements.community_code = last_measurements.community_code
            and staged_measurements.indicator_code = last_measurements.indicator_code
            and staged_measurements.period >= last_measurements.period
    where staged_measurements.value is not null
    qualify row_number() over (partition by staged_measurements.row order by last_measurements.period desc) = 1
),

before as (
    select
        last_known.row,
        last_known.value,
        last_known.last_value,
        last_known.last_period,
        scale.width,
        scale.unit
    from last_known
    inner join scale on last_known.indicator_code = scale.indicator_code
    where last_known.period > last_known.last_period
),

-- Two or three values may well be what they were.
untouched as (
    select
        count(*) as value_count,
        max(last_period) as last_period
    from last_known
    having
        count(*) > 3
        and bool_and(value = last_value and not is_carried_forward)
        and count(*) = (
            select count(*)
            from staged_measurements
            where staged_measurements.value is not null
        )
),

-- A share of 0.85 beside others that are all far above 1, or where none is above 1 though the scale is wide.
share as (
    select
        staged_measurements.row,
        staged_measurements.value,
        scale.width,
        min(staged_measurements.value) filter (where staged_measurements.value > 1) over item as least_above,
        count(*) over item as value_count
    from staged_measurements
    inner join scale on staged_measurements.indicator_code = scale.indicator_code
    where starts_with(scale.unit, '%') and staged_measurements.value > 0
    window item as (partition by staged_measurements.indicator_code, staged_measurements.period)
),

sampled as (
    select indicator_code
    from staged_items
    where is_rate
),

rate as (
    select
        row,
        value,
        sample_size,
        value * sample_size / 100 as found,
        case
            when value = floor(value) then 0 else length(split_part(cast(value as varchar), '.', 2))
        end as decimals
    from staged_measurements
    where
        indicator_code in (select sampled.indicator_code from sampled)
        and value between 0 and 100
        and sample_size > 0
        and numerator is null
)

select
    row,
    'community_code' as column_name,
    community_name as value,
    '缺 ' || missing_count || ' 项：' || codes as rule,
    '补上，或写明“不适用”“未报”；空着按未报计' as remedy
from missing
union all
select
    null as row,
    null as column_name,
    null as value,
    coalesce(known_units.unit_name, silent.unit_code) || '在 ' || silent.period || ' 有 ' || silent.community_count
    || ' 个社区没有数据：' || silent.names || case when silent.community_count > 8 then '等' else '' end as rule,
    '补上这些社区；已撤销的在社区名册里填撤销日期' as remedy
from silent
left join known_units on silent.unit_code = known_units.unit_code
union all
select
    row,
    'value' as column_name,
    cast(value as varchar) as value,
    '比 ' || last_period || ' 的 ' || cast(round(last_value, 2) as varchar) || ' 变动很大' as rule,
    '核对小数点与单位；确属实情的可以照报' as remedy
from before
where abs(value - last_value) > 0.6 * width
union all
select
    null as row,
    null as column_name,
    null as value,
    '全部 ' || value_count || ' 个数与已发布的 ' || last_period || ' 完全相同，像是没有改动过的模板' as rule,
    '填上本期的数再报送；确实沿用上期的，在“沿用上期”列填是' as remedy
from untouched
union all
select
    row,
    'value' as column_name,
    cast(value as varchar) as value,
    '像是把百分率写成了小数' || coalesce('：同一指标的其他数都不小于 ' || cast(least_above as varchar), '') as rule,
    '百分率填 0–100 的数，如 85 或 85%；确属实情的可以照报' as remedy
from share
where value <= 1 and coalesce(least_above > 10, value_count >= 3 and width >= 20)
union all
select
    row,
    'value' as column_name,
    cast(value as varchar) as value,
    sample_size || ' 个样本得不出这个百分率，最近的是 '
    || cast(round(100 * floor(found) / sample_size, 2) as varchar) || '（' || cast(floor(found) as bigint)
    || ' 个）和 '
    || cast(round(100 * ceil(found) / sample_size, 2) as varchar) || '（' || cast(ceil(found) as bigint)
    || ' 个）' as rule,
    '核对数值与样本量；加权得出的可以照报' as remedy
from rate
where abs(100 * round(found) / sample_size - value) > 0.5 * pow(10, -decimals) + 1e-9
order by row nulls first
