-- What the shortest way up starts from. Read by improvement.py.

-- One row per standard, community and period: the band to reach, if there is one above its own.
create or replace temp table improvement_case as
select
    index_score.standard_version,
    index_score.period,
    index_score.area_code as community_code,
    row_number() over (
        partition by index_score.standard_version order by index_score.period, index_score.area_code
    ) - 1 as case_number,
    target.band_code as target_band_code,
    target.minimum_score,
    target.minimum_dimension_score,
    coalesce(target.requires_no_veto and index_score.is_vetoed, false) as is_vetoed,
    coalesce(target.requires_all_reported and index_score.unreported_count > 0, false) as is_unreported
from index_score
inner join standard on index_score.standard_version = standard.standard_version
left join band as own
    on
        index_score.standard_version = own.standard_version
        and index_score.band_code = own.band_code
left join band as target
    on
        own.standard_version = target.standard_version
        and target.position = (
            select max(better.position)
            from band as better
            where
                better.standard_version = own.standard_version
                and better.position < own.position
                and better.minimum_score >= standard.line
        )
where index_score.area_kind = 'community';

-- One row per standard, community, period and item with a value.
create or replace temp table improvement_item as
select
    improvement_case.standard_version,
    improvement_case.case_number,
    indicator.position - 1 as item,
    indicator_score.value,
    measurement.grade,
    indicator_score.score,
    coalesce(indicator_score.effective_weight, 0) as effective_weight
from indicator_score
inner join improvement_case
    on
        indicator_score.standard_version = improvement_case.standard_version
        and indicator_score.period = improvement_case.period
        and indicator_score.area_code = improvement_case.community_code
inner join indicator
    on
        indicator_score.standard_version = indicator.standard_version
        and indicator_score.indicator_code = indicator.indicator_code
left join measurement
    on
        measurement.grade is not null
        and indicator_score.area_code = measurement.community_code
        and indicator_score.period = measurement.period
        and indicator_score.indicator_code = measurement.indicator_code
where
    indicator_score.area_kind = 'community'
    and indicator_score.state = 'value';

-- One row per standard, community, period and peer.
create or replace temp table improvement_peer as
select
    improvement_case.standard_version,
    improvement_case.case_number,
    peer.position,
    near.case_number as peer_number
from peer
inner join improvement_case
    on
        peer.standard_version = improvement_case.standard_version
        and peer.period = improvement_case.period
        and peer.community_code = improvement_case.community_code
inner join improvement_case as near
    on
        peer.standard_version = near.standard_version
        and peer.period = near.period
        and peer.peer_code = near.community_code;
