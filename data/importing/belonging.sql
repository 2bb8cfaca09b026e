-- Rows that do not belong to what the import is said to be: of another unit or period, or demonstration among real.
-- Adds to found_problem one row per fault. Parameters: $unit, $period (null means any).
insert into found_problem
with
-- Whom each row of each table is about.
staged as (
    select
        'communities' as table_name,
        row,
        community_code,
        unit_code,
        null as period
    from staged_communities
    union all
    select
        'measurements' as table_name,
        staged_measurements.row,
        staged_measurements.community_code,
        known_communities.unit_code,
        staged_measurements.period
    from staged_measurements
    left join known_communities on staged_measurements.community_code = known_communities.community_code
    union all
    select
        'activities' as table_name,
        staged_activities.row,
        staged_activities.community_code,
        known_communities.unit_code,
        null as period
    from staged_activities
    left join known_communities on staged_activities.community_code = known_communities.community_code
),

kind as (
    select
        coalesce(bool_or(starts_with(community_code, '99')), false) as has_demonstration,
        coalesce(bool_or(not starts_with(community_code, '99')), false) as has_real
    from staged
)

select
    staged.table_name,
    staged.row,
    'community_code' as column_name,
    staged.community_code as value,
    '属于' || coalesce(known_units.unit_name, staged.unit_code) || '，不属于本次报送的单位' as rule,
    '删去这一行，或由' || coalesce(known_units.unit_name, staged.unit_code) || '报送' as remedy,
    null as other_row,
    false as is_warning
from staged
left join known_units on staged.unit_code = known_units.unit_code
where staged.unit_code != $unit
union all
select
    staged.table_name,
    staged.row,
    'period' as column_name,
    staged.period as value,
    '不是本次报送的时期 ' || $period as rule,
    '改正时期，或另选时期报送' as remedy,
    null as other_row,
    false as is_warning
from staged
where staged.period != $period
union all
select
    staged.table_name,
    staged.row,
    'community_code' as column_name,
    staged.community_code as value,
    '演示数据（99 开头的代码）与真实数据混在一起' as rule,
    '只留一种' as remedy,
    null as other_row,
    false as is_warning
from staged
cross join kind
where kind.has_demonstration and kind.has_real and starts_with(staged.community_code, '99')
union all
select
    staged.table_name,
    staged.row,
    'community_code' as column_name,
    staged.community_code as value,
    '99 开头的代码是演示数据的保留代码' as rule,
    '填真实的 12 位统计用区划代码' as remedy,
    null as other_row,
    false as is_warning
from staged
where
    staged.table_name = 'communities'
    and starts_with(staged.community_code, '99')
    and not exists (
        select 1
        from city_communities
        where starts_with(city_communities.community_code, '99')
    );
