-- What is wrong in the ledger of activities beyond single columns.
-- One row per fault: row, column_name, value, rule, remedy.
select
    staged_activities.row,
    'dimension_code' as column_name,
    staged_activities.dimension_code as value,
    '标准里没有这个维度' as rule,
    '可用的代码：' || (select string_agg(distinct staged_dimensions.dimension_code, '、') from staged_dimensions) as remedy
from staged_activities
where
    staged_activities.dimension_code is not null
    and staged_activities.dimension_code not in (select staged_dimensions.dimension_code from staged_dimensions)
union all
select
    row,
    'households' as column_name,
    cast(households as varchar) as value,
    '参加户数大于参加人次 ' || cast(participants as varchar) as rule,
    '核对两个数' as remedy
from staged_activities
where households > participants
order by row
