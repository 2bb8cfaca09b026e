-- The register with the communities of the same import, which stand in place of what was known of their codes.
-- One row per community.
create or replace temp table known_communities as
select
    community_code,
    any_value(community_name) as community_name,
    any_value(short_name) as short_name,
    any_value(unit_code) as unit_code,
    any_value(street_code) as street_code,
    any_value(households) as households,
    any_value(established_on) as established_on,
    any_value(abolished_on) as abolished_on,
    'import' as origin
from staged_communities
where community_code is not null
group by community_code
union all
select
    community_code,
    community_name,
    short_name,
    unit_code,
    street_code,
    households,
    established_on,
    abolished_on,
    origin
from known_communities
where
    community_code not in (
        select staged_communities.community_code
        from staged_communities
        where staged_communities.community_code is not null
    );
