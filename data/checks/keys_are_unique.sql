-- 每张大表的主键须唯一
-- One row per table and key that occurs more than once.
select
    'measurement' as table_name,
    concat_ws(' ', community_code, period, indicator_code) as repeated_key,
    count(*) as row_count
from measurement
group by community_code, period, indicator_code
having count(*) > 1
union all
select
    'activity' as table_name,
    activity_code as repeated_key,
    count(*) as row_count
from activity
group by activity_code
having count(*) > 1
union all
select
    'index_score' as table_name,
    concat_ws(' ', standard_version, area_kind, area_code, period) as repeated_key,
    count(*) as row_count
from index_score
group by standard_version, area_kind, area_code, period
having count(*) > 1
union all
select
    'dimension_score' as table_name,
    concat_ws(' ', standard_version, area_kind, area_code, period, dimension_code) as repeated_key,
    count(*) as row_count
from dimension_score
group by standard_version, area_kind, area_code, period, dimension_code
having count(*) > 1
union all
select
    'indicator_score' as table_name,
    concat_ws(' ', standard_version, area_kind, area_code, period, indicator_code) as repeated_key,
    count(*) as row_count
from indicator_score
group by standard_version, area_kind, area_code, period, indicator_code
having count(*) > 1
union all
select
    'improvement_path' as table_name,
    concat_ws(' ', standard_version, community_code, period) as repeated_key,
    count(*) as row_count
from improvement_path
group by standard_version, community_code, period
having count(*) > 1
union all
select
    'improvement' as table_name,
    concat_ws(' ', standard_version, community_code, period, indicator_code) as repeated_key,
    count(*) as row_count
from improvement
group by standard_version, community_code, period, indicator_code
having count(*) > 1
order by table_name, repeated_key
