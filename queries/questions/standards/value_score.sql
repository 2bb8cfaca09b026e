-- What one value would score under a standard, by the same sums as the scoring of a publication.
-- One row per indicator of that code, so one or none; score is null for a value or grade that means nothing.
-- Limits: Wilson's for a rate with a sample size ($sample_size 0: none), n raised where $population_size places exist.
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
        value / 100 as rate,
        1.96 * 1.96 / case
            when sample_size <= 0 then null
            when not is_finite_population or population_size <= 0 then sample_size
            when sample_size >= population_size then cast('infinity' as double)
            else sample_size * (population_size - 1) / (population_size - sample_size)
        end as squared
    from given
),

centred as (
    select
        standard_version,
        indicator_code,
        sampling,
        line,
        value,
        100 * (rate + squared / 2) / (1 + squared) as centre,
        100 * sqrt(greatest(rate * (1 - rate) * squared + squared * squared / 4, 0)) / (1 + squared) as half_width
    from sampled
),

limited as (
    select
        standard_version,
        indicator_code,
        sampling,
        line,
        value,
        case sampling when 'rate' then centre - half_width when 'full' then value end as lower_limit,
        case sampling when 'rate' then centre + half_width when 'full' then value end as upper_limit
    from centred
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
            * (greatest(piece.from_value, least(piece.to_value, limited.lower_limit)) - piece.from_value)
            / (piece.to_value - piece.from_value)
        ) as lower_part,
        sum(
            (piece.to_score - piece.from_score)
            * (greatest(piece.from_value, least(piece.to_value, limited.upper_limit)) - piece.from_value)
            / (piece.to_value - piece.from_value)
        ) as upper_part
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
        coalesce(grade.score, traversed.first_score + traversed.value_part) as score,
        case
            when grade.score is not null then case when limited.sampling = 'full' then 0 end
            when limited.lower_limit is not null and limited.upper_limit is not null
                then abs(traversed.upper_part - traversed.lower_part) / 3.92
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
    standard_error
from scored
order by indicator_code;
