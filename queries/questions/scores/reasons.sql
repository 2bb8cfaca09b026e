-- Why areas stand where they stand: which scores crossed the line, what is not reported, and vetoes.
-- One row per area, span and cause, for who has one. Span 1: against the period before, 2: against the one before that.
-- cause: veto, score (the total at position 0, or a dimension, that lay on the other side of the line, as printed),
-- unreported (of communities: how many items are missing, and the first of them).
-- Parameters: $period, $standard, $area_kind ('city', 'unit', 'street', 'community'), $units (an empty list means all).
with
pair as (
    select
        1 as span,
        previous_period as earlier_period
    from period
    where period = $period
    union all
    select
        2 as span,
        middle.previous_period as earlier_period
    from period
    inner join period as middle on period.previous_period = middle.period
    where period.period = $period
),

asked as (
    select
        area_code,
        period,
        score,
        is_vetoed,
        unreported_count
    from index_score
    where
        standard_version = $standard
        and area_kind = $area_kind
        and (period = $period or period in (select pair.earlier_period from pair))
        and (array_length($units) = 0 or list_contains($units, unit_code))
),

printed as (
    select
        area_code,
        period,
        0 as position,
        '总分' as name,
        floor(score * 100 + 0.5 + 1e-9) / 100 as score
    from asked
    union all
    select
        dimension_score.area_code,
        dimension_score.period,
        dimension.position,
        dimension.dimension_name as name,
        floor(dimension_score.score * 100 + 0.5 + 1e-9) / 100 as score
    from dimension_score
    inner join dimension
        on
            dimension_score.standard_version = dimension.standard_version
            and dimension_score.dimension_code = dimension.dimension_code
    inner join asked
        on
            dimension_score.area_code = asked.area_code
            and dimension_score.period = asked.period
    where dimension_score.standard_version = $standard and dimension_score.area_kind = $area_kind
),

-- The first item that is missing, in the order of the standard.
missing as (
    select
        indicator_score.area_code,
        indicator.indicator_name as name,
        row_number() over (partition by indicator_score.area_code order by indicator.position) as place
    from indicator_score
    inner join indicator
        on
            indicator_score.standard_version = indicator.standard_version
            and indicator_score.indicator_code = indicator.indicator_code
    where
        indicator_score.standard_version = $standard
        and indicator_score.period = $period
        and indicator_score.area_kind = $area_kind
        and indicator_score.area_kind = 'community'
        and indicator_score.state = 'unreported'
        and indicator.weight > 0
),

found as (
    select
        area_code,
        'veto' as cause,
        -1 as position,
        '一票否决' as name,
        cast(null as double) as score,
        cast(null as integer) as item_count
    from asked
    where period = $period and is_vetoed
    union all
    select
        asked.area_code,
        'unreported' as cause,
        1000 as position,
        missing.name,
        cast(null as double) as score,
        cast(asked.unreported_count as integer) as item_count
    from asked
    left join missing on asked.area_code = missing.area_code and missing.place = 1
    where asked.period = $period and asked.unreported_count > 0 and $area_kind = 'community'
)

select
    found.area_code,
    pair.span,
    found.cause,
    found.position,
    found.name,
    found.score as earlier_score,
    found.score as later_score,
    found.item_count
from found
cross join pair
union all
select
    later.area_code,
    pair.span,
    'score' as cause,
    later.position,
    later.name,
    earlier.score as earlier_score,
    later.score as later_score,
    cast(null as integer) as item_count
from printed as later
cross join pair
inner join printed as earlier
    on
        pair.earlier_period = earlier.period
        and later.area_code = earlier.area_code
        and later.position = earlier.position
cross join standard
where
    standard.standard_version = $standard
    and later.period = $period
    and (later.score >= standard.line) != (earlier.score >= standard.line)
order by area_code, span, position;
