-- The standard in force at the end of a period: the last that came into force, before the first one the oldest.
-- One row per period of the data, so one or none.
-- Parameters: $period.
select standard_version
from standard_in_force
where period = $period
order by standard_version;
