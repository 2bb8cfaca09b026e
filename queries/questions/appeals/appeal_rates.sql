-- What was asked for in a span of time, what was answered in time, and what those who were called back say.
-- One row per area and value of $by with anything received, due, called back or open; areas by place, then by value.
-- Received, repeated and answered count by the day received, what has a limit by the day due, call-backs by the day
-- closed; open and overdue are all there are on the day of the data. What is excluded is counted apart.
-- Parameters: $period (a span), $as_of (a day, told as of which; '' is that of the data), $area_kind, $by and the list
-- $units (an empty list means every one).
with
moment as (
    select
        span.starts_on,
        least(span.ends_on, known.data_until) as ends_on,
        known.data_until
    from span
    cross join known
    where span.span = $period
),

basis as (
    select unnest(['received', 'due', 'called', 'open']) as name
),

place as (
    select
        community_code,
        households,
        case $area_kind
            when 'city' then 'city'
            when 'unit' then unit_code
            when 'street' then street_code
            else community_code
        end as area_code
    from community
    where array_length($units) = 0 or list_contains($units, unit_code)
),

-- A matter raised again within 90 days in the same community is a repeat.
raised as (
    select
        appeal_code,
        community_code,
        lag(received_at) over (
            partition by community_code, matter
            order by received_at, appeal_code
        ) >= received_at - interval 90 day as is_repeat
    from appeal
    where matter is not null
),

-- What is known of a ticket on the day of the data. It stands in the month it was received in, in the month it fell due
-- in, in the month it was closed in and, while it is open, in the first.
ticket as (
    select
        place.area_code,
        basis.name as basis,
        case
            when $by = 'month' and basis.name = 'due' then substr(cast(settled_appeal.due_at as varchar), 1, 7)
            when $by = 'month' and basis.name = 'called' then substr(cast(appeal.closed_at as varchar), 1, 7)
            when $by = 'month' then substr(cast(appeal.received_at as varchar), 1, 7)
            when $by = 'category' then appeal.category
            when $by = 'channel' then appeal.channel
            when $by = 'appeal_class' then coalesce(appeal.appeal_class, '未注明')
            when $by = 'dimension' then coalesce(appeal.dimension_code, '未编码')
            else ''
        end as by_value,
        appeal.exclusion is not null as is_excluded,
        appeal.callback_at is not null as is_called,
        coalesce(raised.is_repeat, false) as is_repeat,
        coalesce(appeal.closed_at <= settled_appeal.due_at, false) as is_on_time,
        coalesce(cast(settled_appeal.due_at as date) < moment.data_until, false) as is_late,
        coalesce(cast(appeal.closed_at as date) <= moment.data_until, false) as is_closed,
        settled_appeal.is_reached,
        coalesce(settled_appeal.is_reached and appeal.is_contacted, false) as is_contacted,
        coalesce(settled_appeal.is_reached and appeal.is_solved, false) as is_solved,
        case when settled_appeal.is_reached then appeal.satisfaction end as satisfaction,
        coalesce(cast(appeal.closed_at as date) + interval 30 day <= moment.data_until, false) as is_seen_for_long,
        coalesce(appeal.reopened_at <= appeal.closed_at + interval 30 day, false) as is_back,
        datediff('minute', appeal.received_at, appeal.first_reply_at) / 60.0 as reply_hours,
        datediff(
            'minute',
            appeal.received_at,
            least(
                coalesce(appeal.closed_at, cast(moment.data_until + interval 1 day as timestamp)),
                cast(moment.data_until + interval 1 day as timestamp)
            )
        ) / 1440.0 as days
    from appeal
    inner join place on appeal.community_code = place.community_code
    inner join settled_appeal
        on
            appeal.appeal_code = settled_appeal.appeal_code
            and appeal.community_code = settled_appeal.community_code
    cross join moment
    cross join basis
    left join raised
        on
            appeal.appeal_code = raised.appeal_code
            and appeal.community_code = raised.community_code
    where
        cast(appeal.received_at as date) <= moment.data_until
        and (basis.name = 'received' or appeal.exclusion is null)
        and case basis.name
            when 'received' then cast(appeal.received_at as date) between moment.starts_on and moment.ends_on
            when 'due' then cast(settled_appeal.due_at as date) between moment.starts_on and moment.ends_on
            when 'called'
                then
                    cast(appeal.closed_at as date) between moment.starts_on and moment.ends_on
                    and coalesce(cast(appeal.callback_at as date) <= moment.data_until, true)
            else
                (
                    coalesce(cast(appeal.closed_at as date) > moment.data_until, true)
                    or (
                        appeal.reopened_at >= appeal.closed_at
                        and cast(appeal.reopened_at as date) <= moment.data_until
                    )
                )
                and ($by <> 'month' or cast(appeal.received_at as date) between moment.starts_on and moment.ends_on)
        end
),

