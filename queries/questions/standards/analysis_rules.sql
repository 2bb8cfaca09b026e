-- What a standard says of small samples, of the pace towards a target and of 红黑榜.
-- One row per standard, so one or none.
-- Parameters: $standard.
select
    small_sample_counted,
    small_sample_listed,
    pace_stretch,
    rectified_line,
    rectified_line_citation
from standard
where standard_version = $standard
order by standard_version;
