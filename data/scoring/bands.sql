-- Bands, and how certain 达标 is: decided on scores rounded half up to two decimals, so that what reads 60.00 passes.
-- Updates index_score; the first band whose conditions hold applies. Areas are judged by scores alone.
-- Certainty asks of the total and of every dimension what 达标 asks, as statistics.py tested it in line_test: surely
-- over where each holds at 5 %, one-sided (intersection-union needs no correction); surely under where one fails at
-- 5 % of all of them together: the first step of Holm's procedure, which decides whether there is any.
create or replace temp table judged as
with
matched as (
    select
        index_score.standard_version,
        index_score.area_kind,
        index_score.area_code,
        index_score.period,
        min_by(band.band_code, band.position) as band_code,
        min_by(band.minimum_score, band.position) as minimum_score
    from index_score
    inner join band on index_score.standard_version = band.standard_version
    where
        index_score.status != '数据不足'
        and round_half_up(index_score.score) >= band.minimum_score
        and round_half_up(index_score.minimum_dimension_score) >= band.minimum_dimension_score
        and (
            not band.requires_all_reported or index_score.area_kind != 'community' or index_score.unreported_count = 0
        )
        and (not band.requires_no_veto or not index_score.is_vetoed)
    group by index_score.standard_version, index_score.area_kind, index_score.area_code, index_score.period
),

limits as (
    select
        standard_version,
        area_kind,
        area_code,
        period,
        bool_and(distance >= 0) as is_over,
        coalesce(bool_and(1 - p_value <= 0.05) and bool_and(p_value is not null), false) as is_surely_over,
        coalesce(min(p_value) * count(*) <= 0.05, false) as is_surely_under
    from line_test
    group by standard_version, area_kind, area_code, period
)

select
    matched.*,
    case
        when index_score.is_vetoed or limits.is_surely_under then '确定未达标'
        when index_score.area_kind = 'community' and index_score.unreported_count > 0 then '待复核'
        when limits.is_surely_over then '确定达标'
        when limits.is_over then '可能达标'
        else '待复核'
    end as certainty,
    matched.minimum_score >= standard.line as is_passing
from matched
inner join standard on matched.standard_version = standard.standard_version
inner join index_score
    on
        matched.standard_version = index_score.standard_version
        and matched.area_kind = index_score.area_kind
        and matched.area_code = index_score.area_code
        and matched.period = index_score.period
inner join limits
    on
        matched.standard_version = limits.standard_version
        and matched.area_kind = limits.area_kind
        and matched.area_code = limits.area_code
        and matched.period = limits.period;

update index_score
set
    band_code = judged.band_code,
    certainty = judged.certainty,
    passing_count = case when index_score.area_kind = 'community' and judged.is_passing then 1 else 0 end
from judged
where
    index_score.standard_version = judged.standard_version
    and index_score.area_kind = judged.area_kind
    and index_score.area_code = judged.area_code
    and index_score.period = judged.period;

update index_score
set passing_count = counted.passing_count
from (
    select
        index_score.standard_version,
        member.area_kind,
        member.area_code,
        index_score.period,
        sum(index_score.passing_count) as passing_count
    from index_score
    inner join member on index_score.area_code = member.community_code
    where index_score.area_kind = 'community'
    group by index_score.standard_version, member.area_kind, member.area_code, index_score.period
) as counted
where
    index_score.standard_version = counted.standard_version
    and index_score.area_kind = counted.area_kind
    and index_score.area_code = counted.area_code
    and index_score.period = counted.period;
