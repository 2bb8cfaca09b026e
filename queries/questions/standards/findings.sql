-- The rules for the sentence of a period; the first that holds speaks.
-- One row per rule, in order.
-- Parameters: $standard.
select
    position,
    kind,
    text
from finding
where standard_version = $standard
order by position;
