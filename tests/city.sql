-- A city of six communities, small enough to know every answer by heart.
-- Two share a name; 新晖社区 lies in a hosted unit; 宁海县 has reported nothing.
insert into publication values
(7, true, '测试口径：6个社区', '测试边界', '2026', '', date '2026-09-30');

insert into period values
('2026Q2', date '2026-04-01', date '2026-06-30', null),
('2026Q3', date '2026-07-01', date '2026-09-30', '2026Q2');

insert into unit values
('330203', '海曙区', '海曙', null, 1),
('330212', '鄞州区', '鄞州', null, 2),
('330226', '宁海县', '宁海', null, 3),
('3302GX', '高新区', '高新', '330212', 4);

insert into street values
('330203001', '鼓楼街道', '330203', 121.55, 29.87, 'street'),
('330212001', '东柳街道', '330212', 121.58, 29.86, 'street'),
('330212099', '新明街道', '3302GX', 121.62, 29.88, 'schematic');

insert into community by name
select
    community_code,
    community_name,
    replace(community_name, '社区', '') as short_name,
    pinyin_initials,
    unit_code,
    street_code,
    households,
    kind
from (
    values
    ('330203001001', '鼓楼社区', 'glsq', '330203', '330203001', 800, '老旧小区'),
    ('330203001002', '秀水社区', 'xssq', '330203', '330203001', 300, '老旧小区'),
    ('330212001001', '东城社区', 'dcsq', '330212', '330212001', 1000, '商品房'),
    ('330212001002', '东城社区', 'dcsq', '330212', '330212001', 500, '老旧小区'),
    ('330212001003', '华光社区', 'hgsq', '330212', '330212001', 600, '商品房'),
    ('330212099001', '新晖社区', 'xhsq', '3302GX', '330212099', 400, '商品房')
) as given (community_code, community_name, pinyin_initials, unit_code, street_code, households, kind);

insert into area by name
select
    given.area_kind,
    given.area_code,
    given.area_name,
    replace(given.area_name, '社区', '') as short_name,
    given.pinyin_initials,
    given.kind,
    given.unit_code,
    given.unit_name,
    given.street_code,
    given.street_name,
    given.longitude,
    given.latitude,
    given.position_quality,
    given.position
from (
    values
    ('city', 'city', '全市', '', null, null, null, null, null, null, null, null, 0),
    ('unit', '330203', '海曙区', '', null, '330203', '海曙区', null, null, null, null, null, 1),
    ('unit', '330212', '鄞州区', '', null, '330212', '鄞州区', null, null, null, null, null, 2),
    ('unit', '330226', '宁海县', '', null, '330226', '宁海县', null, null, null, null, null, 3),
    ('unit', '3302GX', '高新区', '', null, '3302GX', '高新区', null, null, null, null, null, 4),
    ('street', '330203001', '鼓楼街道', '', null, '330203', '海曙区', '330203001', '鼓楼街道', 121.55, 29.87, 'street', 1),
    ('street', '330212001', '东柳街道', '', null, '330212', '鄞州区', '330212001', '东柳街道', 121.58, 29.86, 'street', 2),
    ('street', '330212099', '新明街道', '', null, '3302GX', '高新区', '330212099', '新明街道', 121.62, 29.88, 'schematic', 4),
    ('community', '330203001001', '鼓楼社区', 'glsq', '老旧小区', '330203', '海曙区', '330203001', '鼓楼街道', null, null, null, 1),
    ('community', '330203001002', '秀水社区', 'xssq', '老旧小区', '330203', '海曙区', '330203001', '鼓楼街道', null, null, null, 1),
    ('community', '330212001001', '东城社区', 'dcsq', '商品房', '330212', '鄞州区', '330212001', '东柳街道', null, null, null, 2),
    ('community', '330212001002', '东城社区', 'dcsq', '老旧小区', '330212', '鄞州区', '330212001', '东柳街道', null, null, null, 2),
    ('community', '330212001003', '华光社区', 'hgsq', '商品房', '330212', '鄞州区', '330212001', '东柳街道', null, null, null, 2),
    ('community', '330212099001', '新晖社区', 'xhsq', '商品房', '3302GX', '高新区', '330212099', '新明街道', null, null, null, 4)
) as given (
    area_kind, area_code, area_name, pinyin_initials, kind, unit_code, unit_name, street_code, street_name, longitude,
    latitude, position_quality, position
);
-- What is short of 海曙区 is 海曙, as in the table of units.
update area set short_name = unit.short_name from unit
where area.area_kind = 'unit' and area.area_code = unit.unit_code;

