-- What is counted from the ledgers, and what the version says of itself.

-- One row per community, period and dimension with activities: how many, and how many took part.
create table activity_count (
    community_code text not null,
    period text not null,
    dimension_code text not null,
    activity_count integer not null,
    participants integer not null
);

-- One row per reporting unit, month, dimension, category and kind with activities of communities then standing.
create table activity_month (
    unit_code text not null,
    period text not null,
    month text not null check (regexp_full_match(month, '\d{4}-\d{2}')),
    dimension_code text not null,
    category text not null,
    kind text not null,
    activity_count integer not null,
    participants bigint not null
);

-- One row per reporting unit, period, dimension, weekday (1 is Monday) and hour with activities of those communities.
create table activity_hour (
    unit_code text not null,
    period text not null,
    dimension_code text not null,
    weekday integer not null check (weekday between 1 and 7),
    hour integer not null check (hour between 0 and 23),
    activity_count integer not null
);

-- One row per span of time of which a ledger can speak: each month, quarter and year from the first row of any ledger
-- to the day of the data. A span goes on past that day where the month, quarter or year is not over.
-- Spans: 2026-09, 2026Q3, 2026. The one before is of the same length, and so is the same one a year before; null where
-- there is none.
create table span (
    span text primary key,
    kind text not null check (kind in ('month', 'quarter', 'year')),
    starts_on date not null,
    ends_on date not null,
    previous_span text,
    year_before_span text
);

-- One row: what this version says of itself. data_until: the end of its last quarter or, if later, the newest day that
-- a row of a ledger tells of; never a day to come.
create table publication (
    version integer not null,
    is_demonstration boolean not null,
    register_note text not null,
    boundary_source text not null,
    boundary_vintage text not null,
    map_approval_number text not null,
    data_until date not null
);
