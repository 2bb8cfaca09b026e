-- 每个有值的指标都须能按标准算出得分
-- One row per standard, community, period and indicator whose value could not be scored.
select
    standard_version,
    area_code,
    period,
    indicator_code
from indicator_score
where state = 'value' and score is null
order by standard_version, area_code, period, indicator_code
