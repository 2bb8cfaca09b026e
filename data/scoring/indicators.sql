-- From a value to a score: the anchors of the standard, piecewise linear and clipped, with the standard error.
-- One row per standard, area, period and indicator: the items of the temporary table item, scored.
-- A rate about people that too few were asked for says nothing: it counts as unreported.
-- A sum over the pieces of the curve, each traversed as far as the value reaches, is exact at every anchor.
-- Limits: value ± z √(p (1 - p) / n + z² / 4n²) for a rate with a sample size (n raised by the finite-population
-- correction where places are inspected), value ± 1.96 standard errors where one is supplied, the value itself for a
-- full count, else unknown. Wilson's limits are as wide over 1 + z² / n, but around a centre where the score is not.
-- A curve that ends within one of the limits would hide half of the error: the side that it does not cut stands for
-- both.
-- degrees_of_freedom: what the error rests on, n - 1; null where it is 0, unknown or supplied without a sample size.
-- rate_size, value_error and size_less_one, by which change_errors.sql goes on: n of a rate, infinite where all was
-- inspected; the standard error of any other value, in its own unit; and n - 1 whatever the error is.
create or replace temp table item_score as
with
numbered as (
    select
        item.*,
        coalesce(
            item.state = 'value'
            and indicator.is_about_people
            and indicator.sampling = 'rate'
            and item.sample_size < standard.small_sample_counted,
            false
        ) as is_small_sample,
        indicator.weight,
        indicator.dimension_code,
        indicator.sampling,
        row_number() over () as number,
        case
            when not indicator.is_finite_population or item.population_size is null
                then cast(item.sample_size as double)
            when item.sample_size >= item.population_size then cast('infinity' as double)
            else item.sample_size * (item.population_size - 1.0) / (item.population_size - item.sample_size)
        end as effective_size
    from item
    inner join indicator
        on
            item.standard_version = indicator.standard_version
            and item.indicator_code = indicator.indicator_code
    inner join standard on item.standard_version = standard.standard_version
),

sized as (
    select
        * exclude (state),
        case when is_small_sample then 'unreported' else state end as state,
        case when sampling = 'rate' then effective_size end as rate_size,
        coalesce(standard_error, case when sampling = 'full' then 0 end) as value_error
    from numbered
),

limited as (
    select
        *,
        1.96 * coalesce(
            sqrt(greatest(value * (100 - value), 0) / rate_size + pow(100 * 1.96 / rate_size, 2) / 4), value_error
        ) as half_width,
        -- one answer alone says nothing of its error, but something has to be said
        case
            when coalesce(rate_size, sample_size) is not null then greatest(coalesce(rate_size, sample_size) - 1, 1)
        end as size_less_one
    from sized
),

traversed as (
    select
        limited.number,
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
    where limited.state = 'value' and limited.value is not null
    group by limited.number
),

scored as (
    select
        limited.standard_version,
        limited.area_code,
        limited.period,
        limited.dimension_code,
        limited.indicator_code,
        limited.weight,
        limited.state,
        limited.is_carried_forward,
        limited.is_small_sample,
        limited.rate_size,
        limited.value_error,
        limited.size_less_one,
        case when not limited.is_small_sample then limited.value end as value,
        case
            when limited.state = 'value' then coalesce(grade.score, traversed.first_score + traversed.value_part)
        end as score,
        case
            when limited.state != 'value' then null
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
    left join traversed on limited.number = traversed.number
    left join grade
        on
            limited.standard_version = grade.standard_version
            and limited.indicator_code = grade.indicator_code
            and limited.grade = grade.grade
)

select
    *,
    case when standard_error > 0 then size_less_one end as degrees_of_freedom
from scored;
