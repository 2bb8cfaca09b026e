-- 目标进度: how fast areas of one kind have risen, against how fast they must to reach the goal due next.
-- One row per area with a target ahead and four quarters to judge by, in the order of the units and of its code.
-- Parameters: $period, $standard, $area_kind ('city', 'unit', 'street', 'community'), $area_code (empty means every one
-- of the kind), $units (an empty list means every reporting unit).
select
    pace.area_kind,
    pace.area_code,
    area.area_name,
    area.unit_name,
    index_score.score,
    pace.goal,
    pace.due_period,
    pace.quarters_left,
    pace.achieved,
    pace.needed,
    pace.period_count,
    pace.verdict
from pace
inner join index_score
    on
        pace.standard_version = index_score.standard_version
        and pace.area_kind = index_score.area_kind
        and pace.area_code = index_score.area_code
        and pace.period = index_score.period
inner join area
    on
        pace.area_kind = area.area_kind
        and pace.area_code = area.area_code
where
    pace.standard_version = $standard
    and pace.period = $period
    and pace.area_kind = $area_kind
    and ($area_code = '' or pace.area_code = $area_code)
    and (array_length($units) = 0 or list_contains($units, area.unit_code))
order by area.position, pace.area_code;
