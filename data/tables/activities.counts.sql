-- Activities of each quarter, counted once at publication, from the rows as they are staged; what was counted before
-- gives way. The quarter of an activity is met by its first day, which is far cheaper than a range; months become text
-- once they are counted.
delete from activity_count;
delete from activity_month;
delete from activity_hour;

-- What is held, by all that quarters and months ask for: the ledger itself is read once for it.
-- One row per community, month, dimension, category and kind.
create or replace temp table activity_mix as
select
    community_code,
    cast(date_trunc('month', held_at) as date) as month,
    dimension_code,
    category,
    kind,
    count(*) as activity_count,
    sum(participants) as participants
from staged_activities
group by all;

-- One row per unit: the month in which its ledger begins.
create or replace temp table activity_ledger as
select
    community.unit_code,
    min(activity_mix.month) as begins_on
from activity_mix
inner join community on activity_mix.community_code = community.community_code
group by community.unit_code;

-- One row per community, period and dimension with any activity.
insert into activity_count by name
select
    mix.community_code,
    period.period,
    mix.dimension_code,
    sum(mix.activity_count) as activity_count,
    sum(mix.participants) as participants
from activity_mix as mix
inner join period on cast(date_trunc('quarter', mix.month) as date) = period.starts_on
group by mix.community_code, period.period, mix.dimension_code;

-- One row per unit, period, month, dimension, category and kind: what is held in communities standing in the quarter.
insert into activity_month by name
select
    community.unit_code,
    period.period,
    strftime(mix.month, '%Y-%m') as month,
    mix.dimension_code,
    mix.category,
    mix.kind,
    sum(mix.activity_count) as activity_count,
    sum(mix.participants) as participants
from activity_mix as mix
inner join period on cast(date_trunc('quarter', mix.month) as date) = period.starts_on
inner join community on mix.community_code = community.community_code
where
    (community.established_on is null or community.established_on <= period.ends_on)
    and (community.abolished_on is null or community.abolished_on > period.starts_on)
group by community.unit_code, period.period, mix.month, mix.dimension_code, mix.category, mix.kind;

-- One row per unit, period, dimension, weekday and hour: as before, from what begins in one hour of one day.
insert into activity_hour by name
with
held as (
    select
        community.unit_code,
        community.established_on,
        community.abolished_on,
        staged_activities.dimension_code,
        date_trunc('hour', staged_activities.held_at) as hour,
        count(*) as activity_count
    from staged_activities
    inner join community on staged_activities.community_code = community.community_code
    group by all
)

select
    held.unit_code,
    period.period,
    held.dimension_code,
    isodow(held.hour) as weekday,
    hour(held.hour) as hour,
    sum(held.activity_count) as activity_count
from held
inner join period on cast(date_trunc('quarter', held.hour) as date) = period.starts_on
where
    (held.established_on is null or held.established_on <= period.ends_on)
    and (held.abolished_on is null or held.abolished_on > period.starts_on)
group by held.unit_code, period.period, held.dimension_code, isodow(held.hour), hour(held.hour);
