-- What is wrong in the register of communities beyond single columns.
-- One row per fault: row, column_name, value, rule, remedy.
select
    staged_communities.row,
    'street_code' as column_name,
    staged_communities.street_code as value,
    '街道属于另一个报送单位 ' || known_streets.unit_code as rule,
    '改正 unit_code 或 street_code' as remedy
from staged_communities
inner join known_streets on staged_communities.street_code = known_streets.street_code
where staged_communities.unit_code != known_streets.unit_code
union all
select
    row,
    'abolished_on' as column_name,
    cast(abolished_on as varchar) as value,
    '撤销日期早于成立日期' as rule,
    '核对两个日期' as remedy
from staged_communities
where abolished_on < established_on
order by row
