-- Appeals that are open on the day of the data: neither closed nor excluded, or reopened since.
-- One row per appeal, the longest overdue first, then the longest open.
-- Parameters: $as_of (a day, told as of which; '' is that of the data) and the list $units (an empty list means every
-- one).
with
told as (
    select
        appeal.appeal_code,
        appeal.community_code,
        appeal.channel,
        appeal.category,
        appeal.appeal_class,
        appeal.matter,
        appeal.received_at,
        settled_appeal.due_at,
        appeal.closed_at,
        known.data_until,
        coalesce(
            appeal.reopened_at >= appeal.closed_at and cast(appeal.reopened_at as date) <= known.data_until, false
        ) as is_reopened
    from appeal
    inner join settled_appeal
        on
            appeal.appeal_code = settled_appeal.appeal_code
            and appeal.community_code = settled_appeal.community_code
    cross join known
    where
        appeal.exclusion is null
        and cast(appeal.received_at as date) <= known.data_until
)

select
    told.appeal_code,
    area.unit_code,
    area.unit_name,
    area.street_name,
    area.area_code as community_code,
    area.area_name as community_name,
    told.channel,
    told.category,
    told.appeal_class,
    told.matter,
    told.received_at,
    told.due_at,
    datediff('day', cast(told.received_at as date), told.data_until) as open_days,
    case
        when datediff('day', cast(told.received_at as date), told.data_until) <= 7 then '7 天内'
        when datediff('day', cast(told.received_at as date), told.data_until) <= 15 then '8–15 天'
        when datediff('day', cast(told.received_at as date), told.data_until) <= 30 then '16–30 天'
        else '30 天以上'
    end as age_band,
    case
        when
            cast(told.due_at as date) < told.data_until
            then datediff('day', cast(told.due_at as date), told.data_until)
    end as overdue_days,
    told.is_reopened
from told
inner join area
    on
        area.area_kind = 'community'
        and told.community_code = area.area_code
where
    (told.is_reopened or coalesce(cast(told.closed_at as date) > told.data_until, true))
    and (array_length($units) = 0 or list_contains($units, area.unit_code))
order by overdue_days desc nulls last, open_days desc, told.appeal_code asc, area.area_code asc;
