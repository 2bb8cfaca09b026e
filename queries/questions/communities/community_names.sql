-- The communities of the register, to find one by name or by the initials of its name in Pinyin.
-- One row per community: those found by the whole name first, then those that begin with what is searched, then by
-- name; names are not unique, codes are. Each row says how many are found in all.
-- Parameters: $search (a part of name, short name, initials or code; empty means all), $most (how many rows at most,
-- 0 means all) and $units (an empty list means every reporting unit).
with
word as (
    select lower(trim($search)) as searched
),

named as (
    select
        community.community_code,
        community.community_name,
        community.short_name,
        community.pinyin_initials,
        community.unit_code,
        unit.short_name as unit_short_name,
        street.street_name,
        case
            when lower(community.community_name) = word.searched then 1
            when
                strpos(lower(community.community_name), word.searched) = 1
                or strpos(lower(community.short_name), word.searched) = 1
                or strpos(lower(community.pinyin_initials), word.searched) = 1
                then 2
            else 3
        end as nearness
    from community
    cross join word
    inner join unit on community.unit_code = unit.unit_code
    inner join street on community.street_code = street.street_code
    where
        (array_length($units) = 0 or list_contains($units, community.unit_code))
        and (
            strpos(lower(community.community_name), word.searched) > 0
            or strpos(lower(community.short_name), word.searched) > 0
            or strpos(lower(community.pinyin_initials), word.searched) > 0
            or strpos(lower(community.community_code), word.searched) > 0
            or word.searched = ''
        )
),

found as (
    select
        named.community_code,
        named.community_name,
        named.short_name,
        named.pinyin_initials,
        named.unit_code,
        named.unit_short_name,
        named.street_name,
        row_number() over (
            order by named.nearness, named.community_name, named.community_code
        ) as position,
        count(*) over () as found_count
    from named
)

select
    community_code,
    community_name,
    short_name,
    pinyin_initials,
    unit_code,
    unit_short_name,
    street_name,
    cast(found_count as bigint) as found_count
from found
where $most = 0 or position <= $most
order by position;
