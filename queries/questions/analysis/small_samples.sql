-- Rates that too few people were asked for: they count as missing and have no value of their own.
-- One row per rate and community that is listed; where even fewer were asked there is none (see rate_summaries).
-- Parameters: $period, $standard, $units (an empty list means every unit).
select
    rate_signal.indicator_code,
    indicator.indicator_name,
    rate_signal.community_code,
    area.area_name as community_name,
    area.unit_code,
    area.unit_name,
    area.street_name,
    rate_signal.sample_size,
    rate_signal.shrunk,
    rate_summary.mean as city_rate
from rate_signal
inner join rate_summary
    on
        rate_signal.standard_version = rate_summary.standard_version
        and rate_signal.period = rate_summary.period
        and rate_signal.indicator_code = rate_summary.indicator_code
inner join indicator
    on
        rate_signal.standard_version = indicator.standard_version
        and rate_signal.indicator_code = indicator.indicator_code
inner join area
    on
        area.area_kind = 'community'
        and rate_signal.community_code = area.area_code
where
    rate_signal.standard_version = $standard
    and rate_signal.period = $period
    and rate_signal.rate is null
    and (array_length($units) = 0 or list_contains($units, area.unit_code))
order by indicator.position, area.position, rate_signal.community_code;
