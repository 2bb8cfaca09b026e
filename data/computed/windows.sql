-- What is to be computed, after what was published has been taken over: scores of published quarters stand.
-- Made before: published_measurement, where a version gives its computed measurements.
create temp table if not exists published_measurement as
select *
from measurement
where false;

-- One row per community standing in a period and computed indicator that nobody reported.
create or replace temp table computed_window as
with
-- Shipped standards agree on how an item is computed (checked when they are read together).
computed as (
    select distinct
        indicator_code,
        measured_by,
        window_quarters,
        activity_categories
    from indicator
    where measured_by is not null
)

select
    community.community_code,
    community.unit_code,
    community.established_on,
    period.period,
    computed.indicator_code,
    computed.measured_by,
    computed.activity_categories,
    cast(period.ends_on + interval 1 day - to_months(3 * computed.window_quarters) as date) as window_starts_on,
    period.ends_on as window_ends_on
from community
cross join period
cross join computed
anti join measurement
    on
        community.community_code = measurement.community_code
        and period.period = measurement.period
        and computed.indicator_code = measurement.indicator_code
where
    (community.established_on is null or community.established_on <= period.ends_on)
    and (community.abolished_on is null or community.abolished_on > period.starts_on);

insert into measurement by name
select published_measurement.*
from published_measurement
semi join computed_window
    on
        published_measurement.community_code = computed_window.community_code
        and published_measurement.period = computed_window.period
        and published_measurement.indicator_code = computed_window.indicator_code;

delete from computed_window
using measurement
where
    computed_window.community_code = measurement.community_code
    and computed_window.period = measurement.period
    and computed_window.indicator_code = measurement.indicator_code;

-- What ways of counting activities ask: one row per item of computed_window and month, category and kind of its
-- activities, where its unit began its ledger with the first quarter of the window or before: else what went before it
-- is not zero.
create or replace temp view activity_window as
select
    computed_window.*,
    mix.category,
    mix.kind,
    mix.activity_count
from computed_window
inner join activity_ledger
    on
        computed_window.unit_code = activity_ledger.unit_code
        and activity_ledger.begins_on < computed_window.window_starts_on + interval 3 month
inner join activity_mix as mix
    on
        computed_window.community_code = mix.community_code
        and mix.month between computed_window.window_starts_on and computed_window.window_ends_on;

create or replace temp table counted_item (
    community_code text,
    period text,
    indicator_code text,
    value double
);
