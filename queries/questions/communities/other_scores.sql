-- What the other communities of full place score in one period, nameless: enough to say which place a score would take.
-- One row per score as printed, the highest first.
-- Parameters: $period, $standard, $community (left out of the count).
with
printed as (
    select floor(score * 100 + 0.5 + 1e-9) / 100 as score
    from index_score
    where
        standard_version = $standard
        and period = $period
        and area_kind = 'community'
        and status = '参评'
        and area_code != $community
)

select
    score,
    count(*) as community_count
from printed
group by score
order by score desc;
