-- How many activities of the counted categories were held in the window.
-- One row per community, period and indicator with any activity in the window.
select
    community_code,
    period,
    indicator_code,
    coalesce(sum(activity_count) filter (where list_contains(activity_categories, category)), 0) as value
from activity_window
where measured_by = 'activity_count'
group by community_code, period, indicator_code
