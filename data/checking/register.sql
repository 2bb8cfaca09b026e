-- Units, streets and communities that files may speak of: those of the version in force, then those of the project.
-- One row per code; origin tells where a community comes from (city, reference, import).
create or replace temp table known_units as
select
    unit_code,
    unit_name,
    short_name,
    host_code,
    position
from city_units
union all
select
    unit_code,
    unit_name,
    short_name,
    host_code,
    cast(position as integer) as position
from reference_units
where unit_code not in (select city_units.unit_code from city_units);

create or replace temp table known_streets as
select
    street_code,
    street_name,
    unit_code
from city_streets
union all
select
    street_code,
    street_name,
    unit_code
from reference_streets
where street_code not in (select city_streets.street_code from city_streets);

create or replace temp table known_communities as
select
    community_code,
    community_name,
    short_name,
    unit_code,
    street_code,
    households,
    established_on,
    abolished_on,
    'city' as origin
from city_communities
union all
select
    community_code,
    community_name,
    short_name,
    unit_code,
    street_code,
    null as households,
    null as established_on,
    null as abolished_on,
    'reference' as origin
from reference_communities
where community_code not in (select city_communities.community_code from city_communities);