insert into standard (
    standard_version, standard_name, valid_from, is_example, notice, aggregation, geometric_floor, line, minimum_coverage,
    false_discovery_rate, minimum_change
) values
('example-2025', '旧标准', date '2025-01-01', true, '示例细则', 'arithmetic', 0, 60, 0.5, 0.1, 1),
('example-2026', '新标准（示例细则）', date '2026-07-01', true, '示例细则', 'arithmetic', 0, 60, 0.75, 0.1, 1);

insert into dimension values
('example-2025', 'E', '社区环境', 1, 1),
('example-2026', 'E', '社区环境', 1, 60),
('example-2026', 'O', '社区秩序', 2, 40);

insert into indicator (
    standard_version, indicator_code, indicator_name, dimension_code, position, weight, unit, decimals, sampling,
    is_finite_population, measured_by, window_quarters, activity_categories
) values
('example-2026', 'E1', '垃圾分类准确率', 'E', 1, 60, '%', 1, 'rate', false, null, 1, []),
('example-2026', 'O1', '车辆停放有序率', 'O', 2, 40, '%', 1, 'full', false, null, 1, []);

insert into band values
('example-2025', 'passing', '达标', '●', 1, 60, 60, true, true),
('example-2025', 'remedial', '整改', '▲', 2, 0, 0, false, false),
('example-2026', 'exemplary', '典范', '★', 1, 85, 75, true, true),
('example-2026', 'passing', '达标', '●', 2, 60, 60, true, true),
('example-2026', 'developing', '培育', '◐', 3, 50, 0, false, true),
('example-2026', 'remedial', '整改', '▲', 4, 0, 0, false, false);

insert into target (standard_version, measure, value, period) values
('example-2026', 'share_passing', 40, '2026Q2'),
('example-2026', 'share_passing', 70, '2026Q4'),
('example-2026', 'share_passing', 80, '2027Q4'),
('example-2026', 'index', 66, '2026Q3');

-- Communities in the newest period: two tie for the second place; 华光 waits for a report, 秀水 lacks data.
insert into index_score by name
select
    'example-2026' as standard_version,
    'community' as area_kind,
    given.area_code,
    community.unit_code,
    '2026Q3' as period,
    given.status,
    given.score,
    given.lower_score,
    given.coverage,
    given.unreported_count,
    false as is_vetoed,
    given.band_code,
    given.certainty,
    given.city_place,
    given.unit_place,
    1 as community_count,
    given.rated_count,
    given.passing_count,
    given.change,
    given.progress,
    given.place_change,
    given.dimension_scores,
    given.trend
from (
    values
    ('330203001001', '参评', 59.5, 59.5, 1.0, 0, 'developing', '待复核', 4, 1, 1, 0, -2.5, '明显退步', -1, [70.0, 43.75], [62.0, 59.5]),
    ('330203001002', '数据不足', null, 20.0, 0.5, 1, null, null, null, null, 0, 0, null, null, null, [59.994, null], [null, null]),
    ('330212001001', '参评', 72.25, 72.25, 1.0, 0, 'passing', '可能达标', 2, 1, 1, 1, 0.25, '在抽样误差内', 0, [65.0, 83.125], [72.0, 72.25]),
    ('330212001002', '参评', 72.25, 72.25, 1.0, 0, 'passing', '确定达标', 2, 1, 1, 1, null, null, null, [60.0, 90.625], [null, 72.25]),
    ('330212001003', '待补报', 90.0, 54.0, 0.8, 1, 'developing', '可能达标', null, null, 1, 0, null, null, null, [90.0, 90.0], [null, 90.0]),
    ('330212099001', '参评', 88.005, 88.005, 1.0, 0, 'exemplary', '确定达标', 1, 1, 1, 1, null, null, null, [90.0, 85.0125], [null, 88.005])
) as given (
    area_code, status, score, lower_score, coverage, unreported_count, band_code, certainty, city_place, unit_place,
    rated_count, passing_count, change, progress, place_change, dimension_scores, trend
)
inner join community on given.area_code = community.community_code;

