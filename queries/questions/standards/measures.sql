-- What the map can show under a standard. A line that depends on the period is null here; area_measure gives it.
-- One row per measure: the total, the dimensions, the shares and counts, then the indicators by their scores.
-- Parameters: $standard.
with
measure as (
    select
        'index' as measure,
        '得分率' as measure_name,
        cast(null as varchar) as dimension_code,
        '分' as unit_text,
        line,
        2 as decimals,
        1 as part,
        0 as position
    from standard
    where standard_version = $standard
    union all
    select
        'dimension:' || dimension.dimension_code as measure,
        dimension.dimension_name as measure_name,
        dimension.dimension_code,
        '分' as unit_text,
        standard.line,
        2 as decimals,
        2 as part,
        dimension.position
    from dimension
    inner join standard on dimension.standard_version = standard.standard_version
    where dimension.standard_version = $standard
    union all
    select
        'share_passing' as measure,
        '社区达标率' as measure_name,
        cast(null as varchar) as dimension_code,
        '%' as unit_text,
        cast(null as double) as line,
        1 as decimals,
        3 as part,
        0 as position
    from standard
    where standard_version = $standard
    union all
    select
        'change' as measure,
        '较上季变化' as measure_name,
        cast(null as varchar) as dimension_code,
        '百分点' as unit_text,
        0.0 as line,
        2 as decimals,
        4 as part,
        0 as position
    from standard
    where standard_version = $standard
    union all
    select
        'coverage' as measure,
        '有评分社区占比' as measure_name,
        cast(null as varchar) as dimension_code,
        '%' as unit_text,
        100 * minimum_rated_share as line,
        1 as decimals,
        5 as part,
        0 as position
    from standard
    where standard_version = $standard
    union all
    select
        'activities' as measure,
        '每千户活动场次' as measure_name,
        cast(null as varchar) as dimension_code,
        '场/千户' as unit_text,
        cast(null as double) as line,
        2 as decimals,
        6 as part,
        0 as position
    from standard
    where standard_version = $standard
    union all
    select
        rate.measure,
        rate.measure_name,
        cast(null as varchar) as dimension_code,
        '%' as unit_text,
        cast(null as double) as line,
        1 as decimals,
        7 as part,
        rate.position
    from (
        values
        ('appeals:on_time_rate', '按期办结率', 1),
        ('appeals:solve_rate', '解决率', 2),
        ('appeals:satisfy_rate', '满意率', 3),
        ('findings:rectified_rate', '整改率', 4)
    ) as rate (measure, measure_name, position)
    where exists (select 1 from span)
    union all
    select
        'indicator:' || indicator.indicator_code as measure,
        indicator.indicator_name as measure_name,
        indicator.dimension_code,
        '分' as unit_text,
        standard.line,
        2 as decimals,
        8 as part,
        indicator.position
    from indicator
    inner join standard on indicator.standard_version = standard.standard_version
    where indicator.standard_version = $standard
)

select
    measure,
    measure_name,
    dimension_code,
    unit_text,
    line,
    decimals
from measure
order by part, position;
