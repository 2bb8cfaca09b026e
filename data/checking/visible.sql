-- What whoever hands files in may be told of: everything for the city, else their own units and the public register.
-- visible_unit: one row per unit that is theirs. register_place: where the register has every community, codes only,
-- for what must not be moved. Of other units the rest goes; a community that the version in force has in another unit
-- than the public register says is nobody else's. Parameters: $units (null means every unit).
create or replace temp table visible_unit as
select unit_code
from (
    select city_units.unit_code
    from city_units
    union
    select reference_units.unit_code
    from reference_units
) as known
where $units is null or list_contains($units, unit_code);

create or replace temp table register_place as
select
    community_code,
    unit_code,
    street_code
from city_communities
union all
select
    community_code,
    unit_code,
    street_code
from reference_communities
where community_code not in (select city_communities.community_code from city_communities);

delete from last_measurements
where
    $units is not null
    and community_code not in (
        select register_place.community_code
        from register_place
        inner join visible_unit on register_place.unit_code = visible_unit.unit_code
    );

delete from reference_communities
where
    unit_code in (select visible_unit.unit_code from visible_unit)
    and community_code in (
        select register_place.community_code
        from register_place
        where register_place.unit_code not in (select visible_unit.unit_code from visible_unit)
    );

delete from city_communities
where unit_code not in (select visible_unit.unit_code from visible_unit);

delete from city_streets
where unit_code not in (select visible_unit.unit_code from visible_unit);