-- Streets, units and the city, and what there is of the period before.
insert into index_score by name
select
    'example-2026' as standard_version,
    given.area_kind,
    given.area_code,
    given.unit_code,
    given.period,
    '参评' as status,
    given.score,
    given.score as lower_score,
    given.standard_error,
    1.0 as coverage,
    0 as unreported_count,
    false as is_vetoed,
    given.band_code,
    given.city_place,
    given.community_count,
    given.rated_count,
    given.passing_count,
    given.change,
    given.progress,
    given.dimension_scores,
    given.trend
from (
    values
    ('city', 'city', null, '2026Q3', 76.0, 0.5, null, null, 6, 5, 3, 1.5, '明显进步', [74.0, 79.0], [74.5, 76.0]),
    ('unit', '330203', '330203', '2026Q3', 59.5, 1.0, 'developing', 3, 2, 1, 0, -2.5, '明显退步', [70.0, 43.75], [62.0, 59.5]),
    ('unit', '330212', '330212', '2026Q3', 77.32, 0.8, 'passing', 2, 3, 3, 2, 0.25, '在抽样误差内', [71.0, 86.8], [72.0, 77.32]),
    ('unit', '3302GX', '3302GX', '2026Q3', 88.005, 0.9, 'exemplary', 1, 1, 1, 1, null, null, [90.0, 85.0125], [null, 88.005]),
    ('street', '330203001', '330203', '2026Q3', 59.5, 1.0, 'developing', 3, 2, 1, 0, -2.5, '明显退步', [70.0, 43.75], [62.0, 59.5]),
    ('street', '330212001', '330212', '2026Q3', 77.32, 0.8, 'passing', 2, 3, 3, 2, 0.25, '在抽样误差内', [71.0, 86.8], [72.0, 77.32]),
    ('street', '330212099', '3302GX', '2026Q3', 88.005, 0.9, 'exemplary', 1, 1, 1, 1, null, null, [90.0, 85.0125], [null, 88.005]),
    ('city', 'city', null, '2026Q2', 74.5, 0.6, null, null, 2, 2, 2, null, null, [73.0, 76.75], [74.5]),
    ('community', '330203001001', '330203', '2026Q2', 62.0, 1.0, 'passing', 2, 1, 1, 1, null, null, [70.0, 50.0], [62.0]),
    ('community', '330212001001', '330212', '2026Q2', 72.0, 1.0, 'passing', 1, 1, 1, 1, null, null, [64.0, 84.0], [72.0])
) as given (
    area_kind, area_code, unit_code, period, score, standard_error, band_code, city_place, community_count, rated_count,
    passing_count, change, progress, dimension_scores, trend
);

-- The same community under the old standard: must never be mixed in.
insert into index_score by name
select
    'example-2025' as standard_version,
    'community' as area_kind,
    '330203001001' as area_code,
    '330203' as unit_code,
    '2026Q3' as period,
    '参评' as status,
    40.0 as score,
    0 as unreported_count,
    false as is_vetoed,
    'remedial' as band_code,
    1 as city_place,
    1 as community_count,
    1 as rated_count,
    0 as passing_count,
    [40.0] as dimension_scores;

-- Households of all communities of an area, those without data too.
update index_score set households = counted.households
from (
    values
    ('330203001001', 800), ('330203001002', 300), ('330212001001', 1000), ('330212001002', 500), ('330212001003', 600),
    ('330212099001', 400), ('330203', 1100), ('330212', 2100), ('3302GX', 400), ('330203001', 1100),
    ('330212001', 2100), ('330212099', 400), ('city', 3600)
) as counted (area_code, households)
where index_score.area_code = counted.area_code and (index_score.period = '2026Q3' or index_score.area_kind = 'community');

insert into dimension_score by name
select
    'example-2026' as standard_version,
    given.area_kind,
    given.area_code,
    '2026Q3' as period,
    given.dimension_code,
    given.score,
    given.effective_weight,
    given.passing_count,
    given.rated_count,
    given.change