counted as (
    select
        area_code,
        by_value,
        count(case when basis = 'received' and not is_excluded then 1 end) as received_count,
        count(case when basis = 'received' and is_excluded then 1 end) as excluded_count,
        count(case when basis = 'received' and is_repeat and not is_excluded then 1 end) as repeat_count,
        quantile_cont(case when basis = 'received' and not is_excluded then reply_hours end, 0.5)
            as first_reply_median_hours,
        quantile_cont(case when basis = 'received' and not is_excluded then reply_hours end, 0.9)
            as first_reply_p90_hours,
        count(case when basis = 'due' then 1 end) as due_count,
        count(case when basis = 'due' and is_on_time then 1 end) as on_time_count,
        count(case when basis = 'called' and (is_called or is_reached) then 1 end) as callback_count,
        count(case when basis = 'called' and is_reached then 1 end) as reached_count,
        count(case when basis = 'called' and is_contacted then 1 end) as contacted_count,
        count(case when basis = 'called' and is_solved then 1 end) as solved_count,
        count(case when basis = 'called' and satisfaction = '满意' then 1 end) as satisfied_count,
        count(case when basis = 'called' and satisfaction = '基本满意' then 1 end) as basically_satisfied_count,
        count(case when basis = 'called' and satisfaction = '不满意' then 1 end) as dissatisfied_count,
        count(case when basis = 'called' and is_reached and is_seen_for_long then 1 end) as seen_for_long_count,
        count(case when basis = 'called' and is_solved and is_seen_for_long and not is_back then 1 end)
            as solved_and_kept_count,
        count(case when basis = 'open' then 1 end) as open_count,
        count(case when basis = 'open' and is_late then 1 end) as overdue_count
    from ticket
    group by area_code, by_value
),

resident as (
    select
        area_code,
        sum(households) as households
    from place
    group by area_code
),

rate as (
    select unnest([
        'on_time', 'contact', 'solve', 'satisfy', 'satisfy_wide', 'reach', 'repeat', 'solved_and_kept'
    ]) as name
),

-- Each rate once: its numerator and its denominator, with Wilson's 95 % limits (Newcombe 1998, method 3).
part as (
    select
        counted.area_code,
        counted.by_value,
        rate.name,
        case rate.name
            when 'on_time' then counted.on_time_count
            when 'contact' then counted.contacted_count
            when 'solve' then counted.solved_count
            when 'satisfy' then counted.satisfied_count
            when 'satisfy_wide' then counted.satisfied_count + counted.basically_satisfied_count
            when 'reach' then counted.reached_count
            when 'repeat' then counted.repeat_count
            else counted.solved_and_kept_count
        end as hits,
        case rate.name
            when 'on_time' then counted.due_count
            when 'reach' then counted.callback_count
            when 'repeat' then counted.received_count
            when 'solved_and_kept' then counted.seen_for_long_count
            else counted.reached_count
        end as cases
    from counted
    cross join rate
),

share as (
    select
        area_code,
        by_value,
        name,
        3.841458820694124 / cases as z,
        1.0 * least(hits, cases) / cases as rate,
        1.0 * least(hits, cases) / cases * (1 - 1.0 * least(hits, cases) / cases) / cases as variance
    from part
    where cases > 0
),

limited as (
    select
        area_code,
        by_value,
        name,
        rate,
        greatest(
            (rate + z / 2 - sqrt(3.841458820694124 * variance + z * z / 4)) / (1 + z), 0
        ) as low,
        least(
            (rate + z / 2 + sqrt(3.841458820694124 * variance + z * z / 4)) / (1 + z), 1
        ) as high
    from share
),

