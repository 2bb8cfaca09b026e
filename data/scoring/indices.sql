-- From dimensions to the index: the arithmetic or the geometric mean, as the standard says.
-- One row per standard, area and period. A dimension wholly not applicable leaves numerator and denominator;
-- one without data otherwise makes the index null. The geometric mean's error is its first-order propagation, unknown
-- where a dimension with an error lies on the floor: there is no slope to propagate it by.
create or replace temp table index_total as
with
weighed as (
    select
        dimension_total.*,
        standard.aggregation,
        standard.geometric_floor,
        dimension_total.weight
        / sum(dimension_total.weight) over (
            partition by dimension_total.standard_version, dimension_total.area_code, dimension_total.period
        ) as share,
        case
            when standard.aggregation = 'arithmetic' or dimension_total.standard_error = 0
                then dimension_total.standard_error
            when dimension_total.score > standard.geometric_floor
                then dimension_total.standard_error / dimension_total.score
        end as error,
        greatest(dimension_total.score, standard.geometric_floor) as floored,
        greatest(dimension_total.lower_score, standard.geometric_floor) as lower_floored
    from dimension_total
    inner join standard on dimension_total.standard_version = standard.standard_version
    where dimension_total.applicable > 0
),

averaged as (
    select
        standard_version,
        area_code,
        period,
        any_value(aggregation) as aggregation,
        bool_and(score is not null) as is_complete,
        sum(share * score) as arithmetic_score,
        case
            when bool_or(floored = 0) then 0
            else exp(sum(share * ln(nullif(floored, 0))))
        end as geometric_score,
        sum(share * lower_score) as lower_arithmetic_score,
        case
            when bool_or(lower_floored = 0) then 0
            else exp(sum(share * ln(nullif(lower_floored, 0))))
        end as lower_geometric_score,
        bool_or(error is null) as is_error_unknown,
        sum(pow(share * error, 2)) as squares,
        sum(pow(share * error, 4) / degrees_of_freedom) as fourths,
        sum(present) / sum(applicable) as coverage,
        min(coverage) as minimum_coverage,
        min(score) as minimum_dimension_score
    from weighed
    group by standard_version, area_code, period
),

-- A dimension wholly not applicable has nothing to report, so the count runs over all of them.
unreported as (
    select
        standard_version,
        area_code,
        period,
        cast(sum(unreported_count) as integer) as unreported_count
    from dimension_total
    group by standard_version, area_code, period
)

select
    unreported.standard_version,
    unreported.area_code,
    unreported.period,
    unreported.unreported_count,
    averaged.coverage,
    averaged.minimum_coverage,
    averaged.minimum_dimension_score,
    case when averaged.is_complete then averaged.arithmetic_score end as arithmetic_score,
    case when averaged.is_complete then averaged.geometric_score end as geometric_score,
    case
        when averaged.is_complete
            then
                case averaged.aggregation
                    when 'geometric' then averaged.geometric_score else averaged.arithmetic_score
                end
    end as score,
    case averaged.aggregation
        when 'geometric' then averaged.lower_geometric_score else averaged.lower_arithmetic_score
    end as lower_score,
    case
        when averaged.is_complete and not averaged.is_error_unknown
            then
                sqrt(averaged.squares)
                * case averaged.aggregation when 'geometric' then averaged.geometric_score else 1 end
    end as standard_error,
    case
        when averaged.is_complete and not averaged.is_error_unknown
            then pow(averaged.squares, 2) / nullif(averaged.fourths, 0)
    end as degrees_of_freedom
from unreported
left join averaged
    on
        unreported.standard_version = averaged.standard_version
        and unreported.area_code = averaged.area_code
        and unreported.period = averaged.period;
