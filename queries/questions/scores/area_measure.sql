-- One measure for the map: its value in every reporting unit, street or community and the line it is held against.
-- One row per area, in the order of the units, then by code; no data is a null value.
-- Reporting units are always all there, streets and communities when they stood in the register that period.
-- Parameters: $period, $standard, $area_kind ('unit', 'street' or 'community'), $measure ('index', 'dimension:E',
-- 'indicator:E1', 'share_passing', 'change', 'coverage' or 'activities'), $units, $streets (an empty list means every
-- one; units pay no heed to streets). 'appeals:on_time_rate', 'appeals:solve_rate', 'appeals:satisfy_rate' and
-- 'findings:rectified_rate' are counted as appeal_rates and finding_rates count them; of fewer than 10 there is none.
with
ruling as (
    select
        line,
        100 * minimum_rated_share as coverage_line
    from standard
    where standard_version = $standard
),

total as (
    select
        area_code,
        score,
        change,
        status,
        community_count,
        rated_count,
        passing_count
    from index_score
    where
        standard_version = $standard
        and period = $period
        and area_kind = $area_kind
),

held as (
    select
        community_code,
        sum(activity_count) as activity_count
    from activity_count
    where period = $period
    group by community_code
),

-- Every community standing in the register that period, whether it held activities or not.
community_activity as (
    select
        case $area_kind
            when 'unit' then community.unit_code
            when 'street' then community.street_code
            else community.community_code
        end as area_code,
        community.households,
        coalesce(held.activity_count, 0) as activity_count
    from index_score
    inner join community on index_score.area_code = community.community_code
    left join held on community.community_code = held.community_code
    where
        index_score.standard_version = $standard
        and index_score.period = $period
        and index_score.area_kind = 'community'
),

-- Without a single activity in the city there is no ledger, which is not the same as none held: then null.
city_activity as (
    select 1000.0 * sum(activity_count) / nullif(sum(households), 0) as rate
    from community_activity
    having sum(activity_count) > 0
),

quarter as (
    select
        period.starts_on,
        least(period.ends_on, publication.data_until) as ends_on,
        publication.data_until
    from period
    cross join publication
    where period.period = $period
),

-- What a rate of a ledger is counted of.
ledger_case as (
    select
        appeal.community_code,
        case $measure
            when 'appeals:on_time_rate' then coalesce(appeal.closed_at <= settled_appeal.due_at, false)
            when 'appeals:solve_rate' then coalesce(appeal.is_solved, false)
            else coalesce(appeal.satisfaction = '满意', false)
        end as is_hit
    from appeal
    inner join settled_appeal
        on
            appeal.appeal_code = settled_appeal.appeal_code
            and appeal.community_code = settled_appeal.community_code
    cross join quarter
    where
        $measure like 'appeals:%'
        and appeal.exclusion is null
        and cast(appeal.received_at as date) <= quarter.data_until
        and (
            $measure = 'appeals:on_time_rate'
            or (
                settled_appeal.is_reached
                and coalesce(cast(appeal.callback_at as date) <= quarter.data_until, true)
            )
        )
        and cast(
            case when $measure = 'appeals:on_time_rate' then settled_appeal.due_at else appeal.closed_at end as date
        ) between quarter.starts_on and quarter.ends_on
    union all
    select
        problem.community_code,
        coalesce(problem.verified_on <= quarter.data_until and not coalesce(problem.is_forced, false), false) as is_hit
    from problem
    cross join quarter
    where
        $measure = 'findings:rectified_rate'
        and problem.found_on <= quarter.data_until
        and problem.due_on between quarter.starts_on and quarter.ends_on
),

city_ledger as (
    select 100.0 * count(case when is_hit then 1 end) / nullif(count(*), 0) as rate
    from ledger_case
),

ledger_rate as (
    select
        case $area_kind
            when 'unit' then community.unit_code
            when 'street' then community.street_code
            else community.community_code
        end as area_code,
        case when count(*) >= 10 then 100.0 * count(case when ledger_case.is_hit then 1 end) / count(*) end as value,
        count(distinct ledger_case.community_code) as rated_count
    from ledger_case
    inner join community on ledger_case.community_code = community.community_code
    group by area_code
),

measured as (
    select
        area_code,
        value,
        rated_count
    from ledger_rate
    union all
    select
        area_code,
        score as value,
        rated_count
    from total
    where $measure = 'index'
    union all
    select
        area_code,
        score as value,
        rated_count
    from dimension_score
    where
        standard_version = $standard
        and period = $period
        and area_kind = $area_kind
        and $measure = 'dimension:' || dimension_code
    union all
    select
        area_code,
        score as value,
        rated_count
    from indicator_score
    where
        standard_version = $standard
        and period = $period
        and area_kind = $area_kind
        and $measure = 'indicator:' || indicator_code
    union all
    select
        area_code,
        100.0 * passing_count / nullif(rated_count, 0) as value,
        rated_count
    from total
    where $measure = 'share_passing' and status != '数据不足'
    union all
    select
        area_code,
        change as value,
        rated_count
    from total
    where $measure = 'change'
    union all
    select
        area_code,
        100.0 * rated_count / nullif(community_count, 0) as value,
        rated_count
    from total
    where $measure = 'coverage'
    union all
    select
        community_activity.area_code,
        1000.0 * sum(community_activity.activity_count) / nullif(sum(community_activity.households), 0) as value,
        count(*) as rated_count
    from community_activity
    cross join city_activity
    where $measure = 'activities'
    group by community_activity.area_code
),

-- One row even for a standard without targets.
due as (
    select arg_min(value, period) as value
    from target
    where
        standard_version = $standard
        and measure = 'share_passing'
        and period >= $period
),

candidate_line as (
    select line
    from ruling
    where $measure = 'index' or $measure like 'dimension:%' or $measure like 'indicator:%'
    union all
    select coalesce(due.value, 0.0) as line
    from due
    where $measure = 'share_passing'
    union all
    select 0.0 as line
    from ruling
    where $measure = 'change'
    union all
    select coverage_line as line
    from ruling
    where $measure = 'coverage'
    union all
    select rate as line
    from city_activity
    where $measure = 'activities'
    union all
    select rate as line
    from city_ledger
),

-- One row even for a measure without a line.
measure_line as (
    select max(line) as line
    from candidate_line
)

select
    area.area_kind,
    area.area_code,
    area.area_name,
    area.short_name,
    area.unit_code,
    area.unit_name,
    unit.host_code,
    host.unit_name as host_name,
    area.street_code,
    area.longitude,
    area.latitude,
    area.position_quality,
    measured.value,
    measure_line.line,
    measured.value - measure_line.line as distance,
    cast(coalesce(measured.rated_count, 0) as integer) as rated_count,
    coalesce(total.community_count, 0) as community_count
from area
inner join unit on area.unit_code = unit.unit_code
cross join measure_line
left join unit as host on unit.host_code = host.unit_code
left join measured on area.area_code = measured.area_code
left join total on area.area_code = total.area_code
where
    area.area_kind = $area_kind
    and (array_length($units) = 0 or list_contains($units, area.unit_code))
    and (array_length($streets) = 0 or $area_kind = 'unit' or list_contains($streets, area.street_code))
    and ($area_kind = 'unit' or total.area_code is not null)
order by area.position, area.area_code;
