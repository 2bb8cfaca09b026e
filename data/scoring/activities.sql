-- Activities of each quarter, counted once at publication.
-- One row per community, period and dimension with any activity.
insert into activity_count by name
select
    activity.community_code,
    period.period,
    activity.dimension_code,
    count(*) as activity_count,
    sum(activity.participants) as participants
from activity
inner join period on cast(activity.held_at as date) between period.starts_on and period.ends_on
group by activity.community_code, period.period, activity.dimension_code;

-- The same by month and by hour of the week, for every reporting unit, only of communities standing in the quarter.
-- One row per unit, period, month, dimension, category and kind.
insert into activity_month by name
select
    community.unit_code,
    period.period,
    strftime(activity.held_at, '%Y-%m') as month,
    activity.dimension_code,
    activity.category,
    activity.kind,
    count(*) as activity_count,
    sum(activity.participants) as participants
from activity
inner join period on cast(activity.held_at as date) between period.starts_on and period.ends_on
inner join community on activity.community_code = community.community_code
where
    (community.established_on is null or community.established_on <= period.ends_on)
    and (community.abolished_on is null or community.abolished_on > period.starts_on)
group by community.unit_code, period.period, month, activity.dimension_code, activity.category, activity.kind;

-- One row per unit, period, dimension, weekday and hour.
insert into activity_hour by name
select
    community.unit_code,
    period.period,
    activity.dimension_code,
    isodow(activity.held_at) as weekday,
    hour(activity.held_at) as hour,
    count(*) as activity_count
from activity
inner join period on cast(activity.held_at as date) between period.starts_on and period.ends_on
inner join community on activity.community_code = community.community_code
where
    (community.established_on is null or community.established_on <= period.ends_on)
    and (community.abolished_on is null or community.abolished_on > period.starts_on)
group by community.unit_code, period.period, activity.dimension_code, weekday, hour;