from (
    values
    ('city', 'city', 'E', 74.0, 0.6, 4, 5, 1.0),
    ('city', 'city', 'O', 79.0, 0.4, 3, 4, 2.25),
    ('unit', '330203', 'E', 70.0, 0.6, 1, 1, 0.0),
    ('unit', '330203', 'O', 43.75, 0.4, 0, 1, -6.25),
    ('unit', '330212', 'E', 71.0, 0.6, 3, 3, 1.0),
    ('unit', '3302GX', 'E', 90.0, 0.6, 1, 1, null),
    ('community', '330203001001', 'E', 70.0, 0.6, 1, 1, 0.0),
    ('community', '330203001001', 'O', 43.75, 0.4, 0, 1, -6.25),
    ('community', '330203001002', 'E', 59.994, 0.6, 0, 1, null),
    ('community', '330203001002', 'O', null, null, 0, 0, null),
    ('community', '330212001001', 'E', 59.99499999999999, 0.6, 1, 1, 1.0),
    ('community', '330212001001', 'O', 83.125, 0.4, 1, 1, -1.0)
) as given (
    area_kind, area_code, dimension_code, score, effective_weight, passing_count, rated_count, change
);

insert into indicator_score by name
select
    'example-2026' as standard_version,
    'unit' as area_kind,
    given.area_code,
    '2026Q3' as period,
    'E1' as indicator_code,
    'value' as state,
    given.value,
    given.score,
    false as is_carried_forward,
    given.rated_count
from (
    values
    ('330203', 82.5, 66.0, 1),
    ('330212', 78.0, 56.0, 3)
) as given (area_code, value, score, rated_count);

insert into activity_count values
('330203001001', '2026Q3', 'A', 4, 120),
('330212001001', '2026Q3', 'A', 6, 200),
('330212001001', '2026Q3', 'P', 3, 50),
('330212001003', '2026Q2', 'A', 99, 999);

-- What activity_count says, by month and kind and by hour of the week.
insert into activity_month values
('330203', '2026Q3', '2026-07', 'A', '文化活动', '文艺演出', 3, 100),
('330203', '2026Q3', '2026-09', 'A', '文化活动', '读书会', 1, 20),
('330212', '2026Q3', '2026-08', 'A', '文化活动', '文艺演出', 6, 200),
('330212', '2026Q3', '2026-08', 'P', '志愿服务', '=1+1', 3, 50),
('330212', '2026Q2', '2026-04', 'A', '文化活动', '文艺演出', 99, 999);

insert into activity values
('H1', '330203001001', timestamp '2026-07-06 09:00', 'A', '文化活动', '文艺演出', 40, 25),
('H2', '330212001001', timestamp '2026-08-15 14:00', 'P', '志愿服务', '=1+1', 20, 15);

insert into activity_hour values
('330203', '2026Q3', 'A', 1, 9, 3),
('330203', '2026Q3', 'A', 7, 19, 1),
('330212', '2026Q3', 'A', 7, 19, 6),
('330212', '2026Q3', 'P', 6, 14, 3),
('330212', '2026Q2', 'A', 6, 10, 99);

insert into indicator_score by name
select
    'example-2026' as standard_version,
    'city' as area_kind,
    'city' as area_code,
    '2026Q3' as period,
    'E1' as indicator_code,
    'value' as state,
    80.25 as value,
    61.0 as score,
    false as is_carried_forward,
    5 as rated_count;

insert into finding values
('example-2026', 1, 'part_fell', '{area} {score}；{names}跌出达标'),
('example-2026', 2, 'level', '{area} {score}{moved}；{weakest}相对最低');

-- Two communities item by item: what they measured, and the way up of one.
insert into measurement by name
select
    given.community_code,
    given.period,
    given.indicator_code,
    'reported' as origin,
    given.state,
    given.value,
    given.sample_size,
    false as is_carried_forward
from (
    values
    ('330203001001', '2026Q2', 'E1', 'value', 85.0, 40),
    ('330203001001', '2026Q3', 'E1', 'value', 85.0, 50),
    ('330203001001', '2026Q3', 'O1', 'value', 56.25, null),
    ('330203001001', '2026Q3', 'X1', 'value', 0.0, null),
    ('330212001003', '2026Q3', 'X1', 'value', 2.0, null)
) as given (community_code, period, indicator_code, state, value, sample_size);

