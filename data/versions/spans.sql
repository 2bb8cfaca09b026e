-- The spans of time of which the ledgers can speak. What was there before gives way.
-- Made before: ledger_day, the first and the last day that each of the staged ledgers tells of; publication.
delete from span;

insert into span by name
with
reach as (
    select
        date_trunc('year', min(ledger_day.starts_on)) as starts_on,
        max(publication.data_until) as ends_on
    from ledger_day
    cross join publication
),

month_start as (
    select cast(unnest(generate_series(reach.starts_on, reach.ends_on, interval 1 month)) as date) as starts_on
    from reach
),

dated as (
    select
        'month' as kind,
        strftime(starts_on, '%Y-%m') as span,
        starts_on,
        cast(starts_on + interval 1 month - interval 1 day as date) as ends_on
    from month_start
    union all
    select
        'quarter' as kind,
        strftime(starts_on, '%Y') || 'Q' || quarter(starts_on) as span,
        starts_on,
        cast(starts_on + interval 3 month - interval 1 day as date) as ends_on
    from month_start
    where month(starts_on) % 3 = 1
    union all
    select
        'year' as kind,
        strftime(starts_on, '%Y') as span,
        starts_on,
        cast(starts_on + interval 1 year - interval 1 day as date) as ends_on
    from month_start
    where month(starts_on) = 1
)

select
    dated.span,
    dated.kind,
    dated.starts_on,
    dated.ends_on,
    before.span as previous_span,
    year_before.span as year_before_span
from dated
left join dated as before
    on
        dated.kind = before.kind
        and dated.starts_on - interval 1 day = before.ends_on
left join dated as year_before
    on
        dated.kind = year_before.kind
        and dated.starts_on - interval 1 year = year_before.starts_on;
