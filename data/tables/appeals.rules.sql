-- What is wrong in the ledger of appeals beyond single columns.
-- One row per fault: row, column_name, value, rule, remedy.
with
moment as (
    select
        row,
        received_at,
        unnest(['due_at', 'first_reply_at', 'closed_at', 'reopened_at', 'callback_at']) as column_name,
        unnest([due_at, first_reply_at, closed_at, reopened_at, callback_at]) as later_at
    from staged_appeals
    where least(due_at, first_reply_at, closed_at, reopened_at, callback_at) < received_at
)

select
    row,
    column_name,
    strftime(later_at, '%Y-%m-%d %H:%M') as value,
    '早于受理时间 ' || strftime(received_at, '%Y-%m-%d %H:%M') as rule,
    '核对两个时间' as remedy
from moment
where later_at < received_at
union all
select
    row,
    'satisfaction' as column_name,
    satisfaction as value,
    case when is_reached is false then '回访没有接通，却有满意度' else '没有回访，却有满意度' end as rule,
    '补上回访时间或回访接通，或删去满意度' as remedy
from staged_appeals
where satisfaction is not null and (is_reached is false or (callback_at is null and is_reached is null))
union all
select
    staged_appeals.row,
    'dimension_code' as column_name,
    staged_appeals.dimension_code as value,
    '标准里没有这个维度' as rule,
    '可用的代码：' || (select string_agg(distinct staged_dimensions.dimension_code, '、') from staged_dimensions) as remedy
from staged_appeals
where
    staged_appeals.dimension_code is not null
    and staged_appeals.dimension_code not in (select staged_dimensions.dimension_code from staged_dimensions)
order by row
