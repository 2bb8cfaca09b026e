-- Of those reached by a call-back about appeals closed in the window, how many were satisfied.
-- One row per community, period and indicator whose ledger covers the window.
select
    community_code,
    period,
    indicator_code,
    satisfied_count as numerator,
    reached_count as denominator,
    reached_count as sample_size,
    closed_count as population_size,
    closed_count = 0 as is_not_applicable
from appeal_window
where measured_by = 'appeal_satisfied'
