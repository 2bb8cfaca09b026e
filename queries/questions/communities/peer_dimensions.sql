-- How one community stands among its fair peers, in total and in every dimension.
-- One row per dimension of the standard, in its order, after one row for the total ('total'); no row without peers.
-- The place counts the peers and itself, 1-2-2-4 on scores as printed. The best is that of the fully reported peers in
-- $units that scores most, the nearest where several do.
-- Parameters: $period, $standard, $community, $units (an empty list means every reporting unit).
with
near as (
    select
        position,
        peer_code as area_code
    from peer
    where standard_version = $standard and period = $period and community_code = $community
    union all
    select
        0 as position,
        community_code as area_code
    from peer
    where standard_version = $standard and period = $period and community_code = $community and position = 1
),

part as (
    select
        'total' as dimension_code,
        '总分' as dimension_name,
        0 as position
    from standard
    where standard_version = $standard
    union all
    select
        dimension_code,
        dimension_name,
        position
    from dimension
    where standard_version = $standard
),

total as (
    select
        area_code,
        score,
        status = '参评' as is_whole
    from index_score
    where
        standard_version = $standard
        and period = $period
        and area_kind = 'community'
        and status != '数据不足'
),

rated as (
    select
        'total' as dimension_code,
        area_code,
        score,
        is_whole
    from total
    union all
    select
        dimension_score.dimension_code,
        dimension_score.area_code,
        dimension_score.score,
        total.is_whole
    from dimension_score
    inner join total on dimension_score.area_code = total.area_code
    where
        dimension_score.standard_version = $standard
        and dimension_score.period = $period
        and dimension_score.area_kind = 'community'
),

-- Who comes first when several score the same: the nearer.
scored as (
    select
        rated.dimension_code,
        near.position,
        area.area_code as community_code,
        area.area_name as community_name,
        area.unit_name,
        rated.score,
        floor(rated.score * 100 + 0.5 + 1e-9) / 100 as printed,
        rated.is_whole and (array_length($units) = 0 or list_contains($units, area.unit_code)) as is_shown
    from rated
    inner join near on rated.area_code = near.area_code
    inner join area
        on
            area.area_kind = 'community'
            and near.area_code = area.area_code
    where rated.score is not null
),

best as (
    select
        dimension_code,
        community_code,
        community_name,
        unit_name,
        score,
        row_number() over (partition by dimension_code order by printed desc, position asc) as choice
    from scored
    where is_shown and position > 0
),

-- The middle peers: one, or the two about the middle.
numbered as (
    select
        dimension_code,
        score,
        row_number() over (partition by dimension_code order by score) as number,
        count(*) over (partition by dimension_code) as peer_count
    from scored
    where position > 0
),

middle as (
    select
        dimension_code,
        max(peer_count) as peer_count,
        avg(case when 2 * number between peer_count and peer_count + 2 then score end) as peer_median
    from numbered
    group by dimension_code
),

own as (
    select
        dimension_code,
        score,
        printed
    from scored
    where position = 0
),

above as (
    select
        scored.dimension_code,
        count(*) as above_count
    from scored
    inner join own
        on
            scored.dimension_code = own.dimension_code
            and scored.printed > own.printed
    group by scored.dimension_code
)

select
    part.dimension_code,
    part.dimension_name,
    own.score,
    middle.peer_median,
    middle.peer_count,
    case when own.score is not null then 1 + coalesce(above.above_count, 0) end as peer_place,
    best.score as best_score,
    own.score - best.score as gap_to_best,
    best.community_code as best_code,
    best.community_name as best_name,
    best.unit_name as best_unit_name
from part
inner join middle on part.dimension_code = middle.dimension_code
left join own on part.dimension_code = own.dimension_code
left join above on part.dimension_code = above.dimension_code
left join best
    on
        part.dimension_code = best.dimension_code
        and best.choice = 1
order by part.position;
