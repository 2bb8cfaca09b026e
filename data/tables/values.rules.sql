-- What is wrong in a long file of values to be scored, beyond single columns.
-- One row per fault: row, column_name, value, rule, remedy.
with
valued as (
    select
        staged_values.*,
        coalesce(staged_values.state, 'value') as effective_state,
        staged_items.minimum,
        staged_items.maximum,
        staged_items.is_graded,
        staged_items.grades,
        staged_items.unit as item_unit
    from staged_values
    inner join staged_items on staged_values.indicator = staged_items.indicator_code
)

select
    staged_values.row,
    'indicator' as column_name,
    staged_values.indicator as value,
    '标准里没有这个指标' as rule,
    '可用的代码：' || (
        select string_agg(staged_items.indicator_code, '、' order by staged_items.indicator_code) from staged_items
    ) as remedy
from staged_values
where
    staged_values.indicator is not null
    and staged_values.indicator not in (select staged_items.indicator_code from staged_items)
union all
select
    row,
    'value' as column_name,
    cast(value as varchar) as value,
    '超出' || indicator || '的可能范围 ' || coalesce(cast(minimum as varchar), '−∞') || ' 至 '
    || coalesce(cast(maximum as varchar), '+∞') || ' ' || item_unit as rule,
    '核对原始数据与单位' as remedy
from valued
where value < minimum or value > maximum
union all
select
    row,
    case when is_graded then 'grade' else 'value' end as column_name,
    null as value,
    '状态为有值，却没有填数值' as rule,
    '填上数值，或写“不适用”“未报”' as remedy
from valued
where effective_state = 'value' and (case when is_graded then grade is null else value is null end)
union all
select
    row,
    'state' as column_name,
    state as value,
    '写明没有数值，却又填了数值' as rule,
    '删去数值，或把状态改为“有值”' as remedy
from valued
where effective_state != 'value' and (value is not null or grade is not null)
union all
select
    row,
    'grade' as column_name,
    grade as value,
    '标准里没有这个等级' as rule,
    '可用的等级：' || grades as remedy
from valued
where is_graded and grade is not null and not list_contains(string_split(grades, '、'), grade)
union all
select
    row,
    'sample_size' as column_name,
    cast(sample_size as varchar) as value,
    '样本量大于总体个数 ' || cast(population_size as varchar) as rule,
    '核对两个数' as remedy
from valued
where sample_size > population_size
order by row
