-- What was found in a span of time, and what of what fell due in it is put right: by area and by one more thing.
-- One row per area and value of $by with anything found, due, overdue or inspected; areas by their place, then value.
-- Found, filed and dispatched count by the day found; what follows a deadline by the day due, as of the data's day.
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
    select unnest(['found', 'due', 'late']) as name
),

place as (
    select
        community_code,
        case $area_kind
            when 'city' then 'city'
            when 'unit' then unit_code
            when 'street' then street_code
            else community_code
        end as area_code
    from community
    where array_length($units) = 0 or list_contains($units, unit_code)
),

inspection as (
    select
        visit.visit_code,
        visit.community_code,
        visit.items_checked,
        visit.kind = '复查' as is_second,
        coalesce(visit.slot, '未注明') as slot,
        visit.visited_on between moment.starts_on and moment.ends_on as is_counted,
        case $by
            when 'slot' then coalesce(visit.slot, '未注明')
            when 'month' then substr(cast(visit.visited_on as varchar), 1, 7)
            else ''
        end as by_value
    from visit
    cross join moment
),

-- What is known of a problem on the day of the data. It stands in the month it was found in, in that it fell due in
-- and, where it is late, in that one.
told as (
    select
        place.area_code,
        basis.name as basis,
        case
            when $by = 'month' and basis.name = 'found' then substr(cast(problem.found_on as varchar), 1, 7)
            when $by = 'month' then substr(cast(problem.due_on as varchar), 1, 7)
            when $by = 'category' then problem.category
            when $by = 'indicator' then coalesce(problem.indicator_code, '未编码')
            when $by = 'severity' then coalesce(problem.severity, '未注明')
            when $by = 'slot' then coalesce(inspection.slot, '未注明')
            when $by = 'place_kind' then coalesce(problem.place_kind, '未注明')
            when $by = 'responsible' then coalesce(problem.responsible, '未注明')
            when $by = 'source' then coalesce(problem.source, '未注明')
            else ''
        end as by_value,
        coalesce(problem.filed_on <= moment.data_until, false) as is_filed,
        coalesce(problem.dispatched_on <= moment.data_until, false) as is_dispatched,
        coalesce(problem.is_forced, false) or coalesce(problem.verified_on <= moment.data_until, false) as is_closed,
        coalesce(problem.is_forced, false) as is_forced,
        coalesce(problem.rework_count, 0) > 0 as is_reworked,
        problem.extended_to is not null as is_extended,
        problem.deferred_to is not null as is_deferred,
        coalesce(problem.rectified_on, problem.verified_on)
        <= coalesce(problem.extended_to, problem.due_on) as is_in_time,
        coalesce(not inspection.is_second, false) as is_of_first,
        coalesce(inspection.is_second, false) as is_of_second,
        datediff('day', problem.found_on, least(coalesce(problem.verified_on, moment.data_until), moment.data_until))
            as days
    from problem
    inner join place on problem.community_code = place.community_code
    cross join moment
    cross join basis
    left join inspection
        on
            problem.visit_code = inspection.visit_code
            and problem.community_code = inspection.community_code
    where
        problem.found_on <= moment.data_until
        and case basis.name
            when 'found' then problem.found_on between moment.starts_on and moment.ends_on
            when 'due' then problem.due_on between moment.starts_on and moment.ends_on
            else
                coalesce(problem.deferred_to, problem.extended_to, problem.due_on) < moment.data_until
                and coalesce(problem.verified_on > moment.data_until, true)
                and not coalesce(problem.is_forced, false)
                and ($by <> 'month' or problem.due_on between moment.starts_on and moment.ends_on)
        end
),

