-- How many appeals came, were closed, fell due and stood open at the end of each of thirteen months.
-- One row per area and month with a ticket by then, areas by place, then by month; open and overdue are stocks.
-- Parameters: $period (a span), $area_kind and the list $units (an empty list means every one).
with
moment as (
    select
        least(span.ends_on, publication.data_until) as ends_on,
        publication.data_until
    from span
    cross join publication
    where span.span = $period
),

month as (
    select
        span.span as month,
        span.starts_on,
        least(span.ends_on, moment.ends_on) as ends_on
    from span
    cross join moment
    where
        span.kind = 'month'
        and span.starts_on <= moment.ends_on
        and span.starts_on > moment.ends_on - interval 13 month
),

-- What counts, by days; a reopening counts after the closing that it undoes.
ticket as (
    select
        case $area_kind
            when 'city' then 'city'
            when 'unit' then community.unit_code
            when 'street' then community.street_code
            else community.community_code
        end as area_code,
        cast(appeal.received_at as date) as received_on,
        cast(settled_appeal.due_at as date) as due_on,
        cast(appeal.closed_at as date) as closed_on,
        case when appeal.reopened_at >= appeal.closed_at then cast(appeal.reopened_at as date) end as reopened_on,
        coalesce(appeal.closed_at <= settled_appeal.due_at, false) as is_on_time
    from appeal
    inner join community on appeal.community_code = community.community_code
    inner join settled_appeal
        on
            appeal.appeal_code = settled_appeal.appeal_code
            and appeal.community_code = settled_appeal.community_code
    cross join moment
    where
        appeal.exclusion is null
        and cast(appeal.received_at as date) <= moment.data_until
        and (array_length($units) = 0 or list_contains($units, community.unit_code))
),

standing as (
    select
        ticket.area_code,
        month.month,
        ticket.is_on_time,
        ticket.received_on between month.starts_on and month.ends_on as is_received,
        coalesce(ticket.closed_on between month.starts_on and month.ends_on, false) as is_closed,
        coalesce(ticket.reopened_on between month.starts_on and month.ends_on, false) as is_reopened,
        coalesce(ticket.due_on between month.starts_on and month.ends_on, false) as is_due,
        coalesce(ticket.due_on < month.ends_on, false) as is_late,
        ticket.received_on <= month.ends_on
        and (coalesce(ticket.closed_on > month.ends_on, true) or coalesce(ticket.reopened_on <= month.ends_on, false))
            as is_open
    from ticket
    inner join month on ticket.received_on <= month.ends_on
),

counted as (
    select
        area_code,
        month,
        count(case when is_received then 1 end) as received_count,
        count(case when is_closed then 1 end) as closed_count,
        count(case when is_reopened then 1 end) as reopened_count,
        count(case when is_due then 1 end) as due_count,
        count(case when is_due and is_on_time then 1 end) as on_time_count,
        count(case when is_open then 1 end) as open_count,
        count(case when is_open and is_late then 1 end) as overdue_count
    from standing
    group by area_code, month
)

select
    area.area_kind,
    area.area_code,
    area.area_name,
    area.unit_code,
    area.unit_name,
    counted.month,
    counted.received_count,
    counted.closed_count,
    counted.reopened_count,
    counted.due_count,
    counted.on_time_count,
    1.0 * counted.on_time_count / nullif(counted.due_count, 0) as on_time_rate,
    counted.open_count,
    counted.overdue_count
from counted
inner join area
    on
        area.area_kind = $area_kind
        and counted.area_code = area.area_code
order by area.position asc, area.area_code asc, counted.month asc;
