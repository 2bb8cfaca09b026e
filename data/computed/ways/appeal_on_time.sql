-- Of the appeals that fell due in the window, how many were closed by then.
-- One row per community, period and indicator whose ledger covers the window.
select
    community_code,
    period,
    indicator_code,
    on_time_count as numerator,
    due_count as denominator,
    due_count = 0 as is_not_applicable
from appeal_window
where measured_by = 'appeal_on_time'
