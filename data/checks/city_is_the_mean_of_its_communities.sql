-- 全市得分须等于参评社区按户数加权的平均
-- One row per standard and period in which it does not, or in which the city has no score although communities have.
select
    part.standard_version,
    part.period,
    any_value(city.score) as score,
    sum(community.households * part.score) / sum(community.households) as recomputed
from index_score as part
inner join community on part.area_code = community.community_code
left join index_score as city
    on
        part.standard_version = city.standard_version
        and part.period = city.period
        and city.area_kind = 'city'
where part.area_kind = 'community' and part.status != '数据不足'
group by part.standard_version, part.period
having abs(any_value(city.score) - recomputed) <= 1e-9 is not true
order by part.standard_version, part.period