insert into indicator_score by name
select
    'example-2026' as standard_version,
    'community' as area_kind,
    given.area_code,
    given.period,
    given.indicator_code,
    given.state,
    given.value,
    given.score,
    given.standard_error,
    given.effective_weight,
    false as is_carried_forward,
    given.rated_count
from (
    values
    ('330203001001', '2026Q2', 'E1', 'value', 85.0, 70.0, 2.0, 0.6, 1),
    ('330203001001', '2026Q2', 'O1', 'value', 50.0, 49.0, 0.0, 0.4, 1),
    ('330203001001', '2026Q3', 'E1', 'value', 85.0, 70.0, 2.0, 0.6, 1),
    ('330203001001', '2026Q3', 'O1', 'value', 56.25, 43.75, 0.0, 0.4, 1),
    ('330212001001', '2026Q3', 'E1', 'value', 82.5, 65.0, 2.0, 0.6, 1),
    ('330203001002', '2026Q3', 'E1', 'value', 79.997, 59.994, null, 0.6, 0),
    ('330203001002', '2026Q3', 'O1', 'unreported', null, null, null, null, 0)
) as given (area_code, period, indicator_code, state, value, score, standard_error, effective_weight, rated_count);

insert into improvement_path values
('example-2026', '330203001001', '2026Q3', 'passing', '可达', 1),
('example-2026', '330212001001', '2026Q3', 'exemplary', '可达', 1),
('example-2026', '330212001003', '2026Q3', 'passing', '未报', 0);

insert into improvement values
('example-2026', '330203001001', '2026Q3', 1, 'O1', 56.25, 40.0, null, null, 43.75, 60.0, 6.5, 'passing'),
('example-2026', '330212001001', '2026Q3', 1, 'E1', 82.5, 100.0, null, null, 65.0, 100.0, 21.0, 'exemplary');

-- How fast the city and two units rise; 鼓楼 falls for the second quarter in a row, which is sure.
insert into pace values
('example-2026', 'city', 'city', '2026Q3', 80.0, '2027Q1', 2, 2.0, 1.5, 6, '需提速'),
('example-2026', 'unit', '330203', '2026Q3', 80.0, '2027Q1', 2, 10.25, -1.0, 5, '难达'),
('example-2026', 'unit', '3302GX', '2026Q3', 80.0, '2027Q1', 2, -4.0025, 0.5, 6, '已达');

update index_score
set two_period_change = -3.5, two_period_progress = '明显退步', fall_count = 2
where standard_version = 'example-2026' and area_code = '330203001001' and period = '2026Q3';

-- Who is like 东城社区 by its context.
insert into peer values
('example-2026', '2026Q3', '330212001001', 1, '330212001002', 0.5),
('example-2026', '2026Q3', '330212001001', 2, '330203001001', 0.75);

-- What lies behind the scores: one rate with a small sample (and one not even listed), pairs of units, places.
insert into rate_summary values
('example-2026', '2026Q3', 'O1', 10.0, 0.0, 2.5, 1, 9, 1, 0, 0),
('example-2026', '2026Q3', 'E1', 80.0, 1.5, 4.0, 8, 2, 5, 2, 1),
('example-2026', '2026Q2', 'E1', 70.0, null, null, 7, 3, 9, 9, 9);

insert into rate_signal values
('example-2026', '2026Q3', 'E1', '330203001001', 100, 150, 60.0, -4.0, 67.0, 91.0, 62.0, '明显低于'),
('example-2026', '2026Q3', 'E1', '330212001001', 200, null, 95.0, 4.5, 70.5, 88.5, 94.0, '明显高于'),
('example-2026', '2026Q3', 'E1', '330212001002', 50, null, 80.0, 0.0, 62.0, 94.0, 80.0, '在范围内'),
('example-2026', '2026Q3', 'E1', '330212099001', 7, null, null, null, null, null, 81.25, null),
('example-2026', '2026Q3', 'O1', '330203001001', 100, null, 10.0, 0.0, 3.0, 21.0, 10.0, '在范围内'),
('example-2026', '2026Q2', 'E1', '330203001001', 6, null, null, null, null, null, 71.0, null);

