-- What the import is about and what it owes. Set before: inspected_period (empty or one row).
-- due_item: one row per period and item that has to be reported in it (by the standard then valid).
-- standing: one row per period and community that has to report: of the units in the files, standing in that period, of
-- the published register where there is one of the same kind (demonstration codes begin with 99), else the project's.
create or replace temp table quarter as
with
named as (
    select staged_measurements.period
    from staged_measurements
    where regexp_full_match(staged_measurements.period, '20\d{2}Q[1-4]')
    union
    select inspected_period.period
    from inspected_period
)

select
    period,
    first_day(period) as starts_on
from named;

create or replace temp table due_item as
with
standard as (
    select distinct
        standard_version,
        valid_from
    from staged_items
),

valid as (
    select
        quarter.period,
        standard.standard_version,
        standard.valid_from <= quarter.starts_on as is_in_force
    from quarter
    cross join standard
    -- The latest in force; before any was, the first.
    qualify
        row_number() over (
            partition by quarter.period
            order by
                is_in_force desc nulls last,
                case when is_in_force then standard.valid_from end desc nulls last,
                standard.valid_from asc
        ) = 1
)

select
    valid.period,
    staged_items.indicator_code,
    staged_items.position
from valid
inner join staged_items on valid.standard_version = staged_items.standard_version
where staged_items.is_due;

create or replace temp table standing as
with
reported as (
    select distinct
        quarter.period,
        quarter.starts_on,
        known_communities.unit_code,
        starts_with(known_communities.community_code, '99') as is_demonstration
    from staged_measurements
    inner join quarter on staged_measurements.period = quarter.period
    inner join known_communities on staged_measurements.community_code = known_communities.community_code
    inner join visible_unit on known_communities.unit_code = visible_unit.unit_code
)

select
    reported.period,
    known_communities.unit_code,
    known_communities.community_code,
    coalesce(known_communities.short_name, known_communities.community_name) as community_name
from reported
inner join known_communities
    on
        reported.unit_code = known_communities.unit_code
        and reported.is_demonstration = starts_with(known_communities.community_code, '99')
where
    coalesce(known_communities.established_on <= last_day(reported.starts_on + interval 2 month), true)
    and coalesce(known_communities.abolished_on > reported.starts_on, true)
    and (
        known_communities.origin != 'reference'
        or not exists (
            select 1
            from known_communities as published
            where
                published.origin = 'city'
                and published.unit_code = reported.unit_code
                and starts_with(published.community_code, '99') = reported.is_demonstration
        )
    );
