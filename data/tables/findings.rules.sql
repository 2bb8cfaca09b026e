-- What is wrong in the ledger of findings beyond single columns.
-- One row per fault: row, column_name, value, rule, remedy.
with
step as (
    select
        row,
        unnest([
            'due_on',
            'filed_on',
            'dispatched_on',
            'dispatched_on',
            'rectified_on',
            'verified_on',
            'verified_on',
            'extended_to',
            'deferred_to'
        ]) as column_name,
        unnest([
            due_on,
            filed_on,
            dispatched_on,
            dispatched_on,
            rectified_on,
            verified_on,
            verified_on,
            extended_to,
            deferred_to
        ]) as day,
        unnest([found_on, found_on, found_on, filed_on, found_on, found_on, rectified_on, due_on, due_on]) as before,
        unnest(['发现日期', '发现日期', '发现日期', '立案日期', '发现日期', '发现日期', '整改日期', '整改期限', '整改期限']) as named
    from staged_findings
)

select
    row,
    column_name,
    cast(day as varchar) as value,
    '早于' || named || ' ' || before as rule,
    '核对两个日期' as remedy
from step
where day < before
union all
select
    row,
    'verified_by' as column_name,
    verified_by as value,
    '核查的就是整改的单位' as rule,
    '由另一个单位核查，或改正单位' as remedy
from staged_findings
where trim(verified_by) = trim(rectified_by)
union all
select
    row,
    'verified_on' as column_name,
    cast(verified_on as varchar) as value,
    '强制结案的没有整改，不会核查通过' as rule,
    '删去核查日期，或改正强制结案' as remedy
from staged_findings
where is_forced and verified_on is not null
union all
select
    row,
    'repeat_of' as column_name,
    repeat_of as value,
    '写的是它自己的编号' as rule,
    '填原来那个问题的编号，或留空' as remedy
from staged_findings
where repeat_of = finding_code
union all
select
    row,
    'indicator_code' as column_name,
    indicator_code as value,
    '标准里没有这个指标' as rule,
    '核对代码或名称，或留空' as remedy
from staged_findings
where
    indicator_code is not null
    and indicator_code not in (select staged_items.indicator_code from staged_items)
union all
select
    staged_findings.row,
    'dimension_code' as column_name,
    staged_findings.dimension_code as value,
    '标准里没有这个维度' as rule,
    '可用的代码：' || (select string_agg(distinct staged_dimensions.dimension_code, '、') from staged_dimensions) as remedy
from staged_findings
where
    staged_findings.dimension_code is not null
    and staged_findings.dimension_code not in (select staged_dimensions.dimension_code from staged_dimensions)
order by row
