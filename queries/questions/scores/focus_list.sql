-- 重点关注: communities that do not pass and keep falling, and the dimension that pulled them down most.
-- One row per community that is rated, does not pass, has fallen at least twice in a row and whose fall over the last
-- two quarters is real (明显退步, tested over all communities of the city); the largest fall first.
-- A dimension pulls by its weight in the total times the change of its score over the same quarters; where none fell it
-- stays empty. The verdict is 确定未达标 only where the upper limit lies below the line, otherwise 待复核.
-- Parameters: $period, $standard, $units (an empty list means every reporting unit).
with
focus as (
    select
        area_code as community_code,
        status,
        score,
        two_period_change,
        fall_count,
        band_code,
        certainty
    from index_score
    where
        standard_version = $standard
        and period = $period
        and area_kind = 'community'
        and status != '数据不足'
        and passing_count = 0
        and fall_count >= 2
        and two_period_progress = '明显退步'
        and (array_length($units) = 0 or list_contains($units, unit_code))
),

pull as (
    select
        later.area_code as community_code,
        later.dimension_code,
        dimension.dimension_name,
        later.effective_weight * (later.score - earlier.score) as contribution,
        row_number() over (
            partition by later.area_code
            order by later.effective_weight * (later.score - earlier.score), dimension.position
        ) as place
    from dimension_score as later
    inner join period on later.period = period.period
    inner join period as previous on period.previous_period = previous.period
    inner join dimension_score as earlier
        on
            later.standard_version = earlier.standard_version
            and later.area_kind = earlier.area_kind
            and later.area_code = earlier.area_code
            and previous.previous_period = earlier.period
            and later.dimension_code = earlier.dimension_code
    inner join dimension
        on
            later.standard_version = dimension.standard_version
            and later.dimension_code = dimension.dimension_code
    where
        later.standard_version = $standard
        and later.period = $period
        and later.area_kind = 'community'
        and later.effective_weight * (later.score - earlier.score) < 0
        and later.area_code in (select focus.community_code from focus)
)

select
    focus.community_code,
    area.area_name as community_name,
    area.unit_code,
    area.unit_name,
    area.street_name,
    focus.status,
    focus.score,
    band.symbol,
    band.band_name,
    focus.two_period_change,
    focus.fall_count,
    pull.dimension_code,
    pull.dimension_name,
    pull.contribution,
    focus.certainty,
    case when focus.certainty = '确定未达标' then '确定未达标' else '待复核' end as verdict
from focus
inner join area
    on
        area.area_kind = 'community'
        and focus.community_code = area.area_code
left join band on band.standard_version = $standard and focus.band_code = band.band_code
left join pull on focus.community_code = pull.community_code and pull.place = 1
order by focus.two_period_change, focus.community_code;