insert into composition values
('example-2026', '2026Q3', '330203', '330212', -2.0, -1.5, -0.5, false),
('example-2026', '2026Q3', '330203', '3302GX', 1.0, 1.0, 0.0, false),
('example-2026', '2026Q3', '330212', '3302GX', 0.5, -0.75, 1.25, true),
('example-2026', '2026Q2', '330203', '330212', 9.0, -9.0, 18.0, true);

insert into weight_sensitivity values
('example-2026', 'unit', '330203', '2026Q3', 3, 3, 2, 3, 3, '稳居后列'),
('example-2026', 'unit', '3302GX', '2026Q3', 1, 1, 1, 2, 1, null),
('example-2026', 'community', '330212099001', '2026Q3', 1, 2, 1, 2, 1, '稳居前列'),
('example-2026', 'unit', '330212', '2026Q2', 1, 3, 1, 3, 1, null);

insert into context_weight values
('example-2026', 'other_kind', 1), ('example-2026', 'density', 0.5), ('example-2026', 'households', 2),
('example-2025', 'density', 9);

-- Two ledgers, of one quarter: a matter that is raised twice, a ticket and a problem that are late, one that came back.
insert into span values
('2026Q3', 'quarter', '2026-07-01', '2026-09-30', '2026Q2', null),
('2026Q2', 'quarter', '2026-04-01', '2026-06-30', null, null),
('2026-08', 'month', '2026-08-01', '2026-08-31', null, null);

insert into appeal (
    appeal_code, community_code, received_at, channel, category, appeal_class, dimension_code, matter, due_at,
    first_reply_at, closed_at, callback_at, is_reached, is_contacted, is_solved, satisfaction
) values
('S1', '330203001001', '2026-07-06 09:00', '电话', '物业', '投诉', 'E', '电梯停运', '2026-07-13 09:00',
 '2026-07-06 10:00', '2026-07-10 09:00', '2026-07-12 09:00', true, true, true, '满意'),
('S2', '330203001001', '2026-08-06 09:00', '电话', '物业', '投诉', 'E', '电梯停运', '2026-08-13 09:00',
 '2026-08-06 12:00', '2026-08-20 09:00', '2026-08-21 09:00', true, true, false, '不满意'),
('S3', '330212001001', '2026-08-07 09:00', '网络', '停车', '咨询', 'O', '车位', '2026-08-10 09:00',
 '2026-08-07 09:30', '2026-08-09 09:00', null, null, null, null, null),
('S4', '330212099001', '2026-09-01 09:00', '网络', '噪声', null, null, '装修', '2026-09-08 09:00', null, null, null, null,
 null, null, null);

insert into visit values
('V1', '330203001001', '2026-07-15', '日间', 20, '初查'),
('V2', '330212001001', '2026-08-15', '夜间', 30, '初查'),
('V3', '330203001001', '2026-09-15', '日间', 10, '复查');

insert into problem (
    finding_code, community_code, visit_code, place, indicator_code, category, responsible, place_kind, source, severity,
    found_on, filed_on, dispatched_on, due_on, rectified_on, verified_on, repeat_of
) values
('F1', '330203001001', 'V1', '1幢', 'E1', '堆物', '街道', '楼道', '暗访', '一般', '2026-07-15', '2026-07-15', '2026-07-15',
 '2026-07-22', '2026-07-20', '2026-07-21', null),
('F2', '330203001001', 'V3', '1幢', 'E1', '堆物', '街道', '楼道', '暗访', '一般', '2026-09-15', '2026-09-15', '2026-09-15',
 '2026-09-22', null, null, 'F1'),
('F3', '330212001001', 'V2', '2幢', 'O1', '飞线', '物业', '小区', '暗访', '较重', '2026-08-15', '2026-08-16', '2026-08-16',
 '2026-08-22', '2026-08-25', '2026-08-26', null);

insert into supervision (document_number, kind, responsible, finding_codes, issued_on, due_on, unit_code) values
('测督〔2026〕1号', '督办单', '街道', 'F2', '2026-09-24', '2026-10-08', '330203');
