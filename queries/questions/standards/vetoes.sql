-- The facts that bar a community from every band but the last.
-- One row per veto, by code.
-- Parameters: $standard.
select
    indicator_code,
    veto_name,
    note,
    basis
from veto
where standard_version = $standard
order by indicator_code;
