-- How complete the measurements are.
-- One row per reporting unit and period: communities in the register and with rows, items due and given.
with
given as (
    select distinct
        staged_measurements.community_code,
        staged_measurements.period,
        staged_measurements.indicator_code
    from staged_measurements
),

community as (
    select
        standing.unit_code,
        standing.period,
        standing.community_code,
        bool_or(given.community_code is not null) as is_reported,
        count(due_item.indicator_code) as present_count
    from standing
    left join given on standing.community_code = given.community_code and standing.period = given.period
    left join due_item on given.period = due_item.period and given.indicator_code = due_item.indicator_code
    group by standing.unit_code, standing.period, standing.community_code
),

due as (
    select
        period,
        count(*) as item_count
    from due_item
    group by period
)

select
    community.unit_code,
    known_units.unit_name,
    community.period,
    count(*) as community_count,
    count(*) filter (community.is_reported) as reported_count,
    count(*) * any_value(coalesce(due.item_count, 0)) as due_count,
    cast(sum(community.present_count) as bigint) as present_count
from community
left join known_units on community.unit_code = known_units.unit_code
left join due on community.period = due.period
group by community.unit_code, known_units.unit_name, known_units.position, community.period
order by known_units.position, community.period
