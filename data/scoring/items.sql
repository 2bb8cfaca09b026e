-- What is due: every indicator of every standard, for every community standing in a period.
-- One row per standard, community, period and indicator; what nobody reported is unreported.
create or replace temp table item as
select
    indicator.standard_version,
    community.community_code as area_code,
    period.period,
    indicator.indicator_code,
    coalesce(measurement.state, 'unreported') as state,
    measurement.value,
    measurement.grade,
    measurement.sample_size,
    measurement.population_size,
    measurement.standard_error,
    coalesce(measurement.is_carried_forward, false) as is_carried_forward
from community
cross join period
cross join indicator
left join measurement
    on
        community.community_code = measurement.community_code
        and period.period = measurement.period
        and indicator.indicator_code = measurement.indicator_code
where
    (community.established_on is null or community.established_on <= period.ends_on)
    and (community.abolished_on is null or community.abolished_on > period.starts_on);
