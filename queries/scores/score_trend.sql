-- The total of one area over time, under one standard.
-- One row per period of the data in which the area was there, oldest first.
-- turnover_change is what the levels differ by beyond the change, which is of the communities rated in both periods.
-- Parameters: $standard, $area_kind ('city', 'unit', 'street', 'community'), $area_code ('city' for the city).
select
    index_score.period,
    index_score.score,
    index_score.lower_score,
    index_score.standard_error,
    index_score.change,
    index_score.score - earlier.score - index_score.change as turnover_change,
    index_score.progress
from index_score
inner join period on index_score.period = period.period
left join index_score as earlier
    on
        earlier.standard_version = $standard
        and earlier.area_kind = $area_kind
        and index_score.area_code = earlier.area_code
        and period.previous_period = earlier.period
where
    index_score.standard_version = $standard
    and index_score.area_kind = $area_kind
    and index_score.area_code = $area_code
order by period.starts_on;
