-- 得分须在 0 至 100 之间，待补报的下限不高于得分
-- One row per score that is not.
select
    standard_version,
    area_kind,
    area_code,
    period,
    score,
    lower_score
from (
    select *
    from index_score
    union all by name
    select *
    from dimension_score
) as scored
where score not between -1e-9 and 100 + 1e-9 or lower_score > score + 1e-9
order by standard_version, area_kind, area_code, period
