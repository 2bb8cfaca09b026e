-- The kinds of communities, the most frequent first.
-- One row per kind, over all communities of the register.
-- Parameters: none.
select
    kind,
    count(*) as community_count
from community
group by kind
order by community_count desc, kind asc;
