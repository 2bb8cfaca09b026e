-- The communities that an item helps to 达标: those that have it on their shortest way.
-- One row per item and community, those that need it alone first, then the smallest gain; none that a veto or an
-- unreported item bars.
-- Parameters: $period, $standard, $indicator (empty means every item), $units (an empty list means every unit).
select
    area.area_code as community_code,
    area.area_name as community_name,
    area.unit_code,
    area.unit_name,
    area.street_name,
    index_score.score,
    improvement_path.step_count,
    improvement.indicator_code,
    indicator.indicator_name,
    improvement.from_value,
    improvement.to_value,
    improvement.from_grade,
    improvement.to_grade,
    indicator.unit,
    indicator.decimals,
    improvement.gain
from improvement_path
inner join improvement
    on
        improvement_path.standard_version = improvement.standard_version
        and improvement_path.period = improvement.period
        and improvement_path.community_code = improvement.community_code
inner join indicator
    on
        improvement.standard_version = indicator.standard_version
        and improvement.indicator_code = indicator.indicator_code
inner join index_score
    on
        improvement_path.standard_version = index_score.standard_version
        and improvement_path.period = index_score.period
        and improvement_path.community_code = index_score.area_code
        and index_score.area_kind = 'community'
inner join area
    on
        area.area_kind = 'community'
        and improvement_path.community_code = area.area_code
where
    improvement_path.standard_version = $standard
    and improvement_path.period = $period
    and improvement_path.status = '可达'
    and ($indicator = '' or improvement.indicator_code = $indicator)
    and index_score.passing_count = 0
    and (array_length($units) = 0 or list_contains($units, area.unit_code))
order by indicator.position, improvement_path.step_count, improvement.gain, area.area_code;
