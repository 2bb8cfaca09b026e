-- What one community measured in one period, item by item.
-- One row per indicator of the standard, in its order; state 'unreported' where nothing came in.
-- A rate that too few were asked for has no value and, below the listed number, no sample size either; shrunk is that
-- rate drawn towards the city's, for display only.
-- Parameters: $period, $standard, $community.
with
-- The value that earns the line: the anchors read backwards.
mark as (
    select
        anchor_piece.indicator_code,
        min(
            anchor_piece.from_value
            + (standard.line - anchor_piece.from_score)
            * (anchor_piece.to_value - anchor_piece.from_value)
            / (anchor_piece.to_score - anchor_piece.from_score)
        ) as line_value
    from anchor_piece
    inner join standard on anchor_piece.standard_version = standard.standard_version
    where
        anchor_piece.standard_version = $standard
        and anchor_piece.from_score != anchor_piece.to_score
        and standard.line >= least(anchor_piece.from_score, anchor_piece.to_score)
        and standard.line <= greatest(anchor_piece.from_score, anchor_piece.to_score)
    group by anchor_piece.indicator_code
),

measured as (
    select
        indicator_code,
        grade,
        numerator,
        denominator,
        sample_size,
        population_size
    from measurement
    where community_code = $community and period = $period
),

-- No row for those below the listed number.
drawn as (
    select
        indicator_code,
        shrunk
    from rate_signal
    where standard_version = $standard and period = $period and community_code = $community
)

select
    indicator.dimension_code,
    dimension.dimension_name,
    indicator.indicator_code,
    indicator.indicator_name,
    indicator_score.state,
    indicator_score.value as measured_value,
    measured.grade,
    mark.line_value,
    indicator.unit as unit_text,
    indicator.decimals,
    indicator_score.score,
    indicator_score.score - standard.line as gap,
    indicator_score.standard_error,
    indicator_score.degrees_of_freedom,
    indicator_score.effective_weight,
    indicator_score.is_carried_forward,
    indicator_score.is_small_sample,
    case when indicator_score.is_small_sample then drawn.shrunk end as shrunk,
    indicator.sampling,
    case
        when not indicator_score.is_small_sample or measured.sample_size >= standard.small_sample_listed
            then measured.sample_size
    end as sample_size,
    measured.population_size,
    indicator.source,
    indicator.basis,
    indicator.scale_basis,
    indicator.citation,
    indicator.is_reprint,
    indicator.note
from indicator_score
inner join indicator
    on
        indicator_score.standard_version = indicator.standard_version
        and indicator_score.indicator_code = indicator.indicator_code
inner join dimension
    on
        indicator.standard_version = dimension.standard_version
        and indicator.dimension_code = dimension.dimension_code
inner join standard on indicator.standard_version = standard.standard_version
left join mark on indicator.indicator_code = mark.indicator_code
left join measured on indicator.indicator_code = measured.indicator_code
left join drawn on indicator.indicator_code = drawn.indicator_code
where
    indicator_score.standard_version = $standard
    and indicator_score.period = $period
    and indicator_score.area_kind = 'community'
    and indicator_score.area_code = $community
order by indicator.position;
