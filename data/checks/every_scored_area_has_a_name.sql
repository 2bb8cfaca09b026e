-- 每个有评分的区域都须有名称，否则会从各张表中消失
-- One row per area that is scored and not in the table of areas.
select distinct
    index_score.area_kind,
    index_score.area_code
from index_score
anti join area
    on
        index_score.area_kind = area.area_kind
        and index_score.area_code = area.area_code
order by index_score.area_kind, index_score.area_code
