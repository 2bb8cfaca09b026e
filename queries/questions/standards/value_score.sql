-- What one value would score under a standard, by the same sums as the scoring of a publication.
-- One row per indicator of that code, so one or none; score is null for a value or grade that means nothing.
-- Limits of a rate with a sample size ($sample_size 0: none), n raised where $population_size places exist; the side
-- that the curve does not cut stands for both. degrees_of_freedom: n - 1, null where the error is 0 or unknown.
-- Parameters: $standard, $indicator, $value, $grade, $sample_size, $population_size.
with
given as (
    select
        indicator.standard_version,
        indicator.indicator_code,
        indicator.sampling,
        indicator.is_finite_population,
        standard.line,
        try_cast($value as double) as value,
        coalesce(try_cast($sample_size as double), 0) as sample_size,
        coalesce(try_cast($population_size as double), 0) as population_size
    from indicator
    inner join standard on indicator.standard_version = standard.standard_version
    where indicator.standard_version = $standard and indicator.indicator_code = $indicator
),

sampled as (
    select
        standard_version,
        indicator_code,
        sampling,
        line,
        value,
        case
            when sample_size <= 0 then null
            when not is_finite_population or population_size <= 0 then sample_size
            when sample_size >= population_size then cast('infinity' as double)
            else sample_size * (population_size - 1) / (population_size - sample_size)
        end as effective_size
    from given
),

limited as (
    select
        standard_version,
        indicator_code,
        sampling,
        line,
        value,
        effective_size,
        case sampling
            when 'rate'
                then
                    1.96
                    * sqrt(
                        greatest(value * (100 - value), 0) / effective_size + pow(100 * 1.96 / effective_size, 2) / 4
                    )
            when 'full' then 0
        end as half_width
    from sampled
),

traversed as (
    select
        piece.indicator_code,
        min_by(piece.from_score, piece.position) as first_score,
        sum(
            (piece.to_score - piece.from_score)
            * (greatest(piece.from_value, least(piece.to_value, limited.value)) - piece.from_value)
            / (piece.to_value - piece.from_value)
        ) as value_part,
        sum(
            (piece.to_score - piece.from_score)
            * (greatest(piece.from_value, least(piece.to_value, limited.value - limited.half_width)) - piece.from_value)
            / (piece.to_value - piece.from_value)
        ) as lower_part,
        sum(
            (piece.to_score - piece.from_score)
            * (greatest(piece.from_value, least(piece.to_value, limited.value + limited.half_width)) - piece.from_value)
            / (piece.to_value - piece.from_value)
        ) as upper_part,
        any_value(limited.value) between min(piece.from_value) and max(piece.to_value)
        and (any_value(limited.value - limited.half_width) < min(piece.from_value))
        != (any_value(limited.value + limited.half_width) > max(piece.to_value)) as is_cut_once
    from limited
    inner join anchor_piece as piece
        on
            limited.standard_version = piece.standard_version
            and limited.indicator_code = piece.indicator_code
    where limited.value is not null
    group by piece.indicator_code
),

scored as (
    select
        limited.indicator_code,
        limited.line,
        limited.effective_size,
        coalesce(grade.score, traversed.first_score + traversed.value_part) as score,
        case
            when grade.score is not null then case when limited.sampling = 'full' then 0 end
            when traversed.is_cut_once
                then
                    greatest(
                        abs(traversed.upper_part - traversed.value_part),
                        abs(traversed.value_part - traversed.lower_part)
                    )
                    / 1.96
            when limited.half_width is not null then abs(traversed.upper_part - traversed.lower_part) / 3.92
        end as standard_error
    from limited
    left join traversed on limited.indicator_code = traversed.indicator_code
    left join grade
        on
            limited.standard_version = grade.standard_version
            and limited.indicator_code = grade.indicator_code
            and grade.grade = $grade
)

select
    indicator_code,
    score,
    score - line as distance,
    standard_error,
    case when standard_error > 0 then greatest(effective_size - 1, 1) end as degrees_of_freedom
from scored
order by indicator_code;
