-- 各报送单位的社区数、参评数、达标数、户数之和须等于全市
-- One row per standard and period in which they do not.
select
    standard_version,
    period,
    sum(case when area_kind = 'unit' then community_count else -community_count end) as community_difference,
    sum(case when area_kind = 'unit' then rated_count else -rated_count end) as rated_difference,
    sum(case when area_kind = 'unit' then passing_count else -passing_count end) as passing_difference,
    sum(case when area_kind = 'unit' then households else -households end) as household_difference
from index_score
where area_kind in ('unit', 'city')
group by standard_version, period
having community_difference != 0 or rated_difference != 0 or passing_difference != 0 or household_difference != 0
order by standard_version, period
