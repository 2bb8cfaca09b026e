-- Computed measurements of quarters that both versions have, where they are not the same.
-- One row per period, oldest first: period, item_count.
select
    later.period,
    count(*) as item_count
from later.measurement as later
inner join earlier.measurement as earlier
    on
        later.community_code = earlier.community_code
        and later.period = earlier.period
        and later.indicator_code = earlier.indicator_code
where
    later.origin = 'computed'
    and earlier.origin = 'computed'
    and (later.state, later.value) is distinct from (earlier.state, earlier.value)
group by later.period
order by later.period;
