-- How many activities of the counted categories were held in the window.
-- One row per community, period and indicator with any activity in the window, unless the unit began its ledger only
-- after the first quarter of it: what went before is not zero.
select
    computed_window.community_code,
    computed_window.period,
    computed_window.indicator_code,
    coalesce(sum(mix.activity_count) filter (
        where list_contains(computed_window.activity_categories, mix.category)
    ), 0) as value
from computed_window
inner join activity_ledger
    on
        computed_window.unit_code = activity_ledger.unit_code
        and activity_ledger.begins_on < computed_window.window_starts_on + interval 3 month
inner join activity_mix as mix
    on
        computed_window.community_code = mix.community_code
        and mix.month between computed_window.window_starts_on and computed_window.window_ends_on
where computed_window.measured_by = 'activity_count'
group by computed_window.community_code, computed_window.period, computed_window.indicator_code
