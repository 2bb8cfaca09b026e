-- The dimensions of a standard, in its order, with what each weighs in the whole.
-- One row per dimension.
-- Parameters: $standard.
select
    dimension_code,
    dimension_name,
    position,
    weight / sum(weight) over () as weight_share
from dimension
where standard_version = $standard
order by position;
