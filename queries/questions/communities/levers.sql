-- 最能拉动的项: which items would lift most communities to 达标.
-- One row per indicator that is a step of the shortest way to 达标 of some community, those of most communities first.
-- Counted are communities that do not pass and can get there by raising items; who is barred by a veto or by a missing
-- report is not. It alone suffices where the way has one step. Gains are in points of the total.
-- Parameters: $period, $standard, $units (an empty list means every reporting unit).
with
step as (
    select
        improvement.indicator_code,
        improvement_path.step_count,
        improvement.gain,
        row_number() over (
            partition by improvement.indicator_code order by improvement.gain, improvement.community_code
        ) as place,
        count(*) over (partition by improvement.indicator_code) as places
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
    where
        improvement_path.standard_version = $standard
        and improvement_path.period = $period
        and improvement_path.status = '可达'
        and index_score.passing_count = 0
        and (array_length($units) = 0 or list_contains($units, index_score.unit_code))
),

lever as (
    select
        indicator_code,
        count(*) as community_count,
        count(case when step_count = 1 then 1 end) as alone_count,
        sum(gain) as total_gain,
        avg(case when 2 * place between places and places + 2 then gain end) as median_gain  -- the middle one or two
    from step
    group by indicator_code
)

select
    dimension.dimension_name,
    lever.indicator_code,
    indicator.indicator_name,
    lever.community_count,
    lever.alone_count,
    lever.total_gain,
    lever.median_gain
from lever
inner join indicator on indicator.standard_version = $standard and lever.indicator_code = indicator.indicator_code
inner join dimension
    on
        indicator.standard_version = dimension.standard_version
        and indicator.dimension_code = dimension.dimension_code
order by lever.community_count desc, lever.alone_count desc, indicator.position asc;
