-- Communities below the line that one item alone would lift to 达标.
-- One row per community, the smallest lift first; none that a veto or an unreported item bars.
-- Parameters: $period, $standard, $units (an empty list means every reporting unit).
select
    community_code,
    community_name,
    unit_code,
    unit_name,
    street_name,
    score,
    indicator_code,
    indicator_name,
    from_value,
    to_value,
    from_grade,
    to_grade,
    unit,
    decimals,
    gain
from way_step
where step_count = 1
order by gain, community_code;
