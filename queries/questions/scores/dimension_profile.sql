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
    stated_score.gap,
    coalesce(line_certainty.said, index_score.certainty) as certainty,
    index_score.band_code,
    stated_score.band_name,
    stated_score.symbol,
    index_score.dimension_scores
from index_score
inner join named
    on
        index_score.area_kind = named.area_kind
        and index_score.area_code = named.area_code
        and index_score.period = named.period
inner join stated_score
    on
        index_score.area_kind = stated_score.area_kind
        and index_score.area_code = stated_score.area_code
        and index_score.period = stated_score.period
left join line_certainty
    on
        index_score.area_kind != 'community'
        and index_score.certainty = line_certainty.certainty
where index_score.standard_version = $standard
order by named.kind_position, named.area_code, named.period;
