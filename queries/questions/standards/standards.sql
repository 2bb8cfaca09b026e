-- The standards the data is scored under, the newest first.
-- One row per standard; one without a date of validity counts as the oldest.
-- Parameters: none.
select
    standard_version,
    standard_name,
    valid_from,
    is_example,
    notice,
    aggregation,
    geometric_floor,
    line,
    minimum_coverage,
    minimum_rated_share,
    false_discovery_rate,
    minimum_change
from standard
order by valid_from desc nulls last, standard_version asc;
