-- The steps of the shortest way to 达标 of the communities that do not pass and can get there by raising items.
-- One row per community and item to raise; none of who is barred by a veto or by an unreported item.
-- Parameters: $period, $standard, $units (an empty list means every unit).
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
    indicator.dimension_code,
    indicator.position as indicator_position,
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
    and index_score.passing_count = 0
    and (array_length($units) = 0 or list_contains($units, area.unit_code));
