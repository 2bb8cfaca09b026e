-- From indicators to dimensions: the weighted mean of the items present.
-- One row per standard, area, period and dimension; score is null where nothing is present, coverage is null where
-- nothing is applicable. lower_score counts every unreported item 0.
-- Degrees of freedom here and in all that follows (Satterthwaite): (sum of W² SE²)² / sum of (W² SE²)² / ν, where what
-- is counted in full or known without limit adds to the first sum only; null if nothing adds to the second.
create or replace temp table dimension_total as
with
weighed as (
    select
        standard_version,
        area_code,
        period,
        dimension_code,
        sum(weight) filter (where state = 'value') as present,
        sum(weight) filter (where state != 'not_applicable') as applicable,
        sum(weight * score) as points,
        sum(weight * weight * standard_error * standard_error) as squares,
        sum(pow(weight * standard_error, 4) / degrees_of_freedom) as fourths,
        coalesce(
            bool_or(standard_error is null) filter (where state = 'value' and weight > 0), false
        ) as is_error_unknown,
        count(*) filter (where state = 'unreported' and weight > 0) as unreported_count
    from item_score
    group by standard_version, area_code, period, dimension_code
)

select
    weighed.standard_version,
    weighed.area_code,
    weighed.period,
    weighed.dimension_code,
    dimension.weight,
    coalesce(weighed.present, 0) as present,
    coalesce(weighed.applicable, 0) as applicable,
    weighed.unreported_count,
    case when weighed.present > 0 then weighed.points / weighed.present end as score,
    case when weighed.applicable > 0 then coalesce(weighed.points, 0) / weighed.applicable end as lower_score,
    case
        when weighed.present > 0 and not weighed.is_error_unknown then sqrt(weighed.squares) / weighed.present
    end as standard_error,
    case
        when weighed.present > 0 and not weighed.is_error_unknown
            then pow(weighed.squares, 2) / nullif(weighed.fourths, 0)
    end as degrees_of_freedom,
    case when weighed.applicable > 0 then coalesce(weighed.present, 0) / weighed.applicable end as coverage
from weighed
inner join dimension
    on
        weighed.standard_version = dimension.standard_version
        and weighed.dimension_code = dimension.dimension_code;
