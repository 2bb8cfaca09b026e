-- The ten communities whose totals move most.
-- One row per community, the largest move first, at its largest: community_code, community_name, unit_name, period,
-- earlier_period (the same, or the one before it where the later version has a new one), earlier_score, later_score,
-- change, earlier_band, later_band.
with
move as (
    select
        compared_score.*,
        row_number() over (
            partition by compared_score.area_code order by abs(compared_score.change) desc, compared_score.period desc
        ) as size_rank
    from compared_score
    where compared_score.area_kind = 'community' and compared_score.is_changed and compared_score.change is not null
)

select
    move.area_code as community_code,
    community.community_name,
    unit.unit_name,
    move.period,
    move.earlier_period,
    move.earlier_score,
    move.later_score,
    move.change,
    move.earlier_band,
    move.later_band
from move
inner join later.community on move.area_code = community.community_code
inner join later.unit on community.unit_code = unit.unit_code
where move.size_rank = 1
order by abs(move.change) desc, move.area_code asc
limit 10;
