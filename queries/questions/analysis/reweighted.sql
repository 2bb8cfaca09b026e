-- What if the dimensions weighed otherwise: totals and places recomputed from the scores of the dimensions, beside the
-- official ones. A community's dimension without a score is not applicable and leaves the mean; units average their
-- communities by households. No basis for evaluation.
-- One row per unit or community with a score, by its place under these weights; places count the whole city.
-- Parameters: $period, $standard, $area_kind ('unit', 'community'), $weights (points of dimensions as 'E=30', whole, 0
-- to 100; what is not named keeps its share of 100), $units (an empty list means every unit).
with
digit as (
    select 0 as digit
    union all
    select 1 as digit
    union all
    select 2 as digit
    union all
    select 3 as digit
    union all
    select 4 as digit
    union all
    select 5 as digit
    union all
    select 6 as digit
    union all
    select 7 as digit
    union all
    select 8 as digit
    union all
    select 9 as digit
),

possible as (
    select 10 * tens.digit + ones.digit as points
    from digit as tens
    cross join digit as ones
    union all
    select 100 as points
),

given as (
    select
        dimension.dimension_code,
        max(possible.points) as points
    from dimension
    cross join possible
    where
        dimension.standard_version = $standard
        and list_contains($weights, dimension.dimension_code || '=' || cast(possible.points as varchar))
    group by dimension.dimension_code
),

official as (
    select sum(weight) as weight
    from dimension
    where standard_version = $standard
),

chosen as (
    select
        dimension.dimension_code,
        cast(coalesce(given.points, 100 * dimension.weight / official.weight) as double) as weight
    from dimension
    cross join official
    left join given on dimension.dimension_code = given.dimension_code
    where dimension.standard_version = $standard
),

weighed as (
    select
        dimension_score.area_code,
        chosen.weight,
        dimension_score.score,
        greatest(dimension_score.score, standard.geometric_floor) as floored,
        standard.aggregation
    from dimension_score
    inner join index_score
        on
            dimension_score.standard_version = index_score.standard_version
            and dimension_score.area_kind = index_score.area_kind
            and dimension_score.area_code = index_score.area_code
            and dimension_score.period = index_score.period
    inner join chosen on dimension_score.dimension_code = chosen.dimension_code
    inner join standard on dimension_score.standard_version = standard.standard_version
    where
        dimension_score.standard_version = $standard
        and dimension_score.period = $period
        and dimension_score.area_kind = 'community'
        and dimension_score.score is not null
        and index_score.status != '数据不足'
        and chosen.weight > 0
),

community_total as (
    select
        area_code,
        case
            when max(aggregation) != 'geometric' then sum(weight * score) / sum(weight)
            when min(floored) <= 0 then 0
            else exp(sum(weight * ln(nullif(floored, 0))) / sum(weight))
        end as score
    from weighed
    group by area_code
),

area_total as (
    select
        'community' as area_kind,
        community.community_code as area_code,
        community.community_name as area_name,
        community_total.score
    from community
    left join community_total on community.community_code = community_total.area_code
    where $area_kind = 'community'
    union all
    select
        'unit' as area_kind,
        unit.unit_code as area_code,
        unit.unit_name as area_name,
        sum(community.households * community_total.score)
        / sum(case when community_total.score is not null then community.households end) as score
    from unit
    inner join community on unit.unit_code = community.unit_code
    left join community_total on community.community_code = community_total.area_code
    where $area_kind = 'unit'
    group by unit.unit_code, unit.unit_name
),

placed as (
    select
        area_total.area_kind,
        area_total.area_code,
        area_total.area_name,
        area_total.score,
        index_score.unit_code,
        index_score.score as official_score,
        index_score.city_place,
        case
            when index_score.city_place is not null and area_total.score is not null
                then
                    rank() over (
                        partition by index_score.city_place is not null
                        order by floor(area_total.score * 100 + 0.5 + 1e-9) / 100 desc nulls last
                    )
        end as place
    from area_total
    inner join index_score
        on
            area_total.area_kind = index_score.area_kind
            and area_total.area_code = index_score.area_code
    where
        index_score.standard_version = $standard
        and index_score.period = $period
        and index_score.status != '数据不足'
)

select
    '推演，不作评价依据' as mark,
    placed.area_kind,
    placed.area_code,
    placed.area_name,
    placed.unit_code,
    unit.unit_name,
    placed.official_score as score,
    placed.city_place as place,
    placed.score as reweighted_score,
    placed.place as reweighted_place,
    placed.score - placed.official_score as score_difference,
    placed.city_place - placed.place as place_gain
from placed
left join unit on placed.unit_code = unit.unit_code
where array_length($units) = 0 or list_contains($units, placed.unit_code)
order by placed.place nulls last, placed.area_code;
