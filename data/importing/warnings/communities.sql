-- What is odd in the register of communities and passes: new codes, and households that changed by more than 30 %,
-- which within a quarter only a new estate or a slip explains.
-- One row per finding: row, column_name, value, rule, remedy.
select
    staged_communities.row,
    'community_code' as column_name,
    staged_communities.community_code as value,
    '名册里还没有这个代码，将作为新社区加入' as rule,
    '核对代码；确是新社区的可以照报' as remedy
from staged_communities
where
    staged_communities.community_code not in (select city_communities.community_code from city_communities)
    and staged_communities.community_code not in (
        select reference_communities.community_code from reference_communities
    )
union all
select
    staged_communities.row,
    'households' as column_name,
    cast(staged_communities.households as varchar) as value,
    '比名册里的 ' || city_communities.households || ' 户变动很大' as rule,
    '核对户数；确属实情的可以照报' as remedy
from staged_communities
inner join city_communities on staged_communities.community_code = city_communities.community_code
where abs(staged_communities.households - city_communities.households) > 0.3 * city_communities.households
order by row
