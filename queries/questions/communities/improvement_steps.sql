-- The shortest way up of one community: the items to raise, and how far.
-- One row per step, the one that brings most first.
-- Parameters: $period, $standard, $community.
select
    improvement.position as step,
    dimension.dimension_name,
    improvement.indicator_code,
    indicator.indicator_name,
    improvement.from_value,
    improvement.to_value,
    improvement.from_grade,
    improvement.to_grade,
    indicator.unit as unit_text,
    indicator.decimals,
    improvement.from_score,
    improvement.to_score,
    improvement.gain
from improvement
inner join indicator
    on
        improvement.standard_version = indicator.standard_version
        and improvement.indicator_code = indicator.indicator_code
inner join dimension
    on
        indicator.standard_version = dimension.standard_version
        and indicator.dimension_code = dimension.dimension_code
where
    improvement.standard_version = $standard
    and improvement.period = $period
    and improvement.community_code = $community
order by improvement.position;
