-- Pairs of reporting units: what of their difference remains within the same kinds of community (Kitagawa).
-- One row per pair, those whose order turns first, then in the order of the units; difference = within_kinds + mix.
-- Parameters: $period, $standard, $units (the pair touches one of them) and $among (both are among them); an empty list
-- means every unit.
select
    composition.unit_code,
    unit.unit_name,
    composition.other_code,
    other.unit_name as other_name,
    composition.difference,
    composition.within_kinds,
    composition.mix,
    composition.is_reversed
from composition
inner join unit on composition.unit_code = unit.unit_code
inner join unit as other on composition.other_code = other.unit_code
where
    composition.standard_version = $standard
    and composition.period = $period
    and (
        array_length($units) = 0
        or list_contains($units, composition.unit_code)
        or list_contains($units, composition.other_code)
    )
    and (
        array_length($among) = 0
        or (list_contains($among, composition.unit_code) and list_contains($among, composition.other_code))
    )
order by
    case when composition.is_reversed then 0 else 1 end,
    unit.position,
    other.position;
