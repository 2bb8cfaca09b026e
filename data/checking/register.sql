-- Units, streets and communities that files may speak of: those of the version in force, then those of the project.
-- One row per code, with the columns of the version; origin: where a community comes from (city, reference, import).
create or replace temp table known_units as
select *
from city_units
union all by name
select
    unit_code,
    unit_name,
    short_name,
    host_code,
    cast(position as integer) as position
from reference_units
where unit_code not in (select city_units.unit_code from city_units);

create or replace temp table known_streets as
select *
from city_streets
union all by name
select
    street_code,
    street_name,
    unit_code
from reference_streets
where street_code not in (select city_streets.street_code from city_streets);

create or replace temp table known_communities as
select
    *,
    'city' as origin
from city_communities
union all by name
select
    *,
    'reference' as origin
from reference_communities
where community_code not in (select city_communities.community_code from city_communities);
