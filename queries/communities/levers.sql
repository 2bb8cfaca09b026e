-- 最能拉动的项: which items would lift most communities to 达标.
-- One row per indicator that is a step of the shortest way to 达标 of some community, those of most communities first.
-- Counted are communities that do not pass and can get there by raising items; who is barred by a veto or by a missing
-- report is not. It alone suffices where the way has one step. Gains are in points of the total.
-- Parameters: $period, $standard, $units (an empty list means every reporting unit).
select
    dimension.dimension_name,
    improvement.indicator_code,
    indicator.indicator_name,
    count(*) as community_count,
    count(case when improvement_path.step_count = 1 then 1 end) as alone_count,
    sum(improvement.gain) as total_gain,
    median(improvement.gain) as median_gain
from improvement_path
inner join improvement
    on
        improvement_path.standard_version = improvement.standard_version
        and improvement_path.period = improvement.period
        and improvement_path.community_code = improvement.community_code
inner join index_score
    on
        improvement_path.standard_version = index_score.standard_version
        and improvement_path.period = index_score.period
        and improvement_path.community_code = index_score.area_code
        and index_score.area_kind = 'community'
inner join indicator
    on
        improvement.standard_version = indicator.standard_version
        and improvement.indicator_code = indicator.indicator_code
inner join dimension
    on
        indicator.standard_version = dimension.standard_version
        and indicator.dimension_code = dimension.dimension_code
where
    improvement_path.standard_version = $standard
    and improvement_path.period = $period
    and improvement_path.status = '可达'
    and index_score.passing_count = 0
    and (array_length($units) = 0 or list_contains($units, index_score.unit_code))
group by
    dimension.dimension_name,
    improvement.indicator_code,
    indicator.indicator_name,
    indicator.position
order by count(*) desc, alone_count desc, indicator.position asc;
