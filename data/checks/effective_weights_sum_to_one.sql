-- 一个社区各指标的实际权重之和须为 1，按它们加权须得到总分
-- One row per standard, community and period in which they do not.
select
    index_score.standard_version,
    index_score.area_code,
    index_score.period,
    sum(indicator_score.effective_weight) as weight_sum,
    sum(indicator_score.effective_weight * indicator_score.score) as recomputed
from index_score
left join indicator_score
    on
        index_score.standard_version = indicator_score.standard_version
        and index_score.area_kind = indicator_score.area_kind
        and index_score.area_code = indicator_score.area_code
        and index_score.period = indicator_score.period
where index_score.area_kind = 'community' and index_score.status != '数据不足'
group by
    index_score.standard_version,
    index_score.area_code,
    index_score.period,
    index_score.arithmetic_score
having (abs(weight_sum - 1) <= 1e-9 and abs(recomputed - index_score.arithmetic_score) <= 1e-6) is not true
order by index_score.standard_version, index_score.area_code, index_score.period
