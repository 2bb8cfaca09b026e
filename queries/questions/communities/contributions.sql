-- What moved the total of an area between two periods, under one standard; the parts sum to the change.
-- One row per indicator measured in both periods, in the standard's order: what it weighs in the later total times the
-- change of its score; last one row 'rest' for everything else: items that came or went, and the weights they shifted.
-- An area above communities: their parts averaged by households over the communities rated in both periods.
-- No row where there is no total to compare.
-- Parameters: $period, $standard, $area_kind ('city', 'unit', 'street', 'community'), $area_code ('city' for the city),
-- $since (the earlier period; empty: the one before).
with
pair as (
    select
        period as later_period,
        case when $since = '' then previous_period else $since end as earlier_period
    from period
    where period = $period
),

compared as (
    select
        later.area_code,
        pair.earlier_period,
        cast(community.households as double) as households,
        -- Rounded as the change of a version is, so that both are the same to the last digit.
        round(later.score - earlier.score, 9) as total_change
    from index_score as later
    inner join pair on later.period = pair.later_period
    inner join index_score as earlier
        on
            later.standard_version = earlier.standard_version
            and later.area_kind = earlier.area_kind
            and later.area_code = earlier.area_code
            and pair.earlier_period = earlier.period
    inner join community on later.area_code = community.community_code
    where
        later.standard_version = $standard
        and later.area_kind = 'community'
        and later.status != '数据不足'
        and earlier.status != '数据不足'
        and case $area_kind
            when 'city' then $area_code = 'city'
            when 'unit' then community.unit_code = $area_code
            when 'street' then community.street_code = $area_code
            when 'community' then community.community_code = $area_code
            else false
        end
),

totalled as (
    select
        count(*) as compared_count,
        sum(households) as households,
        sum(households * total_change) / sum(households) as total_change
    from compared
),

moved as (
    select
        later.indicator_code,
        sum(compared.households * later.effective_weight) as weight,
        sum(compared.households * later.effective_weight * earlier.score) as earlier_points,
        sum(compared.households * later.effective_weight * later.score) as later_points,
        sum(compared.households * later.effective_weight * (later.score - earlier.score)) as points,
        count(*) as compared_count
    from indicator_score as later
    inner join compared on later.area_code = compared.area_code
    inner join indicator_score as earlier
        on
            later.standard_version = earlier.standard_version
            and later.area_kind = earlier.area_kind
            and later.area_code = earlier.area_code
            and later.indicator_code = earlier.indicator_code
            and compared.earlier_period = earlier.period
    where
        later.standard_version = $standard
        and later.period = $period
        and later.area_kind = 'community'
        and later.state = 'value'
        and earlier.state = 'value'
        and later.effective_weight is not null
    group by later.indicator_code
),

listed as (
    select
        indicator.indicator_code,
        indicator.indicator_name,
        indicator.dimension_code,
        indicator.position,
        moved.earlier_points / nullif(moved.weight, 0) as previous_score,
        moved.later_points / nullif(moved.weight, 0) as score,
        moved.weight / totalled.households as effective_weight,
        moved.points / totalled.households as contribution,
        moved.compared_count
    from moved
    cross join totalled
    inner join indicator
        on
            indicator.standard_version = $standard
            and moved.indicator_code = indicator.indicator_code
    union all
    select
        'rest' as indicator_code,
        '口径/缺项变化' as indicator_name,
        null as dimension_code,
        1000000 as position,
        null as previous_score,
        null as score,
        null as effective_weight,
        totalled.total_change
        - coalesce((select sum(moved.points) from moved), 0) / totalled.households as contribution,
        totalled.compared_count
    from totalled
    where totalled.compared_count > 0
)

select
    indicator_code,
    indicator_name,
    dimension_code,
    previous_score,
    score,
    effective_weight,
    contribution,
    compared_count
from listed
order by position;
