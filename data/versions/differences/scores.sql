-- The totals of two versions side by side. A period that only the later version has is set against the last one before
-- it in the earlier version: that is what a reader sees change.
-- One row per area of kind city, unit or community and period of the later version that both versions have, with the
-- score of each (null without one), the name of its band (数据不足 without one) and change.
create or replace temp table compared_score as
with
compared_period as (
    select
        later_period.period,
        max(earlier_period.period) as earlier_period
    from later.period as later_period
    inner join earlier.period as earlier_period on later_period.period >= earlier_period.period
    group by later_period.period
),

earlier_score as (
    select
        index_score.area_kind,
        index_score.area_code,
        index_score.period,
        index_score.score,
        coalesce(band.band_name, '数据不足') as band_name
    from earlier.index_score
    inner join compared_standard on index_score.standard_version = compared_standard.earlier_standard_version
    left join earlier.band
        on index_score.standard_version = band.standard_version and index_score.band_code = band.band_code
    where index_score.area_kind != 'street'
),

later_score as (
    select
        index_score.area_kind,
        index_score.area_code,
        index_score.unit_code,
        index_score.period,
        index_score.score,
        coalesce(band.band_name, '数据不足') as band_name
    from later.index_score
    inner join compared_standard on index_score.standard_version = compared_standard.standard_version
    left join later.band
        on index_score.standard_version = band.standard_version and index_score.band_code = band.band_code
    where index_score.area_kind != 'street'
)

select
    later_score.area_kind,
    later_score.area_code,
    later_score.unit_code,
    compared_period.period,
    compared_period.earlier_period,
    earlier_score.score as earlier_score,
    later_score.score as later_score,
    earlier_score.band_name as earlier_band,
    later_score.band_name as later_band,
    later_score.score - earlier_score.score as change,
    -- The last digits of a sum depend on the order in which threads add it up.
    coalesce(
        abs(later_score.score - earlier_score.score) > 1e-6,
        (later_score.score is null) != (earlier_score.score is null)
    ) as is_changed
from later_score
inner join compared_period on later_score.period = compared_period.period
inner join earlier_score
    on
        later_score.area_kind = earlier_score.area_kind
        and later_score.area_code = earlier_score.area_code
        and compared_period.earlier_period = earlier_score.period;
