-- The vetoes that bar one community in one period.
-- One row per veto that occurred, in the order of their codes.
-- Parameters: $period, $standard, $community.
select
    veto.indicator_code,
    veto.veto_name,
    measurement.value as measured_value
from measurement
inner join veto on measurement.indicator_code = veto.indicator_code
where
    veto.standard_version = $standard
    and measurement.period = $period
    and measurement.community_code = $community
    and measurement.state = 'value'
    and measurement.value >= 1
order by veto.indicator_code;
