-- What was counted as measurements, origin computed; one row per row of computed_window.
-- A community younger than the window is not applicable; one of which the ledger says nothing has not reported.
insert into measurement by name
select
    computed_window.community_code,
    computed_window.period,
    computed_window.indicator_code,
    'computed' as origin,
    case
        when computed_window.established_on > computed_window.window_starts_on then 'not_applicable'
        when counted_item.value is null then 'unreported'
        else 'value'
    end as state,
    false as is_carried_forward,
    case when state = 'value' then counted_item.value end as value
from computed_window
left join counted_item
    on
        computed_window.community_code = counted_item.community_code
        and computed_window.period = counted_item.period
        and computed_window.indicator_code = counted_item.indicator_code;
