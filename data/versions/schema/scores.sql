-- What is computed from the facts and the standards.

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
