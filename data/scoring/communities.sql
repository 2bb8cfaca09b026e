-- The community's own rows: status, and what its dimensions and indicators weigh in its total.
-- One row per standard, community and period (and dimension, and indicator) in the three score tables.
-- What is 数据不足 has no score, neither as a whole nor in a dimension; its items keep theirs.
-- Bands, places and changes follow in later steps.
insert into index_score by name
with
vetoed as (
    select distinct
        veto.standard_version,
        measurement.community_code,
        measurement.period
    from measurement
    inner join veto on measurement.indicator_code = veto.indicator_code
    where measurement.state = 'value' and measurement.value >= 1
),

judged as (
    select
        index_total.standard_version,
        'community' as area_kind,
        index_total.area_code,
        community.unit_code,
        index_total.period,
        case
            when
                index_total.score is null
                or round(index_total.minimum_coverage, 9) < round(standard.minimum_coverage, 9)
                then '数据不足'
            when index_total.unreported_count > 0 then '待补报'
            else '参评'
        end as status,
        index_total.coverage,
        index_total.unreported_count,
        vetoed.community_code is not null as is_vetoed,
        1 as community_count,
        0 as passing_count,
        community.households
    from index_total
    inner join standard on index_total.standard_version = standard.standard_version
    inner join community on index_total.area_code = community.community_code
    left join vetoed
        on
            index_total.standard_version = vetoed.standard_version
            and index_total.area_code = vetoed.community_code
            and index_total.period = vetoed.period
)

select
    judged.*,
    rated.score,
    rated.lower_score,
    rated.score as simple_mean,
    rated.arithmetic_score,
    rated.geometric_score,
    rated.standard_error,
    rated.degrees_of_freedom,
    rated.minimum_dimension_score,
    case when judged.status = '数据不足' then 0 else 1 end as rated_count
from judged
left join index_total as rated
    on
        judged.standard_version = rated.standard_version
        and judged.area_code = rated.area_code
        and judged.period = rated.period
        and judged.status != '数据不足';

insert into dimension_score by name
select
    dimension_total.standard_version,
    'community' as area_kind,
    dimension_total.area_code,
    dimension_total.period,
    dimension_total.dimension_code,
    rated.score,
    rated.lower_score,
    rated.standard_error,
    rated.degrees_of_freedom,
    dimension_total.coverage,
    case when dimension_total.applicable > 0 then dimension_total.weight end
    / sum(case when dimension_total.applicable > 0 then dimension_total.weight end) over (
        partition by dimension_total.standard_version, dimension_total.area_code, dimension_total.period
    ) as effective_weight,
    case when round_half_up(rated.score) >= standard.line then 1 else 0 end as passing_count,
    case when rated.score is not null then 1 else 0 end as rated_count
from dimension_total
inner join standard on dimension_total.standard_version = standard.standard_version
inner join index_score
    on
        dimension_total.standard_version = index_score.standard_version
        and index_score.area_kind = 'community'
        and dimension_total.area_code = index_score.area_code
        and dimension_total.period = index_score.period
left join dimension_total as rated
    on
        dimension_total.standard_version = rated.standard_version
        and dimension_total.area_code = rated.area_code
        and dimension_total.period = rated.period
        and dimension_total.dimension_code = rated.dimension_code
        and index_score.rated_count = 1;

insert into indicator_score by name
select
    item_score.standard_version,
    'community' as area_kind,
    item_score.area_code,
    item_score.period,
    item_score.indicator_code,
    item_score.state,
    item_score.value,
    item_score.score,
    item_score.standard_error,
    item_score.degrees_of_freedom,
    case
        when item_score.state = 'value' and dimension_total.present > 0
            then dimension_score.effective_weight * item_score.weight / dimension_total.present
    end as effective_weight,
    item_score.is_carried_forward,
    item_score.is_small_sample,
    case when index_score.status != '数据不足' and item_score.state = 'value' then 1 else 0 end as rated_count
from item_score
inner join dimension_total
    on
        item_score.standard_version = dimension_total.standard_version
        and item_score.area_code = dimension_total.area_code
        and item_score.period = dimension_total.period
        and item_score.dimension_code = dimension_total.dimension_code
inner join dimension_score
    on
        item_score.standard_version = dimension_score.standard_version
        and dimension_score.area_kind = 'community'
        and item_score.area_code = dimension_score.area_code
        and item_score.period = dimension_score.period
        and item_score.dimension_code = dimension_score.dimension_code
inner join index_score
    on
        item_score.standard_version = index_score.standard_version
        and index_score.area_kind = 'community'
        and item_score.area_code = index_score.area_code
        and item_score.period = index_score.period
-- What is asked is always of one period, and so lies together.
order by item_score.standard_version, item_score.period, item_score.area_code;
