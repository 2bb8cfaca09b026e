-- The standards that a version is scored by.

-- One row per shipped standard.
create table standard (
    standard_version text primary key,
    standard_name text not null,
    valid_from date,
    is_example boolean not null,
    notice text not null,
    aggregation text not null check (aggregation in ('arithmetic', 'geometric')),
    geometric_floor double not null,
    line double not null,
    minimum_coverage double not null,
    false_discovery_rate double not null,
    minimum_change double not null,
    small_sample_counted integer not null default 10,
    small_sample_listed integer not null default 5,
    pace_stretch double not null default 2,
    minimum_rated_share double not null default (2.0 / 3),
    rectified_line double not null default 90,
    rectified_line_citation text
);

-- One row per standard and attribute that makes communities alike; 'other_kind' is the distance of another kind.
create table context_weight (
    standard_version text not null,
    attribute text not null,
    weight double not null check (weight >= 0),
    primary key (standard_version, attribute)
);

-- One row per standard and dimension, in the standard's order.
create table dimension (
    standard_version text not null,
    dimension_code text not null,
    dimension_name text not null,
    position integer not null,
    weight double not null,
    primary key (standard_version, dimension_code)
);

-- One row per standard and indicator, in the standard's order; weight is relative.
-- scale_text: its anchors by value, or its grades from the best, in words: '50 → 0；80 → 60；95 → 100'.
-- measured_by: the way of counting it from a ledger (data/computed), null where it is reported;
-- is_reported_otherwise: reported where no ledger covers it.
-- basis: where the line of 达标 comes from, scale_basis: where the ends of the scale do; citation: issuer and title.
create table indicator (
    standard_version text not null,
    indicator_code text not null,
    indicator_name text not null,
    dimension_code text not null,
    position integer not null,
    weight double not null,
    unit text not null,
    decimals integer not null,
    sampling text not null check (sampling in ('full', 'rate', 'mean')),
    is_finite_population boolean not null,
    is_about_people boolean not null default false,
    measured_by text,
    is_reported_otherwise boolean not null default false,
    window_quarters integer not null,
    activity_categories text[] not null,
    numerator text,
    denominator text,
    source text,
    basis text check (basis in ('sourced', 'inferred', 'default')),
    scale_basis text check (scale_basis in ('sourced', 'inferred', 'default')),
    citation text,
    is_reprint boolean,
    note text,
    method text check (method in ('anchors', 'grades', 'deduction')),
    minimum double,
    maximum double,
    scale_text text,
    primary key (standard_version, indicator_code)
);

-- One row per standard and class of appeals: hours until it is due by default.
create table appeal_limit (
    standard_version text not null,
    appeal_class text not null,
    hours double not null,
    primary key (standard_version, appeal_class)
);

-- One row per standard, indicator and straight piece of its anchor curve, from value to value.
create table anchor_piece (
    standard_version text not null,
    indicator_code text not null,
    position integer not null,
    from_value double not null,
    from_score double not null,
    to_value double not null,
    to_score double not null,
    primary key (standard_version, indicator_code, position)
);

-- One row per standard, graded indicator and grade.
create table grade (
    standard_version text not null,
    indicator_code text not null,
    grade text not null,
    score double not null,
    primary key (standard_version, indicator_code, grade)
);

-- One row per standard and veto.
create table veto (
    standard_version text not null,
    indicator_code text not null,
    veto_name text not null,
    note text,
    basis text check (basis in ('sourced', 'inferred', 'default')),
    primary key (standard_version, indicator_code)
);

-- One row per standard and band, best first.
create table band (
    standard_version text not null,
    band_code text not null,
    band_name text not null,
    symbol text not null,
    position integer not null,
    minimum_score double not null,
    minimum_dimension_score double not null,
    requires_all_reported boolean not null,
    requires_no_veto boolean not null,
    primary key (standard_version, band_code)
);

-- One row per standard, target measure and period to reach it by.
create table target (
    standard_version text not null,
    measure text not null check (measure in ('index', 'share_passing')),
    value double not null,
    period text not null,
    basis text check (basis in ('sourced', 'inferred', 'default')),
    primary key (standard_version, measure, period)
);

-- One row per standard and rule for the sentence of a period, in order: the first rule that holds speaks.
-- text has named fields in braces, see Finding in data/standard.py.
create table finding (
    standard_version text not null,
    position integer not null,
    kind text not null,
    text text not null,
    primary key (standard_version, position)
);
