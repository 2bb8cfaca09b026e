-- Areas side by side: the total and the dimensions of each.
-- One row per area and period asked for; the city, units, streets, communities in this order, then by code and period.
-- Parameters: $period, $standard, $areas (as 'unit:330212', or 'unit:330212@2025Q3' for another period than $period;
-- an empty list means none).
with
area as (
    select
        'city' as area_kind,
        'city' as area_code,
        '全市' as area_name,
        1 as position
    union all
    select
        'unit' as area_kind,
        unit_code as area_code,
        unit_name as area_name,
        2 as position
    from unit
    union all
    select
        'street' as area_kind,
        street_code as area_code,
        street_name as area_name,
        3 as position
    from street
    union all
    select
        'community' as area_kind,
        community_code as area_code,
        community_name as area_name,
        4 as position
    from community
),

asked as (
    select
        area_kind,
        area_code,
        unit_code,
        period,
        status,
        score,
        standard_error,
        band_code,
        certainty,
        dimension_scores
    from index_score
    where
        standard_version = $standard
        and (
            (period = $period and list_contains($areas, area_kind || ':' || area_code))
            or list_contains($areas, area_kind || ':' || area_code || '@' || period)
        )
)

select
    asked.area_kind,
    asked.area_code,
    area.area_name,
    asked.unit_code,
    unit.unit_name,
    asked.period as scored_period,
    asked.status,
    asked.score,
    asked.score - standard.line as gap,
    asked.certainty,
    asked.band_code,
    band.band_name,
    band.symbol,
    asked.dimension_scores
from asked
inner join standard on standard.standard_version = $standard
inner join area
    on
        asked.area_kind = area.area_kind
        and asked.area_code = area.area_code
left join unit on asked.unit_code = unit.unit_code
left join band
    on
        asked.band_code = band.band_code
        and band.standard_version = $standard
order by area.position, asked.area_code, asked.period;
