-- The total of one area in one period.
-- One row per area, so one or none.
-- turnover_change is what the levels differ by beyond the change, which is of the communities rated in both periods.
-- Parameters: $period, $standard, $area_kind ('city', 'unit', 'street', 'community'), $area_code ('city' for the city).
select
    area.area_name,
    index_score.standard_version,
    index_score.area_kind,
    index_score.area_code,
    index_score.unit_code,
    index_score.period,
    index_score.status,
    index_score.score,
    index_score.lower_score,
    index_score.simple_mean,
    index_score.arithmetic_score,
    index_score.geometric_score,
    index_score.standard_error,
    index_score.degrees_of_freedom,
    index_score.coverage,
    index_score.minimum_dimension_score,
    index_score.unreported_count,
    index_score.is_vetoed,
    index_score.band_code,
    coalesce(line_certainty.said, index_score.certainty) as certainty,
    index_score.city_place,
    index_score.unit_place,
    index_score.rank_low,
    index_score.rank_high,
    index_score.critical_value,
    index_score.community_count,
    index_score.rated_count,
    index_score.passing_count,
    index_score.households,
    index_score.change,
    index_score.score - earlier.score - index_score.change as turnover_change,
    index_score.change_standard_error,
    index_score.change_degrees_of_freedom,
    index_score.p_value,
    index_score.progress,
    index_score.place_change,
    index_score.two_period_change,
    index_score.two_period_progress,
    index_score.fall_count,
    index_score.dimension_scores,
    index_score.trend
from index_score
inner join area
    on
        index_score.area_kind = area.area_kind
        and index_score.area_code = area.area_code
left join line_certainty
    on
        index_score.area_kind != 'community'
        and index_score.certainty = line_certainty.certainty
left join period on index_score.period = period.period
left join index_score as earlier
    on
        earlier.standard_version = $standard
        and earlier.area_kind = $area_kind
        and index_score.area_code = earlier.area_code
        and period.previous_period = earlier.period
where
    index_score.standard_version = $standard
    and index_score.period = $period
    and index_score.area_kind = $area_kind
    and index_score.area_code = $area_code
order by index_score.area_code;
