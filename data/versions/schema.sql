-- The tables of a published version. Each is introduced by its grain.
-- Facts come first (what was imported), then the standard, then the scores (what was computed from both).
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
    minimum_rated_share double not null default (2.0 / 3)
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

-- One row per standard and period: how many communities of the city stand in the register, and how many are rated.
create table city_reporting (
    standard_version text not null,
    period text not null,
    community_count integer not null,
    rated_count integer not null,
    primary key (standard_version, period)
);

-- One row per standard, area and period: the total.
-- Areas: every community standing in the register that period, every street, unit and the city (code 'city').
-- status: 参评 (full place), 待补报 (an item is missing: band, no place), 数据不足 (coverage too low: neither, no score).
-- Areas above communities average those that are not 数据不足 by households; rated_count / community_count is n/N. Where
-- it is below minimum_rated_share the area is 数据不足.
-- lower_score: every unreported item counted 0. change: on communities rated in both periods, same standard.
-- change_standard_error: of the change where nothing changed, by which it is tested (change_errors.sql), with its
-- p_value.
-- households: of all its communities standing, rated or not.
-- rank_low, rank_high: 名次区间, the best and the worst place that the error allows, for areas of full place;
-- critical_value: by how many standard errors of their difference another area must differ to be told apart.
-- degrees_of_freedom of a standard error, here and below: of the t distribution by which it is read (Satterthwaite);
-- null where the error is 0 or unknown, or known so well that it is read by the normal one.
-- two_period_change, two_period_progress: against the period before last; fall_count: falls in a row.
-- dimension_scores and trend: the same rows of dimension_score, and the scores up to this period, as lists.
create table index_score (
    standard_version text not null,
    area_kind text not null check (area_kind in ('city', 'unit', 'street', 'community')),
    area_code text not null,
    unit_code text,
    period text not null,
    status text not null check (status in ('参评', '待补报', '数据不足')),
    score double,
    lower_score double,
    simple_mean double,
    arithmetic_score double,
    geometric_score double,
    standard_error double,
    degrees_of_freedom double,
    coverage double,
    minimum_dimension_score double,
    unreported_count integer not null,
    is_vetoed boolean not null,
    band_code text,
    certainty text check (certainty in ('确定达标', '可能达标', '待复核', '确定未达标')),
    city_place integer,
    unit_place integer,
    rank_low integer,
    rank_high integer,
    critical_value double,
    community_count integer not null,
    rated_count integer not null,
    passing_count integer not null,
    households bigint,
    change double,
    change_standard_error double,
    change_degrees_of_freedom double,
    p_value double,
    progress text check (progress in ('明显进步', '略升', '在抽样误差内', '略降', '明显退步')),
    place_change integer,
    two_period_change double,
    two_period_progress text check (two_period_progress in ('明显进步', '略升', '在抽样误差内', '略降', '明显退步')),
    fall_count integer not null default 0,
    dimension_scores double[],
    trend double[]
);

-- One row per standard, area, period and dimension.
create table dimension_score (
    standard_version text not null,
    area_kind text not null,
    area_code text not null,
    period text not null,
    dimension_code text not null,
    score double,
    lower_score double,
    standard_error double,
    degrees_of_freedom double,
    coverage double,
    effective_weight double,
    passing_count integer not null,
    rated_count integer not null,
    change double
);

-- One row per standard, area, period and indicator.
-- value is the measured value of a community, the household-weighted mean of an area.
-- is_small_sample: reported, but by too few people to say anything; it counts as unreported and has no value.
create table indicator_score (
    standard_version text not null,
    area_kind text not null,
    area_code text not null,
    period text not null,
    indicator_code text not null,
    state text not null,
    value double,
    score double,
    standard_error double,
    degrees_of_freedom double,
    effective_weight double,
    is_carried_forward boolean not null,
    is_small_sample boolean not null default false,
    rated_count integer not null
);

-- One row per standard, community and period that is rated and below the best band: whether the next band up can be
-- reached. target_band_code: the nearest better band whose least total is at or above the line.
-- status: 可达 (by the steps of improvement), 否决 or 未报 (blocked: this comes first), 无路径 (not by what peers reach).
create table improvement_path (
    standard_version text not null,
    community_code text not null,
    period text not null,
    target_band_code text not null,
    status text not null check (status in ('可达', '否决', '未报', '无路径')),
    step_count integer not null
);

