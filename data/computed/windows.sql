-- What is to be computed, after what was published has been taken over: scores of published quarters stand.
-- Made before: published_measurement, where a version gives its computed measurements, and standing_period, those of
-- its quarters whose measurements are not published anew.
create temp table if not exists published_measurement as
select *
from measurement
where false;

create temp table if not exists standing_period (period text);

-- One row per community standing in a period and computed indicator that nobody reported, or that is only reported
-- where no ledger covers the quarter; what was reported for a quarter that stands is left as it is.
create or replace temp table computed_window as
with
-- Shipped standards agree on how an item is computed (checked when they are read together).
computed as (
    select distinct
        indicator_code,
        measured_by,
        is_reported_otherwise,
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
    computed.is_reported_otherwise,
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
        and (
            not computed.is_reported_otherwise
            or measurement.period in (select standing_period.period from standing_period)
        )
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
using published_measurement
where
    computed_window.community_code = published_measurement.community_code
    and computed_window.period = published_measurement.period
    and computed_window.indicator_code = published_measurement.indicator_code;

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

-- What ways of counting appeals ask: one row per item of computed_window whose window the ledger of its unit covers
-- from the first month to the last, and in which its community stood all the time.
create or replace temp view appeal_window as
select
    computed_window.community_code,
    computed_window.period,
    computed_window.indicator_code,
    computed_window.measured_by,
    coalesce(sum(mix.due_count), 0) as due_count,
    coalesce(sum(mix.on_time_count), 0) as on_time_count,
    coalesce(sum(mix.closed_count), 0) as closed_count,
    coalesce(sum(mix.reached_count), 0) as reached_count,
    coalesce(sum(mix.solved_count), 0) as solved_count,
    coalesce(sum(mix.satisfied_count), 0) as satisfied_count
from computed_window
inner join appeal_ledger
    on
        computed_window.unit_code = appeal_ledger.unit_code
        and computed_window.window_starts_on >= appeal_ledger.begins_on
        and computed_window.window_ends_on - interval 1 month < appeal_ledger.last_on
left join appeal_mix as mix
    on
        computed_window.community_code = mix.community_code
        and mix.month between computed_window.window_starts_on and computed_window.window_ends_on
where computed_window.established_on is null or computed_window.established_on <= computed_window.window_starts_on
group by
    computed_window.community_code,
    computed_window.period,
    computed_window.indicator_code,
    computed_window.measured_by;

create or replace temp table counted_item (
    community_code text,
    period text,
    indicator_code text,
    value double,
    numerator double,
    denominator double,
    sample_size integer,
    population_size integer,
    is_not_applicable boolean
);
