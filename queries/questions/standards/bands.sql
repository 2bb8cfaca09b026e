-- The bands of a standard, best first.
-- One row per band.
-- Parameters: $standard.
select
    band_code,
    band_name,
    symbol,
    position,
    minimum_score,
    minimum_dimension_score,
    requires_all_reported,
    requires_no_veto
from band
where standard_version = $standard
order by position;
