-- What the city wants to have reached by the end of a period.
-- One row per measure and period, the total first, then the share passing, each in the order of periods.
-- Parameters: $standard.
select
    measure,
    period,
    value,
    basis
from target
where standard_version = $standard
order by measure, period;