-- One row per standard, community, period and step of the shortest way up, the step that brings most first.
-- Values are in the indicator's own unit, grades where it has grades; gain is in points of the total.
create table improvement (
    standard_version text not null,
    community_code text not null,
    period text not null,
    position integer not null,
    indicator_code text not null,
    from_value double,
    to_value double,
    from_grade text,
    to_grade text,
    from_score double not null,
    to_score double not null,
    gain double not null,
    target_band_code text not null
);

-- One row per standard, period, community and peer: the communities nearest to it in context, the nearest first.
create table peer (
    standard_version text not null,
    period text not null,
    community_code text not null,
    position integer not null,
    peer_code text not null,
    distance double not null
);

-- One row per standard, area and period that has a target ahead and four periods to judge its pace by.
-- goal: the city's next target of the total for the city, units and streets, the line for communities; needed and
-- achieved in points per quarter; verdict: 已达, 可达 (at the pace achieved), 需提速 (at most stretch times it), 难达.
create table pace (
    standard_version text not null,
    area_kind text not null,
    area_code text not null,
    period text not null,
    goal double not null,
    due_period text not null,
    quarters_left integer not null,
    needed double not null,
    achieved double not null,
    period_count integer not null,
    verdict text not null check (verdict in ('已达', '可达', '需提速', '难达'))
);

-- One row per standard, period and area of full place (communities and units): its places under other weights.
-- Bands hold nine of ten draws of indicator weights within 25 % of the standard's, by the arithmetic and by the
-- geometric mean; stability: 稳居前列 or 稳居后列 where both bands lie in the first or last quarter of all places.
-- No basis for evaluation.
create table weight_sensitivity (
    standard_version text not null,
    area_kind text not null,
    area_code text not null,
    period text not null,
    arithmetic_low integer not null,
    arithmetic_high integer not null,
    geometric_low integer not null,
    geometric_high integer not null,
    geometric_place integer not null,
    stability text check (stability in ('稳居前列', '稳居后列'))
);

-- One row per standard, period, sampled rate and community: how far it lies from the city's rate for its sample size.
-- rate (percent) is null for too few people asked; those below the listed number have no row. population_size: of
-- places inspected, how many there are; lower_limit and upper_limit (percent): what 99.8 % lie within for this size
-- and population, the limits included. z is in standard deviations of such a rate; shrunk: the rate drawn towards the
-- city's, for display only.
create table rate_signal (
    standard_version text not null,
    period text not null,
    indicator_code text not null,
    community_code text not null,
    sample_size integer not null,
    population_size integer,
    rate double,
    z double,
    lower_limit double,
    upper_limit double,
    shrunk double not null,
    signal text check (signal in ('明显高于', '明显低于', '在范围内'))
);

-- One row per standard, period and sampled rate: the city's pooled rate (percent), how far true rates spread among
-- communities (tau, a standard deviation in percentage points: 0 where chance explains all; null where none was
-- judged) and how far they may (tau_limit, the upper 97.5 % limit of tau), and the beta distribution that the shrunk
-- rates were drawn towards; hidden_count: communities not listed.
create table rate_summary (
    standard_version text not null,
    period text not null,
    indicator_code text not null,
    mean double not null,
    tau double,
    tau_limit double,
    alpha double not null,
    beta double not null,
    community_count integer not null,
    small_count integer not null,
    hidden_count integer not null
);

-- One row per standard, period and pair of reporting units, the first in the register's order first: the difference of
-- their totals (first minus second), and what of it remains within the same kinds of community.
create table composition (
    standard_version text not null,
    period text not null,
    unit_code text not null,
    other_code text not null,
    difference double not null,
    within_kinds double not null,
    mix double not null,
    is_reversed boolean not null
);

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

-- One row: what this version says of itself.
create table publication (
    version integer not null,
    is_demonstration boolean not null,
    register_note text not null,
    boundary_source text not null,
    boundary_vintage text not null,
    map_approval_number text not null,
    data_until date not null
);
