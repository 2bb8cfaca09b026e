-- Areas side by side: their indicators, and what stands behind each.
-- One row per area and period asked for and indicator, in the standard's order; then the larger areas first.
-- Parameters: $period, $standard, $areas (as 'unit:330212', or 'unit:330212@2025Q3' for another period than $period;
-- an empty list means none) and the list $dimensions (an empty list means every one).
with
-- Whom the list names, found among the areas: far fewer than their scores.
named as (
    select
        area.area_kind,
        area.area_code,
        area.area_name,
        case area.area_kind when 'city' then 1 when 'unit' then 2 when 'street' then 3 else 4 end as kind_position,
        period.period
    from area
    cross join period
    where
        (period.period = $period and list_contains($areas, area.area_kind || ':' || area.area_code))
        or list_contains($areas, area.area_kind || ':' || area.area_code || '@' || period.period)
),

asked as (
    select
        named.area_kind,
        named.area_code,
        named.area_name,
        named.kind_position,
        named.period,
        indicator_score.indicator_code,
        indicator_score.state,
        indicator_score.value,
        indicator_score.score,
        indicator_score.is_carried_forward,
        indicator_score.rated_count
    from indicator_score
    inner join named
        on
            indicator_score.area_kind = named.area_kind
            and indicator_score.area_code = named.area_code
            and indicator_score.period = named.period
    where indicator_score.standard_version = $standard
),

-- The values that earn the line and the full mark: the anchors read backwards.
mark as (
    select
        anchor_piece.indicator_code,
        min(
            case
                when
                    standard.line between least(anchor_piece.from_score, anchor_piece.to_score)
                    and greatest(anchor_piece.from_score, anchor_piece.to_score)
                    and anchor_piece.from_score != anchor_piece.to_score
                    then
                        anchor_piece.from_value
                        + (standard.line - anchor_piece.from_score)
                        * (anchor_piece.to_value - anchor_piece.from_value)
                        / (anchor_piece.to_score - anchor_piece.from_score)
            end
        ) as line_value,
        min(
            case
                when anchor_piece.from_score = 100 then anchor_piece.from_value
                when anchor_piece.to_score = 100 then anchor_piece.to_value
            end
        ) as full_value
    from anchor_piece
    inner join standard on anchor_piece.standard_version = standard.standard_version
    where anchor_piece.standard_version = $standard
    group by anchor_piece.indicator_code
)

select
    indicator.dimension_code,
    dimension.dimension_name,
    indicator.indicator_code,
    indicator.indicator_name,
    asked.area_kind,
    asked.area_code,
    asked.area_name,
    asked.period as scored_period,
    asked.state,
    asked.value as measured_value,
    indicator.unit as unit_text,
    indicator.decimals,
    asked.score,
    asked.score - standard.line as gap,
    mark.line_value,
    mark.full_value,
    asked.rated_count,
    asked.is_carried_forward,
    indicator.source,
    indicator.basis,
    indicator.scale_basis,
    indicator.citation,
    indicator.is_reprint,
    indicator.numerator,
    indicator.denominator,
    indicator.note
from asked
inner join indicator
    on
        asked.indicator_code = indicator.indicator_code
        and indicator.standard_version = $standard
inner join standard on indicator.standard_version = standard.standard_version
inner join dimension
    on
        indicator.standard_version = dimension.standard_version
        and indicator.dimension_code = dimension.dimension_code
left join mark on indicator.indicator_code = mark.indicator_code
where array_length($dimensions) = 0 or list_contains($dimensions, indicator.dimension_code)
order by indicator.position, asked.kind_position, asked.area_code, asked.period;
