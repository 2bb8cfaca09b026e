-- Codes of the register that come under another name, or in another unit or street, than they are known by. Adds to
-- found_problem one row per community and kind: a fault where the name is known to be another community's of that
-- unit (names and codes went apart), and where it is moved and is not the city's to move; else a warning. A name
-- becomes free when its community is abolished. Parameters: $may_move.
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
    case when staged_communities.unit_code != place.unit_code then 'unit_code' else 'street_code' end as column_name,
    case
        when staged_communities.unit_code != place.unit_code
            then coalesce(known_units.unit_name, staged_communities.unit_code)
        else coalesce(known_streets.street_name, staged_communities.street_code)
    end as value,
    case
        when place.unit_code not in (select visible_unit.unit_code from visible_unit)
            then '名册里 ' || place.community_code || ' 不属于您的单位'
        else
            '名册里 ' || place.community_code || ' 属于'
            || case
                when staged_communities.unit_code != place.unit_code then coalesce(former.unit_name, place.unit_code)
                else coalesce(former_street.street_name, place.street_code)
            end
            || case when $may_move then '，将改属' else '' end
    end as rule,
    case
        when $may_move then '核对报送单位和街道；确已调整的可以照报'
        else '核对代码；社区在单位之间、街道之间的调整由市级管理员办理'
    end as remedy,
    null as other_row,
    $may_move as is_warning
from staged_communities
inner join register_place as place on staged_communities.community_code = place.community_code
left join known_units on staged_communities.unit_code = known_units.unit_code
left join known_units as former on place.unit_code = former.unit_code
left join known_streets on staged_communities.street_code = known_streets.street_code
left join known_streets as former_street on place.street_code = former_street.street_code
where staged_communities.unit_code != place.unit_code or staged_communities.street_code != place.street_code
order by row;
