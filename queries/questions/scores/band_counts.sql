-- How many communities stand in each band in one period.
-- One row per band of the standard, zeros included, best first; last the communities without a band.
-- Parameters: $period, $standard, $units, $streets (an empty list means every one).
with
community_band as (
    select coalesce(index_score.band_code, 'none') as band_code
    from index_score
    inner join community on index_score.area_code = community.community_code
    where
        index_score.standard_version = $standard
        and index_score.period = $period
        and index_score.area_kind = 'community'
        and (array_length($units) = 0 or list_contains($units, community.unit_code))
        and (array_length($streets) = 0 or list_contains($streets, community.street_code))
),

every_band as (
    select
        band_code,
        band_name,
        symbol,
        position
    from band
    where standard_version = $standard
    union all
    select
        'none' as band_code,
        '数据不足' as band_name,
        '○' as symbol,
        coalesce(max(position), 0) + 1 as position
    from band
    where standard_version = $standard
)

select
    every_band.band_code,
    every_band.band_name,
    every_band.symbol,
    every_band.position,
    count(community_band.band_code) as community_count
from every_band
left join community_band on every_band.band_code = community_band.band_code
group by
    every_band.band_code,
    every_band.band_name,
    every_band.symbol,
    every_band.position
order by every_band.position;
