-- What the best of a community's fair peers does differently: its indicators beside one's own, dimension by dimension.
-- One row per dimension and indicator that both have a score for, the indicator that matters most first.
-- The best peer of a dimension is that of the fully reported peers in $units that scores most in it, the
-- nearest where several do.
-- Parameters: $period, $standard, $community, $dimensions (an empty list means every dimension), $units (an empty list
-- means every reporting unit).
with
candidate as (
    select
        dimension_score.dimension_code,
        community.community_code,
        community.community_name,
        row_number() over (
            partition by dimension_score.dimension_code
            order by floor(dimension_score.score * 100 + 0.5 + 1e-9) desc, peer.position asc
        ) as choice
    from peer
    inner join community on peer.peer_code = community.community_code
    inner join dimension_score
        on
            peer.standard_version = dimension_score.standard_version
            and peer.period = dimension_score.period
            and peer.peer_code = dimension_score.area_code
            and dimension_score.area_kind = 'community'
    inner join index_score
        on
            peer.standard_version = index_score.standard_version
            and peer.period = index_score.period
            and peer.peer_code = index_score.area_code
            and index_score.area_kind = 'community'
    where
        peer.standard_version = $standard
        and peer.period = $period
        and peer.community_code = $community
        and index_score.status = '参评'
        and dimension_score.score is not null
        and (array_length($dimensions) = 0 or list_contains($dimensions, dimension_score.dimension_code))
        and (array_length($units) = 0 or list_contains($units, community.unit_code))
),

best as (
    select
        dimension_code,
        community_code,
        community_name
    from candidate
    where choice = 1
),

graded as (
    select
        community_code,
        indicator_code,
        grade
    from measurement
    where period = $period and grade is not null
)

select
    dimension.dimension_code,
    dimension.dimension_name,
    best.community_code as best_code,
    best.community_name as best_name,
    indicator.indicator_code,
    indicator.indicator_name,
    own.value as measured_value,
    own_grade.grade,
    theirs.value as best_value,
    their_grade.grade as best_grade,
    indicator.unit as unit_text,
    indicator.decimals,
    own.score,
    theirs.score as best_score,
    own.effective_weight,
    own.effective_weight * (theirs.score - own.score) as weighted_gap
from best
inner join dimension
    on
        dimension.standard_version = $standard
        and best.dimension_code = dimension.dimension_code
inner join indicator
    on
        dimension.standard_version = indicator.standard_version
        and dimension.dimension_code = indicator.dimension_code
inner join indicator_score as own
    on
        indicator.standard_version = own.standard_version
        and indicator.indicator_code = own.indicator_code
        and own.area_kind = 'community'
        and own.area_code = $community
        and own.period = $period
inner join indicator_score as theirs
    on
        indicator.standard_version = theirs.standard_version
        and indicator.indicator_code = theirs.indicator_code
        and theirs.area_kind = 'community'
        and best.community_code = theirs.area_code
        and theirs.period = $period
left join graded as own_grade
    on
        own_grade.community_code = $community
        and indicator.indicator_code = own_grade.indicator_code
left join graded as their_grade
    on
        best.community_code = their_grade.community_code
        and indicator.indicator_code = their_grade.indicator_code
where own.state = 'value' and theirs.state = 'value' and own.effective_weight is not null
order by dimension.position asc, weighted_gap desc, indicator.position asc;
