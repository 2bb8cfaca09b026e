-- One community: what the register says, its total, its band and how far the next one is.
-- One row per community of that code, so one or none; without a total where it did not stand in the period.
-- Parameters: $period, $standard, $community.
with
ranked as (
    select
        unit_code,
        count(*) as unit_ranked_count,
        sum(count(*)) over () as city_ranked_count
    from index_score
    where
        standard_version = $standard
        and period = $period
        and area_kind = 'community'
        and status = '参评'
    group by unit_code
)

select
    community.community_code,
    community.community_name,
    community.unit_code,
    unit.unit_name,
    community.street_code,
    street.street_name,
    community.kind,
    community.households,
    community.share_60_plus,
    community.share_renters,
    community.building_age,
    community.density,
    community.established_on,
    community.abolished_on,
    index_score.status,
    index_score.score,
    index_score.lower_score,
    index_score.standard_error,
    index_score.score - standard.line as gap,
    index_score.change,
    index_score.progress,
    index_score.coverage,
    index_score.unreported_count,
    index_score.is_vetoed,
    index_score.certainty,
    index_score.city_place,
    index_score.unit_place,
    index_score.rank_low,
    index_score.rank_high,
    ranked.city_ranked_count,
    ranked.unit_ranked_count,
    index_score.band_code,
    band.band_name,
    band.symbol,
    band.position as band_position,
    improvement_path.status as path_status,
    improvement_path.step_count,
    target.band_name as target_band_name,
    target.symbol as target_symbol
from community
inner join unit on community.unit_code = unit.unit_code
inner join street on community.street_code = street.street_code
inner join standard on standard.standard_version = $standard
left join index_score
    on
        community.community_code = index_score.area_code
        and index_score.area_kind = 'community'
        and index_score.standard_version = $standard
        and index_score.period = $period
left join ranked on community.unit_code = ranked.unit_code
left join band
    on
        index_score.standard_version = band.standard_version
        and index_score.band_code = band.band_code
left join improvement_path
    on
        community.community_code = improvement_path.community_code
        and improvement_path.standard_version = $standard
        and improvement_path.period = $period
left join band as target
    on
        improvement_path.standard_version = target.standard_version
        and improvement_path.target_band_code = target.band_code
where community.community_code = $community
order by community.community_code;
