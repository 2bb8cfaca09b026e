-- Communities where much is found and little is asked for: nobody speaks up for what is wrong.
-- One row per community beyond both limits (97.5 % each), the most found for its items first.
-- Parameters: $period (a span) and the list $units (an empty list means every one).
select
    area.unit_code,
    area.unit_name,
    area.street_name,
    area.area_code as community_code,
    area.area_name as community_name,
    problems.hits as found_count,
    cast(problems.cases as bigint) as items_checked,
    100 * problems.rate as per_100_items,
    100 * problems.common_rate as usual_per_100_items,
    appeals.hits as received_count,
    cast(appeals.cases as bigint) as households,
    1000 * appeals.rate as per_1000_households,
    1000 * appeals.common_rate as usual_per_1000_households
from community_volume as problems
inner join community_volume as appeals
    on
        problems.community_code = appeals.community_code
        and appeals.measure = 'appeals'
        and appeals.z < -1.959963984540054
inner join area
    on
        area.area_kind = 'community'
        and problems.community_code = area.area_code
where
    problems.measure = 'problems'
    and problems.z > 1.959963984540054
    and (array_length($units) = 0 or list_contains($units, area.unit_code))
order by problems.z desc, area.area_code asc;
