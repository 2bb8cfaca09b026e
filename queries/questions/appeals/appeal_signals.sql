-- Communities that ask for much more or much less than those of their size.
-- One row per community beyond the limits of 99.8 %, the furthest first.
-- Parameters: $period (a span) and the list $units (an empty list means every one).
select
    area.unit_code,
    area.unit_name,
    area.street_name,
    area.area_code as community_code,
    area.area_name as community_name,
    community_volume.hits as received_count,
    cast(community_volume.cases as bigint) as households,
    1000 * community_volume.rate as per_1000_households,
    1000 * community_volume.common_rate as usual_per_1000_households,
    community_volume.z,
    case when community_volume.z > 0 then '明显高于' else '明显低于' end as signal
from community_volume
inner join area
    on
        area.area_kind = 'community'
        and community_volume.community_code = area.area_code
where
    community_volume.measure = 'appeals'
    and abs(community_volume.z) > 3.090232306167813
    and (array_length($units) = 0 or list_contains($units, area.unit_code))
order by abs(community_volume.z) desc, area.area_code asc;
