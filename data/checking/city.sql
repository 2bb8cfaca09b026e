-- What the version in force knows, copied so that its database can be let go.
-- One row per unit, street and community; in last_measurements one per community, period and item with a value.
create or replace temp table city_units as
select *
from base.unit;

create or replace temp table city_streets as
select *
from base.street;

create or replace temp table city_communities as
select *
from base.community;

-- The last value of a community is looked for in three quarters.
create or replace temp table last_measurements as
with
recent as (
    select period.period
    from base.period as period
    order by period.period desc
    limit 3
)

select
    measurement.community_code,
    measurement.period,
    measurement.indicator_code,
    measurement.value
from base.measurement as measurement
inner join recent on measurement.period = recent.period
where measurement.origin = 'reported' and measurement.value is not null;
