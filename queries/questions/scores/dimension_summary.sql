-- The dimensions of one area in one period.
-- One row per dimension of the standard, in its order; a dimension without data has no score.
-- Parameters: $period, $standard, $area_kind ('city', 'unit', 'street', 'community'), $area_code ('city' for the city).
with
area_dimension as (
    select
        dimension_code,
        score,
        change,
        passing_count,
        rated_count,
        effective_weight
    from dimension_score
    where
        standard_version = $standard
        and period = $period
        and area_kind = $area_kind
        and area_code = $area_code
)

select
    dimension.dimension_code,
    dimension.dimension_name,
    dimension.position,
    area_dimension.score,
    area_dimension.change,
    coalesce(area_dimension.passing_count, 0) as passing_count,
    coalesce(area_dimension.rated_count, 0) as rated_count,
    100.0 * area_dimension.passing_count / nullif(area_dimension.rated_count, 0) as share_passing,
    area_dimension.effective_weight
from dimension
left join area_dimension on dimension.dimension_code = area_dimension.dimension_code
where dimension.standard_version = $standard
order by dimension.position;
