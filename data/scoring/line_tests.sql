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
    select *
    from index_score
    where status != '数据不足'
    union all by name
    select *
    from dimension_score
    where score is not null
) as scored
inner join standard on scored.standard_version = standard.standard_version;
