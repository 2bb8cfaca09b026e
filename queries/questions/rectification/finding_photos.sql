-- The photos of problems, with what the problem is, the last found first.
-- One row per photo, those of a problem before, after and on a second look.
-- Parameters: $finding (empty: every problem), the list $units (an empty list means every one).
select
    photo.finding_code,
    area.unit_code,
    area.unit_name,
    area.street_name,
    area.area_code as community_code,
    area.area_name as community_name,
    problem.place,
    problem.category,
    problem.description,
    problem.demand,
    problem.found_on,
    problem.rectified_on,
    problem.verified_on,
    photo.stage as photo_stage,
    photo.position as photo_number,
    photo.content,
    photo.taken_on,
    photo.width,
    photo.height
from photo
inner join problem on photo.finding_code = problem.finding_code
inner join area
    on
        area.area_kind = 'community'
        and problem.community_code = area.area_code
        and photo.unit_code = area.unit_code
where
    ($finding = '' or photo.finding_code = $finding)
    and (array_length($units) = 0 or list_contains($units, area.unit_code))
order by
    problem.found_on desc,
    area.unit_code asc,
    photo.finding_code asc,
    case photo.stage when '前' then 1 when '后' then 2 else 3 end asc,
    photo.position asc;
