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
union all
select
    'peer' as table_name,
    concat_ws(' ', standard_version, period, community_code, position) as repeated_key,
    count(*) as row_count
from peer
group by standard_version, period, community_code, position
having count(*) > 1
union all
select
    'pace' as table_name,
    concat_ws(' ', standard_version, area_kind, area_code, period) as repeated_key,
    count(*) as row_count
from pace
group by standard_version, area_kind, area_code, period
having count(*) > 1
union all
select
    'weight_sensitivity' as table_name,
    concat_ws(' ', standard_version, area_kind, area_code, period) as repeated_key,
    count(*) as row_count
from weight_sensitivity
group by standard_version, area_kind, area_code, period
having count(*) > 1
union all
select
    'rate_signal' as table_name,
    concat_ws(' ', standard_version, period, indicator_code, community_code) as repeated_key,
    count(*) as row_count
from rate_signal
group by standard_version, period, indicator_code, community_code
having count(*) > 1
union all
select
    'rate_summary' as table_name,
    concat_ws(' ', standard_version, period, indicator_code) as repeated_key,
    count(*) as row_count
from rate_summary
group by standard_version, period, indicator_code
having count(*) > 1
union all
select
    'composition' as table_name,
    concat_ws(' ', standard_version, period, unit_code, other_code) as repeated_key,
    count(*) as row_count
from composition
group by standard_version, period, unit_code, other_code
having count(*) > 1
order by table_name, repeated_key
