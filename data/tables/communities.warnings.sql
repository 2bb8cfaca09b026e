-- What is odd in the register of communities and passes: new codes, and households that changed by more than 30 %,
-- which within a quarter only a new estate or a slip explains; shares given as fractions.
-- One row per finding: row, column_name, value, rule, remedy.
with
share as (
    select
        row,
        'share_60_plus' as column_name,
        share_60_plus as value,
        min(share_60_plus) filter (where share_60_plus > 1) over () as least_above
    from staged_communities
    union all
    select
        row,
        'share_renters' as column_name,
        share_renters as value,
        min(share_renters) filter (where share_renters > 1) over () as least_above
    from staged_communities
)

select
    staged_communities.row,
    'community_code' as column_name,
    staged_communities.community_code as value,
    '名册里还没有这个代码，将作为新社区加入' as rule,
    '核对代码；确是新社区的可以照报' as remedy
from staged_communities
where
    staged_communities.community_code not in (select register_place.community_code from register_place)
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
union all
select
    row,
    column_name,
    cast(value as varchar) as value,
    '像是把百分率写成了小数：其他数都不小于 ' || cast(least_above as varchar) as rule,
    '填 0–100 的数，如 23.5 或 23.5%；确属实情的可以照报' as remedy
from share
where value > 0 and value <= 1 and least_above > 5
order by row
