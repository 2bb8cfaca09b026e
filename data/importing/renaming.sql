-- Codes of the register that come under another name or in another unit than they are known by.
-- Adds to found_problem one row per community: a fault where the name is known to be another community's of that unit
-- (names and codes went apart), else a warning. A name becomes free when its community is abolished.
insert into found_problem
with
known as (
    select
        community_code,
        community_name,
        short_name,
        unit_code,
        abolished_on
    from city_communities
    union all
    select
        community_code,
        community_name,
        short_name,
        unit_code,
        null as abolished_on
    from reference_communities
    where community_code not in (select city_communities.community_code from city_communities)
),

renamed as (
    select
        staged_communities.row,
        staged_communities.community_code,
        staged_communities.community_name,
        staged_communities.unit_code,
        known.community_name as known_name
    from staged_communities
    inner join known on staged_communities.community_code = known.community_code
    where
        spoken_community(staged_communities.community_name) not in (
            spoken_community(known.community_name),
            spoken_community(coalesce(known.short_name, known.community_name))
        )
),

owned as (
    select
        renamed.row,
        min(known.community_code) as owner_code
    from renamed
    inner join known
        on
            renamed.unit_code = known.unit_code
            and renamed.community_code != known.community_code
            and spoken_community(renamed.community_name) = spoken_community(known.community_name)
    where
        known.abolished_on is null
        and known.community_code not in (
            select staged_communities.community_code
            from staged_communities
            where staged_communities.abolished_on is not null and staged_communities.community_code is not null
        )
    group by renamed.row
)

select
    'communities' as table_name,
    renamed.row,
    'community_name' as column_name,
    renamed.community_name as value,
    case
        when owned.owner_code is null then '名册里 ' || renamed.community_code || ' 叫' || renamed.known_name || '，将改名'
        else
            '与代码 ' || renamed.community_code || ' 不符，名册里它是' || renamed.known_name || '，叫这个名字的是 '
            || owned.owner_code
    end as rule,
    case
        when owned.owner_code is null then '核对代码与名称；确已改名的可以照报'
        else '核对代码与名称，改正不对的一个；名称与代码可能各自排过序'
    end as remedy,
    null as other_row,
    owned.owner_code is null as is_warning
from renamed
left join owned on renamed.row = owned.row
union all
select
    'communities' as table_name,
    staged_communities.row,
    'unit_code' as column_name,
    coalesce(known_units.unit_name, staged_communities.unit_code) as value,
    '名册里 ' || known.community_code || ' 属于' || coalesce(former.unit_name, known.unit_code) || '，将改属' as rule,
    '核对报送单位；确已调整的可以照报' as remedy,
    null as other_row,
    true as is_warning
from staged_communities
inner join known on staged_communities.community_code = known.community_code
left join known_units on staged_communities.unit_code = known_units.unit_code
left join known_units as former on known.unit_code = former.unit_code
where staged_communities.unit_code != known.unit_code
order by row;
