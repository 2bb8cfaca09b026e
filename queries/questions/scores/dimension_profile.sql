-- Areas side by side: the total and the dimensions of each.
-- One row per area and period asked for; the city, units, streets, communities in this order, then by code and period.
-- Parameters: $period, $standard, $areas (as 'unit:330212', or 'unit:330212@2025Q3' for another period than $period;
-- an empty list means none).
with
-- Whom the list names, found among the areas: far fewer than their scores.
named as (
    select
        area.area_kind,
        area.area_code,
        area.area_name,
        area.unit_code,
        area.unit_name,
        case area.area_kind when 'city' then 1 when 'unit' then 2 when 'street' then 3 else 4 end as kind_position,
        period.period
    from area
    cross join period
    where
        (period.period = $period and list_contains($areas, area.area_kind || ':' || area.area_code))
        or list_contains($areas, area.area_kind || ':' || area.area_code || '@' || period.period)
)

select
    named.area_kind,
    named.area_code,
    named.area_name,
    named.unit_code,
    named.unit_name,
    named.period as scored_period,
    index_score.status,
    index_score.score,
    index_score.score - standard.line as gap,
    case
        when index_score.area_kind = 'community' then index_score.certainty
        when index_score.certainty = '确定达标' then '各项确定在线上'
        when index_score.certainty = '可能达标' then '各项可能在线上'
        when index_score.certainty = '确定未达标' then '有项确定在线下'
        else index_score.certainty
    end as certainty,
    index_score.band_code,
    case
        when index_score.area_kind = 'community' then band.band_name
        when floor(index_score.score * 100 + 0.5 + 1e-9) / 100 >= standard.line then '得分在线上'
        when floor(index_score.score * 100 + 0.5 + 1e-9) / 100 < standard.line then '得分在线下'
    end as band_name,
    case
        when index_score.area_kind = 'community' then band.symbol
        when floor(index_score.score * 100 + 0.5 + 1e-9) / 100 >= standard.line then '＋'
        when floor(index_score.score * 100 + 0.5 + 1e-9) / 100 < standard.line then '－'
    end as symbol,
    index_score.dimension_scores
from index_score
inner join named
    on
        index_score.area_kind = named.area_kind
        and index_score.area_code = named.area_code
        and index_score.period = named.period
inner join standard on index_score.standard_version = standard.standard_version
left join band
    on
        index_score.band_code = band.band_code
        and index_score.standard_version = band.standard_version
where index_score.standard_version = $standard
order by named.kind_position, named.area_code, named.period;
