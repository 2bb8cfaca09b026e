-- Places: competition ranking (1-2-2-4) on scores rounded half up to two decimals, among areas of full place.
-- Updates index_score: the place in the city and, for communities and streets, within the reporting unit.
update index_score
set
    city_place = ranked.city_place,
    unit_place = ranked.unit_place
from (
    select
        standard_version,
        area_kind,
        area_code,
        period,
        rank() over (
            partition by standard_version, area_kind, period order by round_half_up(score) desc
        ) as city_place,
        case
            when area_kind in ('community', 'street')
                then
                    rank() over (
                        partition by standard_version, area_kind, period, unit_code order by round_half_up(score) desc
                    )
        end as unit_place
    from index_score
    where status = '参评' and area_kind != 'city'
) as ranked
where
    index_score.standard_version = ranked.standard_version
    and index_score.area_kind = ranked.area_kind
    and index_score.area_code = ranked.area_code
    and index_score.period = ranked.period;
