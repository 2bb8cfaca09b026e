-- 活动的按月和按时段汇总须等于活动台账
-- One row per summary, reporting unit, period and what it is by where counts or participants differ from the ledger.
with
held as (
    select
        community.unit_code,
        period.period,
        strftime(activity.held_at, '%Y-%m') as month,
        activity.dimension_code,
        activity.category,
        activity.kind,
        isodow(activity.held_at) as weekday,
        hour(activity.held_at) as hour,
        count(*) as activity_count,
        sum(activity.participants) as participants
    from activity
    inner join period on cast(activity.held_at as date) between period.starts_on and period.ends_on
    inner join community on activity.community_code = community.community_code
    inner join index_score
        on
            activity.community_code = index_score.area_code
            and period.period = index_score.period
            and index_score.area_kind = 'community'
            and index_score.standard_version = (select min(standard.standard_version) from standard)
    group by all
),

compared as (
    select
        'activity_month' as table_name,
        unit_code,
        period,
        concat_ws(' ', month, dimension_code, category, kind) as by_what,
        activity_count,
        participants
    from held
    union all
    select
        'activity_month' as table_name,
        unit_code,
        period,
        concat_ws(' ', month, dimension_code, category, kind) as by_what,
        -activity_count as activity_count,
        -participants as participants
    from activity_month
    union all
    select
        'activity_hour' as table_name,
        unit_code,
        period,
        concat_ws(' ', dimension_code, weekday, hour) as by_what,
        activity_count,
        0 as participants
    from held
    union all
    select
        'activity_hour' as table_name,
        unit_code,
        period,
        concat_ws(' ', dimension_code, weekday, hour) as by_what,
        -activity_count as activity_count,
        0 as participants
    from activity_hour
)

select
    table_name,
    unit_code,
    period,
    by_what,
    sum(activity_count) as activity_difference,
    sum(participants) as participants_difference
from compared
group by table_name, unit_code, period, by_what
having sum(activity_count) != 0 or sum(participants) != 0
order by table_name, unit_code, period, by_what
