-- The streets of some or all reporting units.
-- One row per street, by the order of the units, then by code.
-- Parameters: $units (an empty list means every reporting unit).
select
    street.street_code,
    street.street_name,
    street.unit_code,
    unit.unit_name
from street
inner join unit on street.unit_code = unit.unit_code
where array_length($units) = 0 or list_contains($units, street.unit_code)
order by unit.position, street.street_code;
