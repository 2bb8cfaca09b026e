-- The register with the communities of the same import, which stand in place of what was known of their codes.
-- One row per community; of one that is there twice, which is a fault, what is filled.
create or replace temp table known_communities as
select
    community_code,
    any_value(columns(* exclude (row, community_code))),
    'import' as origin
from staged_communities
where community_code is not null
group by community_code
union all by name
select *
from known_communities
where
    community_code not in (
        select staged_communities.community_code
        from staged_communities
        where staged_communities.community_code is not null
    );
