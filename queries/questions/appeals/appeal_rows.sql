-- The ledger of appeals received in a span of time, ticket by ticket.
-- One row per ticket, the earliest first, then by code.
-- Parameters: $period (a span) and the list $units (an empty list means every one).
select
    appeal.appeal_code,
    appeal.received_at,
    area.unit_code,
    area.unit_name,
    area.street_name,
    area.area_code as community_code,
    area.area_name as community_name,
    appeal.channel,
    appeal.category,
    appeal.appeal_class,
    appeal.dimension_code,
    appeal.matter,
    settled_appeal.due_at,
    appeal.first_reply_at,
    appeal.closed_at,
    appeal.reopened_at,
    appeal.exclusion,
    appeal.callback_at,
    appeal.is_reached,
    appeal.is_contacted,
    appeal.is_solved,
    appeal.satisfaction
from appeal
inner join span
    on
        span.span = $period
        and cast(appeal.received_at as date) between span.starts_on and span.ends_on
inner join settled_appeal
    on
        appeal.appeal_code = settled_appeal.appeal_code
        and appeal.community_code = settled_appeal.community_code
inner join area
    on
        area.area_kind = 'community'
        and appeal.community_code = area.area_code
where array_length($units) = 0 or list_contains($units, area.unit_code)
order by appeal.received_at asc, appeal.appeal_code asc, appeal.community_code asc;
