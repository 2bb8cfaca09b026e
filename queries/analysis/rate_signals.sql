-- Sampled rates of communities against the city's rate: how far each lies from it for the size of its sample.
-- One row per sampled rate and community with enough people asked, the lowest for its sample first.
-- Parameters: $period, $standard, $indicator ('' means every sampled rate), $units (an empty list means every unit).
select
    rate_signal.indicator_code,
    indicator.indicator_name,
    rate_signal.community_code,
    area.area_name as community_name,
    area.unit_code,
    area.unit_name,
    area.street_name,
    rate_signal.sample_size,
    rate_signal.population_size,
    rate_signal.rate,
    rate_summary.mean as city_rate,
    rate_signal.lower_limit,
    rate_signal.upper_limit,
    rate_signal.z,
    rate_signal.signal
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
    and rate_signal.rate is not null
    and ($indicator = '' or rate_signal.indicator_code = $indicator)
    and (array_length($units) = 0 or list_contains($units, area.unit_code))
order by indicator.position, rate_signal.z nulls last, rate_signal.community_code;
