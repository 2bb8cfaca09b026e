-- The indicators of a standard, in its order: how each is measured, what it weighs, and where its lines come from.
-- One row per indicator; line_value is the value that just earns the line, null where the curve never meets it.
-- Parameters: $standard.
with
line_value as (
    select
        piece.indicator_code,
        min_by(
            piece.from_value
            + (standard.line - piece.from_score)
            / (piece.to_score - piece.from_score)
            * (piece.to_value - piece.from_value),
            piece.position
        ) as line_value
    from anchor_piece as piece
    inner join standard on piece.standard_version = standard.standard_version
    where
        piece.standard_version = $standard
        and piece.from_score != piece.to_score
        and standard.line between least(piece.from_score, piece.to_score) and greatest(piece.from_score, piece.to_score)
    group by piece.indicator_code
)

select
    indicator.indicator_code,
    indicator.indicator_name,
    indicator.dimension_code,
    dimension.dimension_name,
    indicator.position,
    indicator.weight,
    indicator.weight / sum(indicator.weight) over () as weight_share,
    line_value.line_value,
    replace(indicator.scale_text, ' → ', '→') as curve_text,
    indicator.unit as unit_text,
    indicator.decimals,
    indicator.numerator,
    indicator.denominator,
    indicator.method,
    indicator.sampling,
    indicator.is_finite_population,
    indicator.minimum,
    indicator.maximum,
    indicator.window_quarters,
    indicator.source,
    indicator.basis,
    indicator.scale_basis,
    indicator.citation,
    indicator.is_reprint,
    indicator.note
from indicator
inner join dimension
    on
        indicator.standard_version = dimension.standard_version
        and indicator.dimension_code = dimension.dimension_code
left join line_value on indicator.indicator_code = line_value.indicator_code
where indicator.standard_version = $standard
order by dimension.position, indicator.position;
