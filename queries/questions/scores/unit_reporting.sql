-- How far every reporting unit has reported in one period.
-- One row per reporting unit with communities in the register that period, in their fixed order.
-- Parameters: $period, $standard, $units (an empty list means every reporting unit).
select
    unit.unit_code,
    unit.unit_name,
    count(index_score.area_code) as community_count,
    cast(sum(case when index_score.status != '数据不足' then 1 else 0 end) as integer) as rated_count,
    cast(sum(case when index_score.unreported_count > 0 then 1 else 0 end) as integer) as waiting_count,
    cast(sum(case when index_score.status = '数据不足' then 1 else 0 end) as integer) as insufficient_count,
    cast(sum(index_score.unreported_count) as integer) as unreported_count
from unit
inner join index_score on unit.unit_code = index_score.unit_code
where
    index_score.standard_version = $standard
    and index_score.period = $period
    and index_score.area_kind = 'community'
    and (array_length($units) = 0 or list_contains($units, unit.unit_code))
group by unit.unit_code, unit.unit_name, unit.position
order by unit.position;
