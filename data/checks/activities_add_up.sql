-- 活动的按月和按时段汇总须等于活动台账
-- One row per summary, reporting unit, period and what it is by where counts or participants differ from the ledger.
with
standing as (
    select
        index_score.area_code as community_code,
        index_score.unit_code,
        period.period,
        period.starts_on,
        period.ends_on
    from index_score
    inner join period on index_score.period = period.period
    where
        index_score.area_kind = 'community'
        and index_score.standard_version = (select min(standard.standard_version) from standard)
),

-- Counted by number first and put into words once: a text for every activity would cost more than the counting.
by_month as (
    select
        standing.unit_code,
        standing.period,
        date_trunc('month', activity.held_at) as month,
        activity.dimension_code,
        activity.category,
        activity.kind,
        count(*) as activity_count,
        sum(activity.participants) as participants
    from activity
    inner join standing
        on
            activity.community_code = standing.community_code
            and cast(activity.held_at as date) between standing.starts_on and standing.ends_on
    group by all
),

by_hour as (
    select
        standing.unit_code,
        standing.period,
        activity.dimension_code,
        isodow(activity.held_at) as weekday,
        hour(activity.held_at) as hour,
        count(*) as activity_count
    from activity
    inner join standing
        on
            activity.community_code = standing.community_code
            and cast(activity.held_at as date) between standing.starts_on and standing.ends_on
    group by all
),

compared as (
    select
        'activity_month' as table_name,
        unit_code,
        period,
        concat_ws(' ', strftime(month, '%Y-%m'), dimension_code, category, kind) as by_what,
        activity_count,
        participants
    from by_month
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
    from by_hour
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