limits as (
    select
        area_code,
        by_value,
        max(case when name = 'on_time' then rate end) as on_time_rate,
        max(case when name = 'on_time' then low end) as on_time_rate_low,
        max(case when name = 'on_time' then high end) as on_time_rate_high,
        max(case when name = 'contact' then rate end) as contact_rate,
        max(case when name = 'contact' then low end) as contact_rate_low,
        max(case when name = 'contact' then high end) as contact_rate_high,
        max(case when name = 'solve' then rate end) as solve_rate,
        max(case when name = 'solve' then low end) as solve_rate_low,
        max(case when name = 'solve' then high end) as solve_rate_high,
        max(case when name = 'satisfy' then rate end) as satisfy_rate,
        max(case when name = 'satisfy' then low end) as satisfy_rate_low,
        max(case when name = 'satisfy' then high end) as satisfy_rate_high,
        max(case when name = 'satisfy_wide' then rate end) as satisfy_rate_wide,
        max(case when name = 'satisfy_wide' then low end) as satisfy_rate_wide_low,
        max(case when name = 'satisfy_wide' then high end) as satisfy_rate_wide_high,
        max(case when name = 'reach' then rate end) as reach_rate,
        max(case when name = 'reach' then low end) as reach_rate_low,
        max(case when name = 'reach' then high end) as reach_rate_high,
        max(case when name = 'repeat' then rate end) as repeat_rate,
        max(case when name = 'repeat' then low end) as repeat_rate_low,
        max(case when name = 'repeat' then high end) as repeat_rate_high,
        max(case when name = 'solved_and_kept' then rate end) as solved_and_kept_rate,
        max(case when name = 'solved_and_kept' then low end) as solved_and_kept_rate_low,
        max(case when name = 'solved_and_kept' then high end) as solved_and_kept_rate_high
    from limited
    group by area_code, by_value
),

-- How long it takes, where some are still open: Kaplan and Meier.
leaving as (
    select
        area_code,
        by_value,
        days,
        count(case when is_closed then 1 end) as closed,
        sum(count(*)) over (partition by area_code, by_value order by days desc) as at_risk
    from ticket
    where basis = 'received' and not is_excluded
    group by area_code, by_value, days
),

survival as (
    select
        area_code,
        by_value,
        days,
        sum(case when closed = at_risk then -1000 else ln(1 - 1.0 * closed / nullif(at_risk, 0)) end) over (
            partition by area_code, by_value
            order by days
        ) as log_open
    from leaving
),

median as (
    select
        area_code,
        by_value,
        min(days) as close_median_days
    from survival
    where log_open <= ln(0.5) + 1e-12
    group by area_code, by_value
)

select
    area.area_kind,
    area.area_code,
    area.area_name,
    area.unit_code,
    area.unit_name,
    counted.by_value,
    counted.received_count,
    1.0
    * counted.received_count
    / nullif(sum(counted.received_count) over (partition by counted.area_code), 0) as share,
    case when $by = 'none' then 1000.0 * counted.received_count / nullif(resident.households, 0) end
        as per_1000_households,
    counted.due_count,
    counted.on_time_count,
    counted.callback_count,
    counted.reached_count,
    counted.contacted_count,
    counted.solved_count,
    counted.satisfied_count,
    counted.basically_satisfied_count,
    counted.dissatisfied_count,
    counted.seen_for_long_count,
    counted.solved_and_kept_count,
    counted.repeat_count,
    limits.on_time_rate,
    limits.on_time_rate_low,
    limits.on_time_rate_high,
    limits.contact_rate,
    limits.contact_rate_low,
    limits.contact_rate_high,
    limits.solve_rate,
    limits.solve_rate_low,
    limits.solve_rate_high,
    limits.satisfy_rate,
    limits.satisfy_rate_low,
    limits.satisfy_rate_high,
    limits.satisfy_rate_wide,
    limits.satisfy_rate_wide_low,
    limits.satisfy_rate_wide_high,
    limits.reach_rate,
    limits.reach_rate_low,
    limits.reach_rate_high,
    limits.repeat_rate,
    limits.repeat_rate_low,
    limits.repeat_rate_high,
    limits.solved_and_kept_rate,
    limits.solved_and_kept_rate_low,
    limits.solved_and_kept_rate_high,
    counted.first_reply_median_hours,
    counted.first_reply_p90_hours,
    median.close_median_days,
    counted.open_count,
    counted.overdue_count,
    counted.excluded_count
from counted
inner join area
    on
        area.area_kind = $area_kind
        and counted.area_code = area.area_code
inner join resident on counted.area_code = resident.area_code
left join limits
    on
        counted.area_code = limits.area_code
        and counted.by_value = limits.by_value
left join median
    on
        counted.area_code = median.area_code
        and counted.by_value = median.by_value
order by area.position, area.area_code, counted.by_value;
