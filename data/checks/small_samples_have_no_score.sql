-- 样本不足的比率不计分，也须不给点估计
-- One row per score or rate that rests on fewer people than the standard counts.
select
    indicator_score.standard_version,
    indicator_score.area_code,
    indicator_score.period,
    indicator_score.indicator_code
from indicator_score
left join rate_signal
    on
        indicator_score.standard_version = rate_signal.standard_version
        and indicator_score.area_code = rate_signal.community_code
        and indicator_score.period = rate_signal.period
        and indicator_score.indicator_code = rate_signal.indicator_code
where
    indicator_score.is_small_sample
    and (
        indicator_score.state != 'unreported'
        or indicator_score.score is not null
        or indicator_score.value is not null
        or rate_signal.rate is not null
    )
order by
    indicator_score.standard_version,
    indicator_score.area_code,
    indicator_score.period,
    indicator_score.indicator_code;
