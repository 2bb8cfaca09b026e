-- How many kinds of activity of the counted categories were held in the window.
-- One row per community, period and indicator with any activity in the window.
select
    community_code,
    period,
    indicator_code,
    count(distinct kind) filter (where list_contains(activity_categories, category)) as value
from activity_window
where measured_by = 'activity_kind_count'
group by community_code, period, indicator_code
