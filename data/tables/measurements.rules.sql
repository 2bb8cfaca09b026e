-- What is wrong in the measurements beyond single columns, by the shipped standards.
-- One row per fault: row, column_name, value, rule, remedy.
with
-- An item may stand in several standards; a value must be possible under each.
item as (
    select
        indicator_code,
        max(minimum) as minimum,
        min(maximum) as maximum,
        bool_or(is_graded) as is_graded,
        string_agg(distinct grades, '、') as grades,
        any_value(unit) as unit
    from staged_items
    group by indicator_code
),

measured as (
    select
        staged_measurements.*,
        coalesce(staged_measurements.state, 'value') as effective_state,
        item.minimum,
        item.maximum,
        item.is_graded,
        item.grades,
        item.unit,
        -- A period that is none is a fault of its own, told by the definition of the column.
        case
            when regexp_full_match(staged_measurements.period, '\d{4}Q[1-4]')
                then
                    make_date(
                        cast(left(staged_measurements.period, 4) as integer),
                        3 * cast(right(staged_measurements.period, 1) as integer) - 2,
                        1
                    )
        end as starts_on
    from staged_measurements
    inner join item on staged_measurements.indicator_code = item.indicator_code
)

select
    staged_measurements.row,
    'indicator_code' as column_name,
    staged_measurements.indicator_code as value,
    '标准里没有这个指标' as rule,
    '可用的代码：' || (select string_agg(item.indicator_code, '、' order by item.indicator_code) from item) as remedy
from staged_measurements
where
    staged_measurements.indicator_code is not null
    and staged_measurements.indicator_code not in (select item.indicator_code from item)
union all
select
    row,
    'value' as column_name,
    cast(value as varchar) as value,
    '超出' || indicator_code || '的可能范围 ' || coalesce(cast(minimum as varchar), '−∞') || ' 至 '
    || coalesce(cast(maximum as varchar), '+∞') || ' ' || unit as rule,
    '核对原始数据与单位' as remedy
from measured
where value < minimum or value > maximum
union all
select
    row,
    case when is_graded then 'grade' else 'value' end as column_name,
    null as value,
    '状态为有值，却没有填数值' as rule,
    '填上数值，或写“不适用”“未报”' as remedy
from measured
where effective_state = 'value' and (case when is_graded then grade is null else value is null end)
union all
select
    row,
    'state' as column_name,
    state as value,
    '写明没有数值，却又填了数值' as rule,
    '删去数值，或把状态改为“有值”' as remedy
from measured
where effective_state != 'value' and (value is not null or grade is not null)
union all
select
    row,
    'grade' as column_name,
    grade as value,
    '标准里没有这个等级' as rule,
    '可用的等级：' || grades as remedy
from measured
where is_graded and grade is not null and not list_contains(string_split(grades, '、'), grade)
union all
select
    row,
    'value' as column_name,
    cast(value as varchar) as value,
    '与分子除以分母的 ' || cast(round(100 * numerator / denominator, 2) as varchar) || '% 不符' as rule,
    '核对数值、分子与分母' as remedy
from measured
where starts_with(unit, '%') and denominator > 0 and abs(value - 100 * numerator / denominator) > 0.5
union all
select
    row,
    'sample_size' as column_name,
    cast(sample_size as varchar) as value,
    '样本量大于总体个数 ' || cast(population_size as varchar) as rule,
    '核对两个数' as remedy
from measured
where sample_size > population_size
union all
select
    measured.row,
    'period' as column_name,
    measured.period as value,
    '社区在这一时期尚未成立或已经撤销' as rule,
    '核对社区名册的成立、撤销日期，或删去这一行' as remedy
from measured
inner join known_communities on measured.community_code = known_communities.community_code
where
    known_communities.established_on > last_day(measured.starts_on + interval 2 month)
    or known_communities.abolished_on <= measured.starts_on
order by row
