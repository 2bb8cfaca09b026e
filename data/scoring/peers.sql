-- What makes communities alike: the context of every community standing in a period.
-- One row per standard, period and community.
select
    index_score.standard_version,
    index_score.period,
    community.community_code,
    community.kind,
    community.households,
    community.share_60_plus,
    community.share_renters,
    community.building_age,
    community.density
from index_score
inner join community on index_score.area_code = community.community_code
where index_score.area_kind = 'community'
order by index_score.standard_version, index_score.period, community.community_code;
