-- The city and the reporting units whose totals change.
-- One row per area and period, newest period first, then the city, then the units in its order: area_code, area_name,
-- period, earlier_period, earlier_score, later_score, change (null where one version has no score).
select
    compared_score.area_code,
    coalesce(unit.unit_name, '全市') as area_name,
    compared_score.period,
    compared_score.earlier_period,
    compared_score.earlier_score,
    compared_score.later_score,
    compared_score.change
from compared_score
left join later.unit on compared_score.area_code = unit.unit_code
where compared_score.area_kind != 'community' and compared_score.is_changed
order by compared_score.period desc, unit.position asc nulls first;
