-- Communities that both versions have, in another unit or street.
-- One row per community, by unit and code: community_code, community_name, earlier_unit_name, earlier_street_name,
-- unit_name, street_name.
select
    community.community_code,
    community.community_name,
    earlier_unit.unit_name as earlier_unit_name,
    earlier_street.street_name as earlier_street_name,
    unit.unit_name,
    street.street_name
from later.community
inner join later.unit on community.unit_code = unit.unit_code
inner join later.street on community.street_code = street.street_code
inner join earlier.community as known on community.community_code = known.community_code
inner join earlier.unit as earlier_unit on known.unit_code = earlier_unit.unit_code
inner join earlier.street as earlier_street on known.street_code = earlier_street.street_code
where community.unit_code != known.unit_code or community.street_code != known.street_code
order by unit.position, community.community_code;
