-- The error that the change of a community has where nothing changed: by it a change is tested.
-- One row per standard, community, period and span in change_error: squares and fourths, the sums that a standard error
-- and its degrees of freedom come from, and is_unknown. The pairs of periods compared are in period_pair.
-- Where nothing changed, the rates of both periods are of the same truth: each error is taken at the rate of both
-- together, from scores one standard error apart, p ± √(p (1 - p) / n + 1 / 4n²). By its own rate a quarter that came
-- out extreme by chance would have too small an error, and a change out of it would look certain.
-- Where that error is 0 (the curve is level there) or an item has a value in one period only, its own error stays.
-- An item carried forward was not measured anew: it brings neither change nor error.
create or replace temp table period_pair as
select
    period,
    previous_period as earlier_period,
    cast(null as varchar) as middle_period,
    1 as span
from period
where previous_period is not null
union all
select
    period.period,
    previous.previous_period as earlier_period,
    previous.period as middle_period,
    2 as span
from period
inner join period as previous on period.previous_period = previous.period
where previous.previous_period is not null;

create or replace temp table change_error as
with
measured as (
    select
        item_score.*,
        indicator_score.effective_weight
    from indicator_score
    inner join item_score
        on
            indicator_score.standard_version = item_score.standard_version
            and indicator_score.area_code = item_score.area_code
            and indicator_score.period = item_score.period
            and indicator_score.indicator_code = item_score.indicator_code
    where indicator_score.area_kind = 'community'
),

paired as (
    select
        later.standard_version,
        later.area_code,
        later.period,
        later.indicator_code,
        period_pair.span,
        period_pair.earlier_period,
        -- weighted as they are sure; whatever is inspected whole is the rate of both
        coalesce(
            (later.value / earlier.rate_size + earlier.value / later.rate_size)
            / nullif(1 / earlier.rate_size + 1 / later.rate_size, 0),
            (later.value + earlier.value) / 2
        ) as value
    from measured as later
    inner join period_pair on later.period = period_pair.period
    inner join measured as earlier
        on
            later.standard_version = earlier.standard_version
            and later.area_code = earlier.area_code
            and period_pair.earlier_period = earlier.period
            and later.indicator_code = earlier.indicator_code
    left join measured as middle
        on
            later.standard_version = middle.standard_version
            and later.area_code = middle.area_code
            and period_pair.middle_period = middle.period
            and later.indicator_code = middle.indicator_code
    where
        not (later.is_carried_forward and (period_pair.span = 1 or coalesce(middle.is_carried_forward, false)))
),

sided as (
    select
        standard_version,
        area_code,
        period,
        indicator_code,
        span,
        value,
        period as own_period
    from paired
    union all
    select
        standard_version,
        area_code,
        period,
        indicator_code,
        span,
        value,
        earlier_period as own_period
    from paired
),

limited as (
    select
        sided.*,
        row_number() over () as number,
        measured.effective_weight,
        measured.standard_error,
        measured.size_less_one,
        coalesce(measured.state = 'value' and measured.effective_weight > 0, false) as counts,
        coalesce(
            sqrt(
                greatest(sided.value * (100 - sided.value), 0) / measured.rate_size
                + pow(100 / measured.rate_size, 2) / 4
            ),
            measured.value_error
        ) as half_width
    from sided
    inner join measured
        on
            sided.standard_version = measured.standard_version
            and sided.area_code = measured.area_code
            and sided.own_period = measured.period
            and sided.indicator_code = measured.indicator_code
),

traversed as (
    select
        limited.number,
        abs(
            sum(
                (piece.to_score - piece.from_score)
                * (
                    greatest(piece.from_value, least(piece.to_value, limited.value + limited.half_width))
                    - greatest(piece.from_value, least(piece.to_value, limited.value - limited.half_width))
                )
                / (piece.to_value - piece.from_value)
            )
        )
        / 2 as standard_error
    from limited
    inner join anchor_piece as piece
        on
            limited.standard_version = piece.standard_version
            and limited.indicator_code = piece.indicator_code
    where limited.counts and limited.value is not null and limited.half_width > 0
    group by limited.number
),

items as (
    select
        limited.standard_version,
        limited.area_code,
        limited.period,
        limited.span,
        sum(
            pow(
                limited.effective_weight
                * coalesce(nullif(traversed.standard_error, 0), limited.standard_error),
                2
            )
        ) as squares,
        sum(limited.size_less_one) filter (where limited.counts) as degrees_of_freedom,
        bool_or(limited.counts and limited.standard_error is null) as is_unknown
    from limited
    left join traversed on limited.number = traversed.number
    group by limited.standard_version, limited.area_code, limited.period, limited.span, limited.indicator_code
)

select
    standard_version,
    area_code,
    period,
    span,
    sum(squares) as squares,
    sum(pow(squares, 2) / degrees_of_freedom) as fourths,
    bool_or(is_unknown) as is_unknown
from items
group by standard_version, area_code, period, span;
