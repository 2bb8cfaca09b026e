-- What is wrong in the values of items, in whatever table they stand.
-- One row per fault: row, column_name, value, rule, remedy. Made before: item_value, the rows of the table.
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
        item_value.*,
        coalesce(item_value.state, 'value') as effective_state,
        item.minimum,
        item.maximum,
        item.is_graded,
        item.grades,
        item.unit
    from item_value
    inner join item on item_value.indicator_code = item.indicator_code
)

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
    'sample_size' as column_name,
    cast(sample_size as varchar) as value,
    '样本量大于总体个数 ' || cast(population_size as varchar) as rule,
    '核对两个数' as remedy
from measured
where sample_size > population_size
union all
select
    item_value.row,
    item_value.column_name,
    item_value.indicator_code as value,
    '标准里没有这个指标' as rule,
    '可用的代码：' || (select string_agg(item.indicator_code, '、' order by item.indicator_code) from item) as remedy
from item_value
where
    item_value.indicator_code is not null
    and item_value.indicator_code not in (select item.indicator_code from item)
order by row
