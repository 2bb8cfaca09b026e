-- The reporting units, in their fixed order; a hosted unit names its host.
-- One row per reporting unit.
-- Parameters: none.
select
    unit.unit_code,
    unit.unit_name,
    unit.short_name,
    unit.host_code,
    host.unit_name as host_name,
    unit.position
from unit
left join unit as host on unit.host_code = host.unit_code
order by unit.position;
