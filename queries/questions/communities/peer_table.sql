-- The fair peers of one community: the ten nearest to it in context, never chosen by outcomes.
-- One row per peer, the nearest first; a peer outside of $units keeps its context alone: no code, name, unit or score.
-- Parameters: $period, $standard, $community, $units (an empty list means every reporting unit).
with
near as (
    select
        position,
        peer_code,
        distance
    from peer
    where standard_version = $standard and period = $period and community_code = $community
),

shown as (
    select
        community.community_code,
        community.community_name,
        unit.unit_name,
        index_score.status,
        index_score.score,
        band.band_name,
        band.symbol
    from near
    inner join community on near.peer_code = community.community_code
    inner join unit on community.unit_code = unit.unit_code
    inner join index_score
        on
            community.community_code = index_score.area_code
            and index_score.area_kind = 'community'
            and index_score.standard_version = $standard
            and index_score.period = $period
    left join band
        on
            index_score.standard_version = band.standard_version
            and index_score.band_code = band.band_code
    where array_length($units) = 0 or list_contains($units, community.unit_code)
)

select
    near.position as peer_number,
    shown.community_code,
    shown.community_name,
    shown.unit_name,
    community.kind,
    community.households,
    near.distance as context_distance,
    shown.status,
    shown.score,
    shown.band_name,
    shown.symbol
from near
inner join community on near.peer_code = community.community_code
left join shown on near.peer_code = shown.community_code
order by near.position;
