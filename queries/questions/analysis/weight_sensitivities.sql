-- How far places depend on the weights: the band of places when every indicator's weight may differ by a quarter.
-- One row per unit or community of full place, by place. No basis for evaluation.
-- Parameters: $period, $standard, $area_kind ('unit', 'community'), $units (an empty list means every unit).
with
ranked as (
    select
        weight_sensitivity.area_kind,
        weight_sensitivity.area_code,
        weight_sensitivity.arithmetic_low,
        weight_sensitivity.arithmetic_high,
        weight_sensitivity.geometric_low,
        weight_sensitivity.geometric_high,
        weight_sensitivity.geometric_place,
        weight_sensitivity.stability,
        count(*) over () as place_count
    from weight_sensitivity
    where
        weight_sensitivity.standard_version = $standard
        and weight_sensitivity.period = $period
        and weight_sensitivity.area_kind = $area_kind
)

select
    '推演，不作评价依据' as mark,
    ranked.area_kind,
    ranked.area_code,
    area.area_name,
    area.unit_code,
    area.unit_name,
    index_score.city_place as place,
    ranked.place_count,
    ranked.arithmetic_low,
    ranked.arithmetic_high,
    ranked.geometric_low,
    ranked.geometric_high,
    ranked.geometric_place,
    ranked.stability
from ranked
inner join area
    on
        ranked.area_kind = area.area_kind
        and ranked.area_code = area.area_code
inner join index_score
    on
        ranked.area_kind = index_score.area_kind
        and ranked.area_code = index_score.area_code
where
    index_score.standard_version = $standard
    and index_score.period = $period
    and (array_length($units) = 0 or list_contains($units, index_score.unit_code))
order by index_score.city_place, ranked.area_code;
