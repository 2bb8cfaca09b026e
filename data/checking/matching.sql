-- Which community of the register is meant by a code, or by unit, street and name.
-- One row per distinct place of the files: what was written, the code, and what is wrong (no fault: null).
create or replace temp table matched_place as
with
known as (
    select
        known_communities.community_code,
        known_communities.community_name,
        coalesce(known_communities.short_name, known_communities.community_name) as short_name,
        known_communities.unit_code,
        known_communities.street_code,
        known_units.host_code,
        coalesce(known_units.unit_name, known_communities.unit_code) as unit_name,
        coalesce(known_streets.street_name, known_communities.street_code) as street_name,
        spoken_community(known_communities.community_name) as spoken
    from known_communities
    left join known_units on known_communities.unit_code = known_units.unit_code
    left join known_streets on known_communities.street_code = known_streets.street_code
),

asked as (
    select
        place.*,
        row_number() over () as number,
        as_code(place.community_code) as code,
        vocabulary.code as unit_code,
        spoken_community(place.place_community) as spoken,
        spoken_street(place.place_street) as spoken_street
    from place
    left join vocabulary on vocabulary.kind = 'units' and simplified(place.place_unit) = vocabulary.word
),

-- A community that fits all that was written; 0 is a name to the letter.
candidate as (
    select
        asked.number,
        known.*,
        case when asked.place_community in (known.community_name, known.short_name) then 0 else 1 end as distance
    from asked
    inner join known on asked.spoken = known.spoken
    where
        asked.code is null
        and (asked.place_unit is null or asked.unit_code in (known.unit_code, known.host_code))
        and (
            asked.place_street is null
            or asked.place_street = known.street_code
            or asked.spoken_street = spoken_street(known.street_name)
        )
),

nearest as (
    select candidate.*
    from candidate
    qualify candidate.distance = min(candidate.distance) over (partition by candidate.number)
),

numbered as (
    select
        nearest.*,
        row_number() over (partition by nearest.number order by nearest.community_code) as position
    from nearest
),

chosen as (
    select
        number,
        count(*) as candidate_count,
        any_value(community_code) as community_code,
        string_agg(
            unit_name || '/' || street_name || '/' || community_name || '/' || community_code, '；'
            order by community_code
        ) filter (position <= 8) as candidates
    from numbered
    group by number
),

-- What an unknown name may have meant; only so many are looked for, each is compared with the whole register.
unknown as (
    select
        asked.number,
        asked.spoken,
        asked.unit_code
    from asked
    where asked.code is null and asked.spoken is not null and asked.number not in (select chosen.number from chosen)
    order by asked.number
    limit 200
),

resembling as (
    select
        unknown.number,
        known.unit_name || '/' || known.street_name || '/' || known.community_name || '/'
        || known.community_code as label,
        jaro_winkler_similarity(unknown.spoken, known.spoken) + case
            when unknown.unit_code in (known.unit_code, known.host_code) then 0.2 else 0
        end as similarity
    from unknown
    inner join known on jaro_winkler_similarity(unknown.spoken, known.spoken) >= 0.6
    qualify row_number() over (partition by unknown.number order by similarity desc, known.community_code asc) <= 3
),

suggested as (
    select
        number,
        string_agg(label, '；' order by similarity desc, label asc) as labels
    from resembling
    group by number
),

-- What the register says of a code that was written, beside what the file says.
compared as (
    select
        asked.number,
        known.*,
        asked.place_community is not null
        and asked.spoken not in (known.spoken, spoken_community(known.short_name)) as is_renamed,
        asked.place_unit is not null
        and coalesce(asked.unit_code not in (known.unit_code, coalesce(known.host_code, '')), true) as is_moved,
        asked.place_street is not null
        and asked.place_street != known.street_code
        and asked.spoken_street != spoken_street(known.street_name) as is_elsewhere
    from asked
    inner join known on asked.code = known.community_code
)

select
    asked.community_code as written_code,
    asked.place_unit,
    asked.place_street,
    asked.place_community,
    coalesce(asked.code, case when chosen.candidate_count = 1 then chosen.community_code end) as community_code,
    case
        when compared.is_renamed or compared.is_moved or compared.is_elsewhere then 'mismatch'
        when asked.code is not null then null
        when asked.place_community is null then 'missing'
        when asked.place_unit is not null and asked.unit_code is null then 'unit'
        when chosen.number is null then 'unknown'
        when chosen.candidate_count > 1 then 'ambiguous'
    end as fault,
    case
        when compared.is_renamed then 'place_community'
        when compared.is_moved or (asked.code is null and asked.place_unit is not null and asked.unit_code is null)
            then 'place_unit'
        when compared.is_elsewhere then 'place_street'
        else 'place_community'
    end as column_name,
    case
        when compared.community_code is not null
            then
                '与代码 ' || compared.community_code || ' 不符，名册里它是 ' || compared.unit_name || '/'
                || compared.street_name || '/' || compared.community_name
        when asked.place_community is null then '没有写明是哪个社区'
        when asked.place_unit is not null and asked.unit_code is null then '没有这个报送单位'
        when chosen.number is null then '社区名册里没有这个社区'
        else '有 ' || chosen.candidate_count || ' 个社区叫这个名字'
    end as rule,
    case
        when compared.community_code is not null then '核对代码与名称，改正不对的一个'
        when asked.place_community is null then '填 12 位社区代码，或报送单位、街道和社区名称'
        when asked.place_unit is not null and asked.unit_code is null
            then '改为现有的报送单位，如海曙区、高新区'
        when chosen.number is null
            then
                coalesce('是否为 ' || suggested.labels, '核对报送单位、街道和名称，或填 12 位社区代码')
                || '；名册里确实没有的，先在社区名册里加上'
        else '填上代码，或写明单位和街道：' || chosen.candidates
    end as remedy
from asked
left join chosen on asked.number = chosen.number
left join suggested on asked.number = suggested.number
left join compared on asked.number = compared.number;
