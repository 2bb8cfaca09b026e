-- What was counted as measurements, origin computed; one row per row of computed_window for which no report stands in.
-- A community younger than the window is not applicable, and one without anything to count where the way says so; one
-- of which the ledger says nothing has not reported. Where numerator and denominator are counted, the value is their
-- percentage.
delete from computed_window
where
    is_reported_otherwise
    and (community_code, period, indicator_code) not in (
        select (counted_item.community_code, counted_item.period, counted_item.indicator_code)
        from counted_item
    );

delete from measurement
using computed_window
where
    measurement.community_code = computed_window.community_code
    and measurement.period = computed_window.period
    and measurement.indicator_code = computed_window.indicator_code;

insert into measurement by name
select
    computed_window.community_code,
    computed_window.period,
    computed_window.indicator_code,
    'computed' as origin,
    case
        when computed_window.established_on > computed_window.window_starts_on or counted_item.is_not_applicable
            then 'not_applicable'
        when coalesce(counted_item.value, counted_item.numerator / nullif(counted_item.denominator, 0)) is null
            then 'unreported'
        else 'value'
    end as state,
    false as is_carried_forward,
    case
        when state = 'value'
            then coalesce(counted_item.value, 100 * counted_item.numerator / counted_item.denominator)
    end as value,
    case when state = 'value' then counted_item.numerator end as numerator,
    case when state = 'value' then counted_item.denominator end as denominator,
    case when state = 'value' then counted_item.sample_size end as sample_size,
    case when state = 'value' then counted_item.population_size end as population_size
from computed_window
left join counted_item
    on
        computed_window.community_code = counted_item.community_code
        and computed_window.period = counted_item.period
        and computed_window.indicator_code = counted_item.indicator_code;
