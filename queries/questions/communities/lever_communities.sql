-- The communities that an item helps to 达标: those that have it on their shortest way.
-- One row per item and community, those that need it alone first, then the smallest gain; none that a veto or an
-- unreported item bars.
-- Parameters: $period, $standard, $indicator (empty means every item), $units (an empty list means every unit).
select
    community_code,
    community_name,
    unit_code,
    unit_name,
    street_name,
    score,
    step_count,
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
where $indicator = '' or indicator_code = $indicator
order by indicator_position, step_count, gain, community_code;
