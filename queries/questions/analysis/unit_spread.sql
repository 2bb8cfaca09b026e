-- Reporting units: the mean by households beside the simple one, and how far their best and last tenths are apart.
-- One row per unit with a score, in the order of the units; a tenth is rounded down, under ten there is none.
-- Parameters: $period, $standard, $units (an empty list means every unit).
with
ordered as (
    select
        unit_code,
        score,
        row_number() over (
            partition by unit_code
            order by score desc, area_code asc
        ) as from_the_top,
        row_number() over (
            partition by unit_code
            order by score asc, area_code desc
        ) as from_the_bottom,
        count(*) over (partition by unit_code) as rated_count
    from index_score
    where
        standard_version = $standard
        and period = $period
        and area_kind = 'community'
        and status != '数据不足'
        and score is not null
),

tenths as (
    select
        unit_code,
        max(rated_count) as rated_count,
        avg(case when from_the_top <= floor(rated_count / 10.0) then score end) as top_mean,
        avg(case when from_the_bottom <= floor(rated_count / 10.0) then score end) as bottom_mean
    from ordered
    group by unit_code
)

select
    unit.unit_code,
    unit.unit_name,
    tenths.rated_count,
    index_score.score,
    index_score.simple_mean,
    index_score.score - index_score.simple_mean as mean_difference,
    tenths.top_mean,
    tenths.bottom_mean,
    tenths.top_mean - tenths.bottom_mean as spread
from tenths
inner join unit on tenths.unit_code = unit.unit_code
inner join index_score
    on
        unit.unit_code = index_score.area_code
        and index_score.area_kind = 'unit'
        and index_score.standard_version = $standard
        and index_score.period = $period
        and index_score.status != '数据不足'
where array_length($units) = 0 or list_contains($units, unit.unit_code)
order by unit.position;
