-- How far the total and the dimensions of every rated area lie from the line, as they are printed, with their errors.
-- One row per standard, area, period and score that is there: one for the total, one for each dimension.
select
    scored.standard_version,
    scored.area_kind,
    scored.area_code,
    scored.period,
    round_half_up(scored.score) - standard.line as distance,
    scored.standard_error,
    scored.degrees_of_freedom
from (
    select
        standard_version,
        area_kind,
        area_code,
        period,
        score,
        standard_error,
        degrees_of_freedom
    from index_score
    where status != '数据不足'
    union all
    select
        standard_version,
        area_kind,
        area_code,
        period,
        score,
        standard_error,
        degrees_of_freedom
    from dimension_score
    where score is not null
) as scored
inner join standard on scored.standard_version = standard.standard_version;
