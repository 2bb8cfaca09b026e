-- How much differs between two versions.
-- One row: earlier_community_count, later_community_count, compared_count and changed_count (totals of communities by
-- period that both have, and those that differ), band_change_count, and the measurements of each.
select
    count(*) as compared_count,
    count(*) filter (where is_changed) as changed_count,
    count(*) filter (where earlier_band != later_band) as band_change_count,
    (select count(*) from earlier.community) as earlier_community_count,
    (select count(*) from later.community) as later_community_count,
    (
        select count(case when measurement.origin = 'reported' then 1 end)
        from earlier.measurement
    ) as earlier_measurement_count,
    (
        select count(case when measurement.origin = 'reported' then 1 end)
        from later.measurement
    ) as later_measurement_count
from compared_score
where area_kind = 'community';
