-- The quarters that stand: their measurements are not published again. One row per quarter.
create temp table standing_period as
select published.period
from base.period as published
where
    published.period not in (
        select staged.period
        from staged_measurements as staged
        where staged.row is not null
    );

-- What the base computed and what stands: of those quarters, by the same way.
-- One row per community, period and computed item of the base.
create temp table published_measurement as
select published.*
from base.measurement as published
where
    published.origin = 'computed'
    and published.period in (select standing_period.period from standing_period)
    and published.indicator_code in (
        select way.indicator_code
        from base.indicator as way
        inner join indicator
            on
                way.indicator_code = indicator.indicator_code
                and way.measured_by = indicator.measured_by
                and way.window_quarters = indicator.window_quarters
                and way.activity_categories = indicator.activity_categories
    );
