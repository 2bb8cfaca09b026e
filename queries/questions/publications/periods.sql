-- The quarters of the data, newest first.
-- One row per period.
-- Parameters: none.
select
    period,
    starts_on,
    ends_on,
    previous_period
from period
order by starts_on desc;
