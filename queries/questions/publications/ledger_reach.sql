-- Whether the tickets and the problems of each reporting unit reach to the end of a span of time: who has not handed in
-- the newest month that others have told of would else look late in everything.
-- One row per reporting unit with communities, by place.
-- Parameters: $period (a span) and the list $units (an empty list means every one).
with
moment as (
    select
        span.starts_on,
        least(span.ends_on, publication.data_until) as ends_on
    from span
    cross join publication
    where span.span = $period
),

told as (
    select
        'appeals' as ledger,
        community_code,
        cast(received_at as date) as begun_on,
        cast(greatest(received_at, closed_at, callback_at) as date) as last_on
    from appeal
    union all
    select
        'problems' as ledger,
        community_code,
        found_on as begun_on,
        greatest(found_on, rectified_on, verified_on) as last_on
    from problem
),

newest as (
    select
        told.ledger,
        -- inspections may come once a quarter, tickets come every day
        case
            when told.ledger = 'appeals' then date_trunc('month', max(told.begun_on))
            else date_trunc('quarter', max(told.begun_on))
        end as starts_on
    from told
    inner join moment on told.begun_on between moment.starts_on and moment.ends_on
    group by told.ledger
),

until as (
    select
        max(case when ledger = 'appeals' then last_on end) as appeals_until,
        max(case when ledger = 'problems' then last_on end) as problems_until
    from told
),

reached as (
    select distinct
        community.unit_code,
        told.ledger
    from told
    inner join community on told.community_code = community.community_code
    inner join newest
        on
            told.ledger = newest.ledger
            and told.last_on >= newest.starts_on
)

select
    unit.unit_code,
    unit.unit_name,
    appeals.unit_code is not null as has_appeals,
    problems.unit_code is not null as has_problems,
    cast(until.appeals_until as varchar) as appeals_until,
    cast(until.problems_until as varchar) as problems_until
from unit
cross join until
left join reached as appeals
    on
        unit.unit_code = appeals.unit_code
        and appeals.ledger = 'appeals'
left join reached as problems
    on
        unit.unit_code = problems.unit_code
        and problems.ledger = 'problems'
where
    unit.unit_code in (select community.unit_code from community)
    and (array_length($units) = 0 or list_contains($units, unit.unit_code))
order by unit.position;
