-- 最能拉动的项: which items would lift most communities to 达标.
-- One row per indicator that is a step of the shortest way to 达标 of some community, those of most communities first.
-- Counted are communities that do not pass and can get there by raising items; who is barred by a veto or by a missing
-- report is not. It alone suffices where the way has one step. Gains are in points of the total.
-- Parameters: $period, $standard, $units (an empty list means every reporting unit).
with
step as (
    select
        dimension_code,
        indicator_code,
        indicator_name,
        indicator_position,
        step_count,
        gain,
        row_number() over (partition by indicator_code order by gain, community_code) as place,
        count(*) over (partition by indicator_code) as places
    from way_step
),

lever as (
    select
        dimension_code,
        indicator_code,
        indicator_name,
        indicator_position,
        count(*) as community_count,
        count(case when step_count = 1 then 1 end) as alone_count,
        sum(gain) as total_gain,
        avg(case when 2 * place between places and places + 2 then gain end) as median_gain  -- the middle one or two
    from step
    group by dimension_code, indicator_code, indicator_name, indicator_position
)

select
    dimension.dimension_name,
    lever.indicator_code,
    lever.indicator_name,
    lever.community_count,
    lever.alone_count,
    lever.total_gain,
    lever.median_gain
from lever
inner join dimension on dimension.standard_version = $standard and lever.dimension_code = dimension.dimension_code
order by lever.community_count desc, lever.alone_count desc, lever.indicator_position asc;
