-- When an appeal is due, and whether a call-back reached who made it: as P4 to P6 are computed.
-- One row per appeal. Without a limit of its own it has that of its class, as the standard says; without either it is
-- never due. Whoever answered was reached.
-- Parameters: none.
with
class_limit as (
    select
        appeal_class,
        min(hours) as hours
    from appeal_limit
    group by appeal_class
)

select
    appeal.appeal_code,
    appeal.community_code,
    coalesce(
        appeal.due_at, appeal.received_at + interval (cast(3600 * class_limit.hours as bigint)) second
    ) as due_at,
    coalesce(
        appeal.is_reached,
        appeal.callback_at is not null
        and coalesce(cast(appeal.is_contacted as varchar), cast(appeal.is_solved as varchar), appeal.satisfaction)
        is not null
    ) as is_reached
from appeal
left join class_limit on appeal.appeal_class = class_limit.appeal_class;
