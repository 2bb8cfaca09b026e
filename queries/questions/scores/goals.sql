-- Every target of the standard from a period on: where an area stands, how fast it rose and how fast it must.
-- One row per measure (index: the score; share_passing: the percentage of rated communities at 达标) and period of a
-- target. The pace is the median of the changes per quarter between any two of the last six quarters; four are needed.
-- Parameters: $period, $standard, $area_kind ('city', 'unit', 'street', 'community'), $area_code ('city' for the city).
with
history as (
    select
        'index' as measure,
        period,
        score as value
    from index_score
    where
        standard_version = $standard
        and area_kind = $area_kind
        and area_code = $area_code
        and score is not null
    union all
    select
        'share_passing' as measure,
        period,
        100.0 * passing_count / rated_count as value
    from index_score
    where
        standard_version = $standard
        and area_kind = $area_kind
        and area_code = $area_code
        and score is not null
        and rated_count > 0
),

numbered as (
    select
        measure,
        value,
        4 * cast(substr(period, 1, 4) as integer) + cast(substr(period, 6, 1) as integer) as number,
        4 * cast(substr($period, 1, 4) as integer) + cast(substr($period, 6, 1) as integer) as last_number
    from history
),

recent as (
    select
        measure,
        value,
        number,
        last_number
    from numbered
    where number between last_number - 5 and last_number
),

slope as (
    select
        later.measure,
        (later.value - earlier.value) / (later.number - earlier.number) as value,
        row_number() over (
            partition by later.measure order by (later.value - earlier.value) / (later.number - earlier.number)
        ) as place,
        count(*) over (partition by later.measure) as slope_count
    from recent as later
    inner join recent as earlier on later.measure = earlier.measure and later.number > earlier.number
),

middle as (
    select
        measure,
        avg(case when 2 * place between slope_count and slope_count + 2 then value end) as achieved
    from slope
    group by measure
),

present as (
    select
        recent.measure,
        max(case when recent.number = recent.last_number then recent.value end) as value,
        count(*) as period_count
    from recent
    group by recent.measure
),

tracked as (
    select
        target.measure,
        target.period as due_period,
        target.value as goal,
        present.value,
        present.period_count,
        case when present.period_count >= 4 then middle.achieved end as achieved,
        4 * (cast(substr(target.period, 1, 4) as integer) - cast(substr($period, 1, 4) as integer))
        + cast(substr(target.period, 6, 1) as integer)
        - cast(substr($period, 6, 1) as integer) as quarters_left,
        standard.pace_stretch
    from target
    inner join standard on target.standard_version = standard.standard_version
    inner join present on target.measure = present.measure
    left join middle on target.measure = middle.measure
    where target.standard_version = $standard and target.period >= $period and present.value is not null
),

needing as (
    select
        measure,
        due_period,
        goal,
        value,
        period_count,
        achieved,
        quarters_left,
        pace_stretch,
        case when quarters_left > 0 then (goal - value) / quarters_left end as needed
    from tracked
)

select
    measure,
    due_period,
    goal,
    value,
    quarters_left,
    achieved,
    needed,
    period_count,
    case
        when floor(value * 100 + 0.5 + 1e-9) / 100 >= goal then '已达'
        when quarters_left = 0 then '未达'
        when achieved is null then '不足四个季度'
        when achieved >= needed then '可达'
        when achieved > 0 and needed <= pace_stretch * achieved then '需提速'
        else '难达'
    end as verdict
from needing
order by due_period, measure;