counted as (
    select
        area_code,
        by_value,
        count(case when basis = 'found' then 1 end) as found_count,
        count(case when basis = 'found' and is_filed then 1 end) as filed_count,
        count(case when basis = 'found' and is_dispatched then 1 end) as dispatched_count,
        count(case when basis = 'found' and is_closed and not is_forced then 1 end) as rectified_of_found_count,
        count(case when basis = 'found' and is_of_first then 1 end) as found_by_visits,
        count(case when basis = 'found' and is_of_second then 1 end) as found_again,
        count(case when basis = 'due' then 1 end) as due_count,
        count(case when basis = 'due' and is_closed then 1 end) as closed_count,
        count(case when basis = 'due' and is_closed and not is_forced then 1 end) as rectified_count,
        count(case when basis = 'due' and is_closed and is_in_time and not is_deferred then 1 end)
            as on_time_count,
        count(case when basis = 'due' and is_reworked then 1 end) as rework_count,
        count(case when basis = 'due' and is_extended then 1 end) as extended_count,
        count(case when basis = 'due' and is_deferred then 1 end) as deferred_count,
        count(case when basis = 'due' and is_closed and is_forced then 1 end) as forced_count,
        count(case when basis = 'late' then 1 end) as overdue_count
    from told
    group by area_code, by_value
),

checked as (
    select
        place.area_code,
        inspection.by_value,
        count(case when not inspection.is_second then 1 end) as visit_count,
        cast(sum(case when inspection.is_second then 0 else inspection.items_checked end) as bigint) as items_checked,
        cast(sum(case when inspection.is_second then inspection.items_checked else 0 end) as bigint) as items_rechecked
    from inspection
    inner join place on inspection.community_code = place.community_code
    where inspection.is_counted
    group by place.area_code, inspection.by_value
),

-- Items are not checked by category: there all of the area's stand behind every value.
told_of as (
    select
        area_code,
        by_value
    from counted
    union
    select
        area_code,
        by_value
    from checked
    where $by in ('none', 'slot', 'month')
),

summed as (
    select
        told_of.area_code,
        told_of.by_value,
        coalesce(counted.found_count, 0) as found_count,
        coalesce(counted.filed_count, 0) as filed_count,
        coalesce(counted.dispatched_count, 0) as dispatched_count,
        coalesce(counted.rectified_of_found_count, 0) as rectified_of_found_count,
        coalesce(counted.found_by_visits, 0) as found_by_visits,
        coalesce(counted.found_again, 0) as found_again,
        coalesce(counted.due_count, 0) as due_count,
        coalesce(counted.closed_count, 0) as closed_count,
        coalesce(counted.rectified_count, 0) as rectified_count,
        coalesce(counted.on_time_count, 0) as on_time_count,
        coalesce(counted.rework_count, 0) as rework_count,
        coalesce(counted.extended_count, 0) as extended_count,
        coalesce(counted.deferred_count, 0) as deferred_count,
        coalesce(counted.forced_count, 0) as forced_count,
        coalesce(counted.overdue_count, 0) as overdue_count,
        coalesce(checked.visit_count, 0) as visit_count,
        coalesce(checked.items_checked, 0) as items_checked,
        case when $by in ('none', 'slot', 'month') then coalesce(checked.items_rechecked, 0) end as items_rechecked,
        case
            when $by in ('none', 'slot', 'month')
                then greatest(coalesce(checked.items_rechecked, 0) - coalesce(counted.found_again, 0), 0)
        end as truly_closed_count
    from told_of
    left join counted
        on
            told_of.area_code = counted.area_code
            and told_of.by_value = counted.by_value
    left join checked
        on
            told_of.area_code = checked.area_code
            and checked.by_value = case when $by in ('slot', 'month') then told_of.by_value else '' end
),

rate as (
    select unnest([
        'filed', 'dispatch', 'closed', 'on_time', 'rework', 'extension', 'rectified', 'rectified_of_found', 'true_close'
    ]) as name
),

