-- What is wrong in the measurements beyond single columns and what their items say.
-- One row per fault: row, column_name, value, rule, remedy.
with
percent as (
    select distinct indicator_code
    from staged_items
    where starts_with(unit, '%')
),

dated as (
    select
        staged_measurements.row,
        staged_measurements.period,
        staged_measurements.community_code,
        -- A period that is none is a fault of its own, told by the definition of the column.
        first_day(staged_measurements.period) as starts_on
    from staged_measurements
    where staged_measurements.indicator_code in (select staged_items.indicator_code from staged_items)
)

select
    row,
    'value' as column_name,
    cast(value as varchar) as value,
    '与分子除以分母的 ' || cast(round(100 * numerator / denominator, 2) as varchar) || '% 不符' as rule,
    '核对数值、分子与分母' as remedy
from staged_measurements
where
    indicator_code in (select percent.indicator_code from percent)
    and denominator > 0
    and abs(value - 100 * numerator / denominator) > 0.5
union all
select
    dated.row,
    'period' as column_name,
    dated.period as value,
    '社区在这一时期尚未成立或已经撤销' as rule,
    '核对社区名册的成立、撤销日期，或删去这一行' as remedy
from dated
inner join known_communities on dated.community_code = known_communities.community_code
where
    known_communities.established_on > last_day(dated.starts_on + interval 2 month)
    or known_communities.abolished_on <= dated.starts_on
order by row
