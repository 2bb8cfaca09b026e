-- What is odd in the ledger of activities and passes.
-- A single activity draws a few hundred people, a large fair some thousands; more than 10000 or none is worth a look.
-- One row per finding: row, column_name, value, rule, remedy.
select
    staged_activities.row,
    'held_at' as column_name,
    cast(staged_activities.held_at as varchar) as value,
    '不在 ' || inspected_period.period || ' 之内' as rule,
    '核对日期；补报以前的活动可以照报' as remedy
from staged_activities
cross join inspected_period
where
    date_trunc('quarter', staged_activities.held_at)
    != make_date(
        cast(left(inspected_period.period, 4) as integer),
        3 * cast(right(inspected_period.period, 1) as integer) - 2,
        1
    )
union all
select
    row,
    'participants' as column_name,
    cast(participants as varchar) as value,
    case when participants = 0 then '没有人参加' else '参加人次很多' end as rule,
    '核对人次；确属实情的可以照报' as remedy
from staged_activities
where participants = 0 or participants > 10000
order by row
