-- The day as of which things are told: $as_of ('2026-09-30'), or that of the data where it is '' or later.
-- One row per publication, which is one.
-- Parameters: $as_of.
select least(coalesce(cast(nullif($as_of, '') as date), data_until), data_until) as data_until
from publication;
