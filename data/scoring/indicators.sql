-- From a value to a score: the anchors of the standard, piecewise linear and clipped, with the standard error.
-- One row per standard, area, period and indicator: the items of the temporary table item, scored.
-- A rate about people that too few were asked for says nothing: it counts as unreported.
-- A sum over the pieces of the curve, each traversed as far as the value reaches, is exact at every anchor.
-- Limits: Wilson for a rate with a sample size (n raised by the finite-population correction where places are
-- inspected), value ± 1.96 standard errors where one is supplied, the value itself for a full count, else unknown.
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

wilson as (
    select
        * exclude (state),
        case when is_small_sample then 'unreported' else state end as state,
        value / 100 as rate,
        1.96 * 1.96 / effective_size as squared
    from numbered
),

centred as (
    select
        *,
        100 * (rate + squared / 2) / (1 + squared) as centre,
        100
        * 1.96
        * sqrt(rate * (1 - rate) / effective_size + squared / effective_size / 4)
        / (1 + squared) as half_width
    from wilson
),

limited as (
    select
        *,
        case
            when sampling = 'rate' and effective_size is not null then centre - half_width
            when standard_error is not null then value - 1.96 * standard_error
            when sampling = 'full' then value
        end as lower_limit,
        case
            when sampling = 'rate' and effective_size is not null then centre + half_width
            when standard_error is not null then value + 1.96 * standard_error
            when sampling = 'full' then value
        end as upper_limit
    from centred
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
    where limited.state = 'value' and limited.value is not null
    group by limited.number
)

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
    case when not limited.is_small_sample then limited.value end as value,
    case
        when limited.state = 'value' then coalesce(grade.score, traversed.first_score + traversed.value_part)
    end as score,
    case
        when limited.state != 'value' then null
        when grade.score is null
            then
                case
                    when limited.lower_limit is not null and limited.upper_limit is not null
                        then abs(traversed.upper_part - traversed.lower_part) / 3.92
                end
        when limited.sampling = 'full' then 0
    end as standard_error
from limited
left join traversed on limited.number = traversed.number
left join grade
    on
        limited.standard_version = grade.standard_version
        and limited.indicator_code = grade.indicator_code
        and limited.grade = grade.grade;
