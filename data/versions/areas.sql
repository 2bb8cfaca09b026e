-- Every area of the city under the names it goes by, from the tables of units, streets and communities.
-- One row per area: the city, the reporting units, streets and communities.
insert into area by name
select
    'city' as area_kind,
    'city' as area_code,
    '全市' as area_name,
    '全市' as short_name,
    '' as pinyin_initials,
    0 as position;

insert into area by name
select
    'unit' as area_kind,
    unit_code as area_code,
    unit_name as area_name,
    short_name,
    '' as pinyin_initials,
    unit_code,
    unit_name,
    position
from unit
order by position;

insert into area by name
select
    'street' as area_kind,
    street.street_code as area_code,
    street.street_name as area_name,
    street.street_name as short_name,
    '' as pinyin_initials,
    street.unit_code,
    unit.unit_name,
    street.street_code,
    street.street_name,
    street.longitude,
    street.latitude,
    street.position_quality,
    unit.position
from street
inner join unit on street.unit_code = unit.unit_code
order by street.street_code;

insert into area by name
select
    'community' as area_kind,
    community.community_code as area_code,
    community.community_name as area_name,
    community.short_name,
    community.pinyin_initials,
    community.kind,
    community.unit_code,
    unit.unit_name,
    community.street_code,
    street.street_name,
    community.longitude,
    community.latitude,
    community.position_quality,
    unit.position
from community
inner join unit on community.unit_code = unit.unit_code
inner join street on community.street_code = street.street_code
order by community.community_code;
