-- Activities of each quarter, counted once at publication. The quarter of an activity is met by its first day, which is
-- far cheaper than a range; months become text once they are counted.
-- One row per community, period and dimension with any activity.
insert into activity_count by name
select
    activity.community_code,
    period.period,
    activity.dimension_code,
    count(*) as activity_count,
    sum(activity.participants) as participants
from activity
inner join period on cast(date_trunc('quarter', activity.held_at) as date) = period.starts_on
group by activity.community_code, period.period, activity.dimension_code;

-- What is held in communities standing in the quarter, by all that the next two tables ask for.
-- One row per unit, period, month, dimension, category, kind, weekday and hour.
create or replace temp table activity_slot as
select
    community.unit_code,
    period.period,
    date_trunc('month', activity.held_at) as month,
    activity.dimension_code,
    activity.category,
    activity.kind,
    isodow(activity.held_at) as weekday,
    hour(activity.held_at) as hour,
    count(*) as activity_count,
    sum(activity.participants) as participants
from activity
inner join period on cast(date_trunc('quarter', activity.held_at) as date) = period.starts_on
inner join community on activity.community_code = community.community_code
where
    (community.established_on is null or community.established_on <= period.ends_on)
    and (community.abolished_on is null or community.abolished_on > period.starts_on)
group by all;

-- One row per unit, period, month, dimension, category and kind.
insert into activity_month by name
select
    slot.unit_code,
    slot.period,
    strftime(slot.month, '%Y-%m') as month,
    slot.dimension_code,
    slot.category,
    slot.kind,
    sum(slot.activity_count) as activity_count,
    sum(slot.participants) as participants
from activity_slot as slot
group by slot.unit_code, slot.period, slot.month, slot.dimension_code, slot.category, slot.kind;

-- One row per unit, period, dimension, weekday and hour.
insert into activity_hour by name
select
    unit_code,
    period,
    dimension_code,
    weekday,
    hour,
    sum(activity_count) as activity_count
from activity_slot
group by unit_code, period, dimension_code, weekday, hour;
