-- The dimensions of one area in one period.
-- One row per dimension of the standard, in its order; a dimension without data has no score.
-- turnover_change is what the levels differ by beyond the change, which is of the communities rated in both periods.
-- Parameters: $period, $standard, $area_kind ('city', 'unit', 'street', 'community'), $area_code ('city' for the city).
with
area_dimension as (
    select
        dimension_score.dimension_code,
        dimension_score.score,
        dimension_score.change,
        dimension_score.score - earlier.score - dimension_score.change as turnover_change,
        dimension_score.passing_count,
        dimension_score.rated_count,
        dimension_score.effective_weight
    from dimension_score
    left join period on dimension_score.period = period.period
    left join dimension_score as earlier
        on
            earlier.standard_version = $standard
            and earlier.area_kind = $area_kind
            and earlier.area_code = $area_code
            and dimension_score.dimension_code = earlier.dimension_code
            and period.previous_period = earlier.period
    where
        dimension_score.standard_version = $standard
        and dimension_score.period = $period
        and dimension_score.area_kind = $area_kind
        and dimension_score.area_code = $area_code
)

select
    dimension.dimension_code,
    dimension.dimension_name,
    dimension.position,
    area_dimension.score,
    area_dimension.change,
    area_dimension.turnover_change,
    coalesce(area_dimension.passing_count, 0) as passing_count,
    coalesce(area_dimension.rated_count, 0) as rated_count,
    case
        when area_dimension.score is not null
            then 100.0 * area_dimension.passing_count / nullif(area_dimension.rated_count, 0)
    end as share_passing,
    area_dimension.effective_weight
from dimension
left join area_dimension on dimension.dimension_code = area_dimension.dimension_code
where dimension.standard_version = $standard
order by dimension.position;