-- Each rate once: its numerator and its denominator, with Wilson's 95 % limits (Newcombe 1998, method 3).
part as (
    select
        summed.area_code,
        summed.by_value,
        rate.name,
        case rate.name
            when 'filed' then summed.filed_count
            when 'dispatch' then summed.dispatched_count
            when 'closed' then summed.closed_count
            when 'on_time' then summed.on_time_count
            when 'rework' then summed.rework_count
            when 'extension' then summed.extended_count
            when 'rectified' then summed.rectified_count
            when 'rectified_of_found' then summed.rectified_of_found_count
            else summed.truly_closed_count
        end as hits,
        case rate.name
            when 'filed' then summed.found_count
            when 'dispatch' then summed.filed_count
            when 'rectified_of_found' then summed.found_count
            when 'on_time' then summed.due_count - summed.deferred_count
            when 'true_close' then summed.items_rechecked
            else summed.due_count
        end as cases
    from summed
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
        max(case when name = 'filed' then rate end) as filed_rate,
        max(case when name = 'filed' then low end) as filed_rate_low,
        max(case when name = 'filed' then high end) as filed_rate_high,
        max(case when name = 'dispatch' then rate end) as dispatch_rate,
        max(case when name = 'dispatch' then low end) as dispatch_rate_low,
        max(case when name = 'dispatch' then high end) as dispatch_rate_high,
        max(case when name = 'closed' then rate end) as closed_rate,
        max(case when name = 'closed' then low end) as closed_rate_low,
        max(case when name = 'closed' then high end) as closed_rate_high,
        max(case when name = 'on_time' then rate end) as on_time_rate,
        max(case when name = 'on_time' then low end) as on_time_rate_low,
        max(case when name = 'on_time' then high end) as on_time_rate_high,
        max(case when name = 'rework' then rate end) as rework_rate,
        max(case when name = 'rework' then low end) as rework_rate_low,
        max(case when name = 'rework' then high end) as rework_rate_high,
        max(case when name = 'extension' then rate end) as extension_rate,
        max(case when name = 'extension' then low end) as extension_rate_low,
        max(case when name = 'extension' then high end) as extension_rate_high,
        max(case when name = 'rectified' then rate end) as rectified_rate,
        max(case when name = 'rectified' then low end) as rectified_rate_low,
        max(case when name = 'rectified' then high end) as rectified_rate_high,
        max(case when name = 'rectified_of_found' then rate end) as rectified_of_found,
        max(case when name = 'rectified_of_found' then low end) as rectified_of_found_low,
        max(case when name = 'rectified_of_found' then high end) as rectified_of_found_high,
        max(case when name = 'true_close' then rate end) as true_close_rate,
        max(case when name = 'true_close' then low end) as true_close_rate_low,
        max(case when name = 'true_close' then high end) as true_close_rate_high
    from limited
    group by area_code, by_value
),

-- How long it takes, where some are still open: Kaplan and Meier.
leaving as (
    select
        area_code,
        by_value,
        days,
        count(case when is_closed and not is_forced then 1 end) as closed,
        sum(count(*)) over (partition by area_code, by_value order by days desc) as at_risk
    from told
    where basis = 'found'
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
        min(days) as rectify_median_days
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
    summed.by_value,
    summed.found_count,
    summed.filed_count,
    summed.dispatched_count,
    summed.due_count,
    summed.closed_count,
    summed.rectified_count,
    summed.on_time_count,
    summed.rework_count,
    summed.extended_count,
    summed.deferred_count,
    summed.forced_count,
    summed.rectified_of_found_count,
    summed.overdue_count,
    limits.filed_rate,
    limits.filed_rate_low,
    limits.filed_rate_high,
    limits.dispatch_rate,
    limits.dispatch_rate_low,
    limits.dispatch_rate_high,
    limits.closed_rate,
    limits.closed_rate_low,
    limits.closed_rate_high,
    limits.on_time_rate,
    limits.on_time_rate_low,
    limits.on_time_rate_high,
    limits.rework_rate,
    limits.rework_rate_low,
    limits.rework_rate_high,
    limits.extension_rate,
    limits.extension_rate_low,
    limits.extension_rate_high,
    limits.rectified_rate,
    limits.rectified_rate_low,
    limits.rectified_rate_high,
    limits.rectified_of_found,
    limits.rectified_of_found_low,
    limits.rectified_of_found_high,
    limits.true_close_rate,
    limits.true_close_rate_low,
    limits.true_close_rate_high,
    100.0 * summed.found_by_visits / nullif(summed.items_checked, 0) as per_100_items,
    summed.found_count - summed.found_by_visits - summed.found_again as found_without_visit_count,
    summed.visit_count,
    summed.items_checked,
    summed.items_rechecked,
    summed.truly_closed_count,
    median.rectify_median_days
from summed
inner join area
    on
        area.area_kind = $area_kind
        and summed.area_code = area.area_code
left join limits
    on
        summed.area_code = limits.area_code
        and summed.by_value = limits.by_value
left join median
    on
        summed.area_code = median.area_code
        and summed.by_value = median.by_value
order by area.position, area.area_code, summed.by_value;
