-- What moved the total of one community since the quarter before, under one standard; the parts sum to the change.
-- One row per indicator measured in both periods, in the standard's order: the later effective weight times the change
-- of its score; last one row 'rest' for everything else: items that came or went, and the weights they shifted.
-- No row where there is no total to compare.
-- Parameters: $period, $standard, $community.
with
compared as (
    select
        earlier.period as previous_period,
        later.score - earlier.score as total_change
    from index_score as later
    inner join period on later.period = period.period
    inner join index_score as earlier
        on
            later.standard_version = earlier.standard_version
            and later.area_kind = earlier.area_kind
            and later.area_code = earlier.area_code
            and period.previous_period = earlier.period
    where
        later.standard_version = $standard
        and later.period = $period
        and later.area_kind = 'community'
        and later.area_code = $community
        and later.status != '数据不足'
        and earlier.status != '数据不足'
),

moved as (
    select
        indicator.indicator_code,
        indicator.indicator_name,
        indicator.dimension_code,
        indicator.position,
        earlier.score as previous_score,
        later.score,
        later.effective_weight,
        later.effective_weight * (later.score - earlier.score) as contribution
    from indicator_score as later
    cross join compared
    inner join indicator_score as earlier
        on
            later.standard_version = earlier.standard_version
            and later.area_kind = earlier.area_kind
            and later.area_code = earlier.area_code
            and later.indicator_code = earlier.indicator_code
            and compared.previous_period = earlier.period
    inner join indicator
        on
            later.standard_version = indicator.standard_version
            and later.indicator_code = indicator.indicator_code
    where
        later.standard_version = $standard
        and later.period = $period
        and later.area_kind = 'community'
        and later.area_code = $community
        and later.state = 'value'
        and earlier.state = 'value'
        and later.effective_weight is not null
),

listed as (
    select
        indicator_code,
        indicator_name,
        dimension_code,
        position,
        previous_score,
        score,
        effective_weight,
        contribution
    from moved
    union all
    select
        'rest' as indicator_code,
        '口径/缺项变化' as indicator_name,
        null as dimension_code,
        1000000 as position,
        null as previous_score,
        null as score,
        null as effective_weight,
        compared.total_change - coalesce((select sum(moved.contribution) from moved), 0) as contribution
    from compared
)

select
    indicator_code,
    indicator_name,
    dimension_code,
    previous_score,
    score,
    effective_weight,
    contribution
from listed
order by position;
