-- What the open version says of itself.
-- One row per published version, of which a database holds one.
-- Parameters: none.
select
    version,
    is_demonstration,
    register_note,
    boundary_source,
    boundary_vintage,
    map_approval_number,
    data_until
from publication
order by version;
