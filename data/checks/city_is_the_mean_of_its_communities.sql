-- 全市得分须等于参评社区按户数加权的平均；参评社区不足标准所定比例时须没有得分
-- One row per standard and period in which it is not so.
select
    part.standard_version,
    part.period,
    any_value(city.score) as score,
    case
        when count(part.score) / count(*) >= any_value(standard.minimum_rated_share) - 1e-9
            then
                sum(community.households * part.score)
                / sum(community.households) filter (where part.score is not null)
    end as recomputed
from index_score as part
inner join standard on part.standard_version = standard.standard_version
inner join community on part.area_code = community.community_code
left join index_score as city
    on
        part.standard_version = city.standard_version
        and part.period = city.period
        and city.area_kind = 'city'
where part.area_kind = 'community'
group by part.standard_version, part.period
having any_value(city.score) is distinct from recomputed and abs(any_value(city.score) - recomputed) <= 1e-9 is not true
order by part.standard_version, part.period
