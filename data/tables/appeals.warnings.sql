-- What is odd in the ledger of appeals and passes; each is told once, at the first row that has it.
-- A ticket closed within a minute was closed by a click; three days of a quarter's end hold a thirtieth of its closings
-- by chance, and more than a seventh where a score is due.
-- One row per finding: row, column_name, value, rule, remedy.
with
odd as (
    select
        row,
        case when closed_at < received_at + interval 1 minute then 'closed_at' end as quick,
        case when callback_at < closed_at then 'callback_at' end as early,
        case when is_reached is false and (is_contacted is not null or is_solved is not null) then 'is_reached' end
            as unreached,
        case when satisfaction = '满意' and is_solved is false then 'satisfaction' end as unsolved,
        case when due_at is null and appeal_class is null then 'due_at' end as without_limit,
        case when dimension_code is null then 'dimension_code' end as uncoded
    from staged_appeals
),

told as (
    select
        row,
        unnest([quick, early, unreached, unsolved, without_limit, uncoded]) as column_name,
        unnest([
            '受理后一分钟内办结',
            '回访早于办结',
            '回访没有接通，却有回答，不计入',
            '没有解决，却表示满意',
            '没有办理时限，也没有诉求类型，不计入按期办结率',
            '没有写明维度，按未归类统计'
        ]) as rule,
        unnest(['核对是否批量点结', '核对两个时间', '核对回访接通', '核对回访记录；确属实情的可以照报', '补上其中一项', '可以补上维度']) as remedy
    from odd
),

closing as (
    select
        date_trunc('quarter', closed_at) as quarter,
        count(*) as closed_count,
        count(*) filter (closed_at >= date_trunc('quarter', closed_at) + interval 3 month - interval 3 day)
            as last_count,
        min(row) filter (closed_at >= date_trunc('quarter', closed_at) + interval 3 month - interval 3 day) as row
    from staged_appeals
    where closed_at is not null
    group by date_trunc('quarter', closed_at)
)

select
    min(row) as row,
    column_name,
    cast(null as varchar) as value,
    rule || '，共 ' || count(*) || ' 件' as rule,
    remedy
from told
where column_name is not null
group by column_name, rule, remedy
union all
select
    row,
    'closed_at' as column_name,
    year(quarter) || 'Q' || quarter(quarter) as value,
    '季末三天集中办结 '
    || last_count
    || ' 件，占全季的 '
    || cast(round(100 * last_count / closed_count) as integer)
    || '%' as rule,
    '核对是否突击结件' as remedy
from closing
where last_count >= 20 and last_count * 7 > closed_count
order by row
