-- Communities that change their band.
-- One row per period and pair of bands, newest period first: period, earlier_period, earlier_band, later_band,
-- community_count.
select
    period,
    earlier_period,
    earlier_band,
    later_band,
    count(*) as community_count
from compared_score
where area_kind = 'community' and earlier_band != later_band
group by period, earlier_period, earlier_band, later_band
order by period desc, community_count desc, earlier_band asc, later_band asc;
