-- 每个在册社区在每期每个标准下须恰有一行总分
-- One row per standard, period and community that is missing or repeated.
select
    standard.standard_version,
    period.period,
    community.community_code,
    count(index_score.area_code) as row_count
from standard
cross join period
cross join community
left join index_score
    on
        standard.standard_version = index_score.standard_version
        and period.period = index_score.period
        and index_score.area_kind = 'community'
        and community.community_code = index_score.area_code
where
    (community.established_on is null or community.established_on <= period.ends_on)
    and (community.abolished_on is null or community.abolished_on > period.starts_on)
group by standard.standard_version, period.period, community.community_code
having count(index_score.area_code) != 1
order by standard.standard_version, period.period, community.community_code
