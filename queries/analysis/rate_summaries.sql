-- The sampled rates of the city: pooled, how far true rates spread, and how many communities stand out.
-- One row per sampled rate of the standard that was measured in the period, in the standard's order.
-- Parameters: $period, $standard.
with
direction as (
    select
        indicator_code,
        sum((to_score - from_score) * (to_value - from_value)) > 0 as is_higher_better
    from anchor_piece
    where standard_version = $standard
    group by indicator_code
),

outside as (
    select
        indicator_code,
        count(rate) as judged_count,
        count(case when signal = '明显低于' then 1 end) as below_count,
        count(case when signal = '明显高于' then 1 end) as above_count,
        count(case when signal = '在范围内' then 1 end) as inside_count
    from rate_signal
    where
        standard_version = $standard
        and period = $period
    group by indicator_code
)

select
    rate_summary.indicator_code,
    indicator.indicator_name,
    indicator.dimension_code,
    indicator.is_about_people,
    direction.is_higher_better,
    rate_summary.mean as city_rate,
    rate_summary.tau,
    rate_summary.tau_limit,
    rate_summary.community_count,
    coalesce(outside.judged_count, 0) as judged_count,
    coalesce(outside.below_count, 0) as below_count,
    coalesce(outside.above_count, 0) as above_count,
    coalesce(outside.inside_count, 0) as inside_count,
    rate_summary.small_count,
    rate_summary.hidden_count
from rate_summary
inner join indicator
    on
        rate_summary.standard_version = indicator.standard_version
        and rate_summary.indicator_code = indicator.indicator_code
left join outside on rate_summary.indicator_code = outside.indicator_code
left join direction on rate_summary.indicator_code = direction.indicator_code
where
    rate_summary.standard_version = $standard
    and rate_summary.period = $period
order by indicator.position;
