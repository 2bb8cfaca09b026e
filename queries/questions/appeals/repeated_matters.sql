-- Matters that one community raised again within 90 days.
-- One row per community and matter with a repeat in the span, the most often raised first.
-- Parameters: $period (a span) and the list $units (an empty list means every one).
with
raised as (
    select
        appeal.community_code,
        appeal.matter,
        appeal.category,
        appeal.received_at,
        appeal.exclusion is null as is_counted,
        cast(appeal.received_at as date) >= span.starts_on as is_of_span,
        coalesce(
            lag(appeal.received_at) over (
                partition by appeal.community_code, appeal.matter
                order by appeal.received_at, appeal.appeal_code
            ) >= appeal.received_at - interval 90 day,
            false
        ) as is_repeat,
        coalesce(cast(appeal.closed_at as date) > publication.data_until, true) as is_open
    from appeal
    cross join publication
    inner join span on span.span = $period
    where
        appeal.matter is not null
        and cast(appeal.received_at as date) <= least(span.ends_on, publication.data_until)
),

counted as (
    select
        community_code,
        matter,
        max_by(category, received_at) as category,
        count(case when is_repeat and is_of_span and is_counted then 1 end) as repeat_count,
        count(case when is_counted then 1 end) as appeal_count,
        min(received_at) as first_received_at,
        max(received_at) as last_received_at,
        count(case when is_open and is_counted then 1 end) as open_count
    from raised
    group by community_code, matter
)

select
    area.unit_code,
    area.unit_name,
    area.street_name,
    area.area_code as community_code,
    area.area_name as community_name,
    counted.matter,
    counted.category,
    counted.repeat_count,
    counted.appeal_count,
    counted.first_received_at,
    counted.last_received_at,
    counted.open_count
from counted
inner join area
    on
        area.area_kind = 'community'
        and counted.community_code = area.area_code
where
    counted.repeat_count > 0
    and (array_length($units) = 0 or list_contains($units, area.unit_code))
order by counted.repeat_count desc, counted.last_received_at desc, area.area_code asc, counted.matter asc;
