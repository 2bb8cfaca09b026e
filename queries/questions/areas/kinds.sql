-- The kinds of communities, the most frequent first.
-- One row per kind, over all communities of the register in some or all units.
-- Parameters: $units (an empty list means every reporting unit).
select
    kind,
    count(*) as community_count
from community
where array_length($units) = 0 or list_contains($units, unit_code)
group by kind
order by community_count desc, kind asc;
