-- What the communities last reported, up to and with a period, by the version in force.
-- One row per community and item (indicator or veto) of that last period.
-- Parameters: $unit (code or name, empty for every unit), $period (empty for the newest of all).
with
newest as (
    select max(period) as period
    from base.measurement
    where origin = 'reported' and ($period = '' or period <= $period)
)

select
    measurement.period,
    measurement.community_code,
    measurement.indicator_code,
    measurement.state,
    measurement.value,
    measurement.grade,
    measurement.sample_size,
    measurement.population_size,
    measurement.standard_error
from base.measurement
inner join newest on measurement.period = newest.period
inner join base.community on measurement.community_code = community.community_code
inner join base.unit on community.unit_code = unit.unit_code
where measurement.origin = 'reported' and $unit in ('', unit.unit_code, unit.unit_name, unit.short_name)
order by measurement.community_code, measurement.indicator_code
