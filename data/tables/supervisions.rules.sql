-- What is wrong in the ledger of supervisions beyond single columns.
-- One row per fault: row, column_name, value, rule, remedy.
with
step as (
    select
        row,
        issued_on,
        unnest(['due_on', 'replied_on']) as column_name,
        unnest([due_on, replied_on]) as day
    from staged_supervisions
)

select
    row,
    column_name,
    cast(day as varchar) as value,
    '早于发文日期 ' || issued_on as rule,
    '核对两个日期' as remedy
from step
where day < issued_on
order by row
