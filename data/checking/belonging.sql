-- Rows that do not belong to what the import is said to be: of another unit or period, or demonstration among real.
-- Made before: spoken_row, whom and when each row is about, with the column that says so and its value, null where that
-- is community_code; is_of_city: nothing in the table says so, its rows are the city's.

-- spoken_of: the same, one row per table, community, unit and period: far fewer than rows.
create or replace temp table spoken_of as
with
spoken as (
    select
        table_name,
        community_code,
        unit_code,
        period,
        value,
        any_value(column_name) as column_name,
        any_value(is_of_city) as is_of_city
    from spoken_row
    group by table_name, community_code, unit_code, period, value
)

select
    spoken.table_name,
    spoken.community_code,
    spoken.unit_code as spoken_unit_code,
    case
        when spoken.table_name = 'communities' then spoken.unit_code
        else coalesce(spoken.unit_code, known_communities.unit_code)
    end as unit_code,
    spoken.period,
    spoken.column_name as owner_column,
    spoken.value as owner,
    spoken.is_of_city
from spoken
left join known_communities on spoken.community_code = known_communities.community_code;

-- Adds to found_problem one row per row and fault. Parameters: $unit, $period (null means any).
insert into found_problem
with
kind as (
    select
        coalesce(bool_or(starts_with(community_code, '99')), false) as has_demonstration,
        coalesce(bool_or(not starts_with(community_code, '99')), false) as has_real
    from spoken_of
),

misplaced as (
    select
        spoken_of.*,
        spoken_of.owner_column as column_name,
        coalesce(spoken_of.owner, spoken_of.community_code) as value,
        '属于' || coalesce(known_units.unit_name, spoken_of.unit_code) || '，不属于本次报送的单位' as rule,
        '删去这一行，或由' || coalesce(known_units.unit_name, spoken_of.unit_code) || '报送' as remedy
    from spoken_of
    left join known_units on spoken_of.unit_code = known_units.unit_code
    where
        spoken_of.unit_code != $unit
        or spoken_of.unit_code not in (select visible_unit.unit_code from visible_unit)
    union all
    select
        *,
        owner_column as column_name,
        owner as value,
        '是全市的数据，不属于本次报送的单位' as rule,
        '删去这一行，或不选报送单位，由市级报送' as remedy
    from spoken_of
    where
        is_of_city
        and (
            $unit is not null
            or exists (
                select 1
                from register_place
                where register_place.unit_code not in (select visible_unit.unit_code from visible_unit)
            )
        )
    union all
    select
        *,
        'period' as column_name,
        period as value,
        '不是本次报送的时期 ' || $period as rule,
        '改正时期，或另选时期报送' as remedy
    from spoken_of
    where period != $period
    union all
    select
        spoken_of.*,
        'community_code' as column_name,
        spoken_of.community_code as value,
        '演示数据（99 开头的代码）与真实数据混在一起' as rule,
        '只留一种' as remedy
    from spoken_of
    cross join kind
    where kind.has_demonstration and kind.has_real and starts_with(spoken_of.community_code, '99')
    union all
    select
        *,
        'community_code' as column_name,
        community_code as value,
        '99 开头的代码是演示数据的保留代码' as rule,
        '填真实的 12 位统计用区划代码' as remedy
    from spoken_of
    where
        table_name = 'communities'
        and starts_with(community_code, '99')
        and not exists (
            select 1
            from register_place
            where starts_with(register_place.community_code, '99')
        )
)

select
    spoken_row.table_name,
    spoken_row.row,
    misplaced.column_name,
    misplaced.value,
    misplaced.rule,
    misplaced.remedy,
    null as other_row,
    false as is_warning
from spoken_row
inner join misplaced
    on
        spoken_row.table_name = misplaced.table_name
        and spoken_row.community_code is not distinct from misplaced.community_code
        and spoken_row.period is not distinct from misplaced.period
        and spoken_row.unit_code is not distinct from misplaced.spoken_unit_code
        and spoken_row.value is not distinct from misplaced.owner
order by spoken_row.table_name, spoken_row.row;
