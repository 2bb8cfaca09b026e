-- 名次区间须包含名次，参评的都有区间
-- One row per area of full place whose interval is missing, turned around or without its own place.
select
    standard_version,
    area_kind,
    area_code,
    period,
    city_place,
    rank_low,
    rank_high
from index_score
where
    city_place is not null
    and not coalesce(rank_low >= 1 and rank_low <= city_place and city_place <= rank_high, false)
order by standard_version, area_kind, area_code, period;
