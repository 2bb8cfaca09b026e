-- What ways of counting appeals ask, from the rows as they are staged; excluded ones do not count. A ticket without a
-- due time is due within the hours of its class; without either it is never due. Whoever answered was reached.

-- One row per community and month in which any fell due or was closed.
create or replace temp table appeal_mix as
with
class_limit as (
    select
        appeal_class,
        min(hours) as hours
    from appeal_limit
    group by appeal_class
),

ticket as (
    select
        staged.community_code,
        staged.closed_at,
        staged.is_solved,
        staged.satisfaction,
        coalesce(
            staged.due_at, staged.received_at + to_seconds(cast(3600 * class_limit.hours as bigint))
        ) as due_at,
        coalesce(
            staged.is_reached,
            staged.callback_at is not null
            and coalesce(cast(staged.is_contacted as varchar), cast(staged.is_solved as varchar), staged.satisfaction)
            is not null
        ) as is_reached
    from staged_appeals as staged
    left join class_limit on staged.appeal_class = class_limit.appeal_class
    where staged.exclusion is null
),

counted as (
    select
        community_code,
        date_trunc('month', due_at) as month,
        1 as due_count,
        case when closed_at <= due_at then 1 else 0 end as on_time_count,
        0 as closed_count,
        0 as reached_count,
        0 as solved_count,
        0 as satisfied_count
    from ticket
    where due_at is not null
    union all
    select
        community_code,
        date_trunc('month', closed_at) as month,
        0 as due_count,
        0 as on_time_count,
        1 as closed_count,
        case when is_reached then 1 else 0 end as reached_count,
        case when is_reached and is_solved then 1 else 0 end as solved_count,
        case when is_reached and satisfaction = '满意' then 1 else 0 end as satisfied_count
    from ticket
    where closed_at is not null
)

select
    community_code,
    cast(month as date) as month,
    sum(due_count) as due_count,
    sum(on_time_count) as on_time_count,
    sum(closed_count) as closed_count,
    sum(reached_count) as reached_count,
    sum(solved_count) as solved_count,
    sum(satisfied_count) as satisfied_count
from counted
group by community_code, month;

-- One row per unit: the months in which its ledger begins and ends.
create or replace temp table appeal_ledger as
select
    community.unit_code,
    cast(date_trunc('month', min(staged.received_at)) as date) as begins_on,
    cast(date_trunc('month', max(staged.received_at)) as date) as last_on
from staged_appeals as staged
inner join community on staged.community_code = community.community_code
group by community.unit_code;
