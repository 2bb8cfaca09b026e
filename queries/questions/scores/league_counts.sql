-- How the areas of one kind divide in one period: how many stand where, before any row of the league table is read.
-- One row per status and progress that occur, the rated first.
-- The same filters as the league table's, with the same meaning; above is a printed score at or above the line.
-- Parameters: $period, $standard, $area_kind ('community', 'street' or 'unit'), $ranked (places given, 0 gives all),
-- $search (a part of name, code or pinyin initials; empty means all) and the lists $units, $streets, $kinds, $bands
-- ('none' is without a band), $weak_dimensions (an empty list means every one).
select
    index_score.status,
    index_score.progress,
    count(*) as area_count,
    count(
        case when floor(index_score.score * 100 + 0.5 + 1e-9) / 100 >= standard.line then 1 end
    ) as above_count,
    cast(sum(coalesce(index_score.passing_count, 0)) as bigint) as passing_count,
    count(case when $ranked = 0 or index_score.city_place <= $ranked then index_score.city_place end) as placed_count
from index_score
inner join listed_area
    on
        index_score.area_kind = listed_area.area_kind
        and index_score.area_code = listed_area.area_code
inner join standard on index_score.standard_version = standard.standard_version
where
    index_score.standard_version = $standard
    and index_score.period = $period
    and index_score.area_kind = $area_kind
group by index_score.status, index_score.progress
order by
    case index_score.status when '参评' then 1 when '待补报' then 2 else 3 end,
    index_score.progress nulls last;
