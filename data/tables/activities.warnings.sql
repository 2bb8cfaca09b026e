-- What is odd in the ledger of activities and passes.
-- A single activity draws a few hundred people, a large fair some thousands; more than 10000 or none is worth a look.
-- A category is told once, at the first activity that has it.
-- One row per finding: row, column_name, value, rule, remedy.
with
quarter as (
    select
        period,
        cast(first_day(period) as timestamp) as starts_at
    from inspected_period
),

uncounted as (
    select
        category,
        min(row) as row,
        count(*) as activity_count
    from staged_activities
    where category not in (select staged_categories.category from staged_categories)
    group by category
)

select
    staged_activities.row,
    'held_at' as column_name,
    cast(staged_activities.held_at as varchar) as value,
    '不在 ' || quarter.period || ' 之内' as rule,
    '核对日期；补报以前的活动可以照报' as remedy
from staged_activities
cross join quarter
where
    staged_activities.held_at < quarter.starts_at
    or staged_activities.held_at >= quarter.starts_at + interval 3 month
union all
select
    row,
    'participants' as column_name,
    cast(participants as varchar) as value,
    case when participants = 0 then '没有人参加' else '参加人次很多' end as rule,
    '核对人次；确属实情的可以照报' as remedy
from staged_activities
where participants = 0 or participants > 10000
union all
select
    uncounted.row,
    'category' as column_name,
    uncounted.category as value,
    '没有指标按这个类别计数，共 ' || any_value(uncounted.activity_count) || ' 场' as rule,
    '是否为“'
    || arg_max(
        staged_categories.category, jaro_winkler_similarity(uncounted.category, staged_categories.category)
    )
    || '”；计数的类别：' || string_agg(staged_categories.category, '、' order by staged_categories.category) as remedy
from uncounted
cross join staged_categories
group by uncounted.row, uncounted.category
order by row
