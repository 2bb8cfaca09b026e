-- 可达的社区，按步骤提高后总分须达到目标等次
-- One row per standard, community and period whose steps do not lift the total to the least of the band they aim at.
select
    improvement_path.standard_version,
    improvement_path.community_code,
    improvement_path.period
from improvement_path
inner join index_score
    on
        improvement_path.standard_version = index_score.standard_version
        and index_score.area_kind = 'community'
        and improvement_path.community_code = index_score.area_code
        and improvement_path.period = index_score.period
inner join band
    on
        improvement_path.standard_version = band.standard_version
        and improvement_path.target_band_code = band.band_code
left join improvement
    on
        improvement_path.standard_version = improvement.standard_version
        and improvement_path.community_code = improvement.community_code
        and improvement_path.period = improvement.period
where improvement_path.status = '可达'
group by improvement_path.standard_version, improvement_path.community_code, improvement_path.period
having
    round(any_value(index_score.score) + coalesce(sum(improvement.gain), 0) - any_value(band.minimum_score), 6) < -0.005
    or count(improvement.indicator_code) != any_value(improvement_path.step_count)
order by improvement_path.standard_version, improvement_path.community_code, improvement_path.period;
