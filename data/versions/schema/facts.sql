-- What was imported: quarters, areas and measurements. Ledgers have tables of their own by their definitions.
-- The large tables have no primary key: its index would be most of the file and no question uses it. Their keys
-- are checked before publication (data/checking for what comes in, data/versions/keys.py for the rest).

-- One row per quarter of the data.
create table period (
    period text primary key check (regexp_full_match(period, '\d{4}Q[1-4]')),
    starts_on date not null,
    ends_on date not null,
    previous_period text
);

-- One row per reporting unit: a district with a polygon, or a unit hosted by one.
create table unit (
    unit_code text primary key,
    unit_name text not null unique,
    short_name text not null,
    host_code text,
    position integer not null unique
);

-- One row per street (街道, 镇, 乡); its reporting unit is not always its district.
create table street (
    street_code text primary key,
    street_name text not null,
    unit_code text not null references unit (unit_code),
    longitude double,
    latitude double,
    position_quality text check (position_quality in ('surveyed', 'street', 'schematic'))
);

-- One row per community of the register; names are not unique, codes are.
create table community (
    community_code text primary key,
    community_name text not null,
    short_name text not null,
    pinyin_initials text not null,
    unit_code text not null references unit (unit_code),
    street_code text not null references street (street_code),
    households integer not null check (households > 0),
    kind text not null,
    share_60_plus double check (share_60_plus between 0 and 100),
    share_renters double check (share_renters between 0 and 100),
    building_age double check (building_age >= 0),
    density double check (density >= 0),
    longitude double,
    latitude double,
    position_quality text check (position_quality in ('surveyed', 'street', 'schematic')),
    established_on date,
    abolished_on date
);

-- One row per area of any kind, under the names it goes by: what questions show beside its scores.
-- Areas: the city (code 'city'), every reporting unit, street and community; position is that of the reporting unit.
create table area (
    area_kind text not null check (area_kind in ('city', 'unit', 'street', 'community')),
    area_code text not null,
    area_name text not null,
    short_name text not null,
    pinyin_initials text not null,
    kind text,
    unit_code text,
    unit_name text,
    street_code text,
    street_name text,
    longitude double,
    latitude double,
    position_quality text,
    position integer not null,
    primary key (area_kind, area_code)
);

-- One row per community, period and item (indicator or veto) that was reported or computed from a ledger.
-- An item without a row counts as unreported.
create table measurement (
    community_code text not null,
    period text not null,
    indicator_code text not null,
    origin text not null check (origin in ('reported', 'computed')),
    state text not null check (state in ('value', 'not_applicable', 'unreported')),
    value double,
    grade text,
    numerator double,
    denominator double,
    sample_size integer check (sample_size > 0),
    population_size integer check (population_size > 0),
    standard_error double check (standard_error >= 0),
    is_carried_forward boolean not null,
    check (state != 'value' or value is not null or grade is not null)
);
