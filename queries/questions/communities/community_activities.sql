-- The activities of one community in a period and the three before it, by dimension.
-- One row per period of the data, newest first, and dimension of the standard; 0 where nothing was held.
-- Parameters: $period, $standard, $community.
with
recent as (
    select
        period,
        row_number() over (order by starts_on desc) as age
    from period
    where period <= $period
)

select
    recent.period as held_in,
    dimension.dimension_code,
    dimension.dimension_name,
    coalesce(activity_count.activity_count, 0) as activity_count,
    coalesce(activity_count.participants, 0) as participants
from recent
inner join dimension on dimension.standard_version = $standard
left join activity_count
    on
        recent.period = activity_count.period
        and dimension.dimension_code = activity_count.dimension_code
        and activity_count.community_code = $community
where recent.age <= 4
order by recent.age, dimension.position;
