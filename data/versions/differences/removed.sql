-- Communities that only the earlier version has.
-- One row per community, by unit and code: community_code, community_name, unit_name, street_name.
select
    community.community_code,
    community.community_name,
    unit.unit_name,
    street.street_name
from earlier.community
inner join earlier.unit on community.unit_code = unit.unit_code
inner join earlier.street on community.street_code = street.street_code
where community.community_code not in (select known.community_code from later.community as known)
order by unit.position, community.community_code;
