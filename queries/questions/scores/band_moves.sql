-- Which communities reached 达标 in a period and which fell out of it; which units crossed the line with their score.
-- One row per area that passes (a unit: whose score is on or over the line) in one of the two periods only: the risen,
-- then the fallen, the largest change first. Areas that were not there before count as risen; those that are no more
-- are left out. Unreported is no fall: who lost its score, or passes but for what it has not reported, is left out.
-- In the first period of the data there is nothing to compare, so no row.
-- ground says what the move rests on, the first that holds: 新增 (not there before), 涉及未报 (not fully reported in one of
-- the periods), 一票否决 (a veto came or went), 误差未知, 超出误差 (the total moved the same way beyond its error), 未超出误差.
-- Parameters: $period, $standard, $area_kind ('city', 'unit', 'street', 'community'), $units (an empty list means all).
with
judged as (
    select
        index_score.area_code,
        index_score.period,
        index_score.status,
        index_score.score,
        index_score.change,
        index_score.progress,
        index_score.is_vetoed,
        index_score.unreported_count,
        coalesce(stated_score.band_name, '数据不足') as band_name,
        coalesce(stated_score.symbol, '○') as symbol,
        stated_score.is_over_line as is_passing,
        index_score.status = '数据不足'
        or (
            index_score.unreported_count > 0
            and not index_score.is_vetoed
            and floor(index_score.score * 100 + 0.5 + 1e-9) / 100 >= stated_score.line
            and floor(index_score.minimum_dimension_score * 100 + 0.5 + 1e-9) / 100 >= stated_score.line
        ) as is_only_unreported
    from index_score
    inner join stated_score
        on
            index_score.area_kind = stated_score.area_kind
            and index_score.area_code = stated_score.area_code
            and index_score.period = stated_score.period
    where
        index_score.standard_version = $standard
        and index_score.area_kind = $area_kind
        and (array_length($units) = 0 or list_contains($units, index_score.unit_code))
),

moved as (
    select
        later.area_code,
        case when later.is_passing then 'rose' else 'fell' end as direction,
        earlier.symbol as previous_symbol,
        earlier.band_name as previous_band_name,
        later.symbol,
        later.band_name,
        later.status,
        later.unreported_count,
        later.is_vetoed,
        later.score,
        later.change,
        later.progress,
        earlier.status as previous_status,
        case
            when earlier.area_code is null then '新增'
            when later.status != '参评' or earlier.status != '参评' then '涉及未报'
            when later.is_vetoed != earlier.is_vetoed then '一票否决'
            when later.progress is null then '误差未知'
            when later.is_passing and later.progress in ('明显进步', '略升') then '超出误差'
            when not later.is_passing and later.progress in ('明显退步', '略降') then '超出误差'
            else '未超出误差'
        end as ground
    from judged as later
    inner join period
        on
            later.period = period.period
            and period.previous_period is not null
    left join judged as earlier
        on
            later.area_code = earlier.area_code
            and period.previous_period = earlier.period
    where
        later.period = $period
        and later.is_passing != coalesce(earlier.is_passing, false)
        and (later.is_passing or not coalesce(later.is_only_unreported, false))
)

select
    moved.direction,
    moved.area_code,
    area.area_name,
    area.unit_name,
    area.street_name,
    moved.previous_symbol,
    moved.previous_band_name,
    moved.symbol,
    moved.band_name,
    moved.status,
    moved.unreported_count,
    moved.is_vetoed,
    moved.score,
    moved.change,
    moved.progress,
    moved.previous_status,
    moved.ground
from moved
inner join area
    on
        area.area_kind = $area_kind
        and moved.area_code = area.area_code
order by
    case when moved.direction = 'rose' then 0 else 1 end,
    abs(moved.change) desc nulls last,
    moved.area_code;
