-- The communities of the register, to find one by name or by the initials of its name in Pinyin.
-- One row per community, by name; names are not unique, codes are.
-- Parameters: $units (an empty list means every reporting unit).
select
    community.community_code,
    community.community_name,
    community.short_name,
    community.pinyin_initials,
    community.unit_code,
    unit.short_name as unit_short_name,
    street.street_name
from community
inner join unit on community.unit_code = unit.unit_code
inner join street on community.street_code = street.street_code
where array_length($units) = 0 or list_contains($units, community.unit_code)
order by community.community_name, community.community_code;
