-- What a standard says of small samples and of the pace towards a target.
-- One row per standard, so one or none.
-- Parameters: $standard.
select
    small_sample_counted,
    small_sample_listed,
    pace_stretch
from standard
where standard_version = $standard
order by standard_version;
