-- The total of one area over time, under one standard.
-- One row per period of the data in which the area was there, oldest first.
-- Parameters: $standard, $area_kind ('city', 'unit', 'street', 'community'), $area_code ('city' for the city).
select
    index_score.period,
    index_score.score,
    index_score.lower_score,
    index_score.standard_error,
    index_score.change,
    index_score.progress
from index_score
inner join period on index_score.period = period.period
where
    index_score.standard_version = $standard
    and index_score.area_kind = $area_kind
    and index_score.area_code = $area_code
order by period.starts_on;
