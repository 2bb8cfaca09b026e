-- From staged rows, all checked, to the tables of the version.
-- One row of a table per staged row; periods are those of the measurements. first_day: see data/checking/normal.sql.
insert into unit by name
select
    unit_code,
    unit_name,
    short_name,
    host_code,
    position
from staged_units
order by position;

insert into street by name
select
    street_code,
    street_name,
    unit_code,
    longitude,
    latitude,
    position_quality
from staged_streets
order by street_code;

insert into community by name
select
    community_code,
    community_name,
    coalesce(short_name, regexp_replace(community_name, '(居委会|居民委员会)$', '')) as short_name,
    '' as pinyin_initials,
    unit_code,
    street_code,
    households,
    kind,
    share_60_plus,
    share_renters,
    building_age,
    density,
    longitude,
    latitude,
    position_quality,
    established_on,
    abolished_on
from staged_communities
order by community_code;

insert into period by name
with
quarter as (
    select distinct
        period,
        first_day(period) as starts_on
    from staged_measurements
)

select
    quarter.period,
    quarter.starts_on,
    last_day(quarter.starts_on + interval 2 month) as ends_on,
    previous.period as previous_period
from quarter
left join quarter as previous on previous.starts_on = quarter.starts_on - interval 3 month
order by quarter.period;

insert into measurement by name
select
    community_code,
    period,
    indicator_code,
    'reported' as origin,
    coalesce(state, 'value') as state,
    value,
    grade,
    numerator,
    denominator,
    sample_size,
    population_size,
    standard_error,
    coalesce(is_carried_forward, false) as is_carried_forward
from staged_measurements
order by period, community_code, indicator_code;
