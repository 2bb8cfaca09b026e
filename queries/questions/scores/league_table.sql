-- Who stands where: the areas of one kind against the standard in one period.
-- One row per area, best first; those waiting for reports come next and those without enough data last, by code.
-- Filters never renumber: places are those of the whole city.
-- Only the first $ranked places are given (0 gives all); the rest stand by band, in no order but that of their codes.
-- Neighbours by place, of the whole city, are tied where the error of their difference could explain it, at the larger
-- of their critical values; an unknown error tells nothing apart. A neighbour outside of $units has no code here.
-- turnover_change is what the levels differ by beyond the change, which is of the communities rated in both periods.
-- Parameters: $period, $standard, $area_kind ('community', 'street' or 'unit'), $order ('score', or 'change': 明显进步
-- first, then 明显退步, the largest first; other changes keep the order of the score),
-- $ranked, $search (a part of name, code or pinyin initials; empty means all) and the lists $units,
-- $streets, $kinds, $bands ('none' is without a band), $weak_dimensions, $statuses (an empty list means every one).
with
neighbour as (
    select
        area_code,
        city_place as place,
        floor(score * 100 + 0.5 + 1e-9) / 100 as printed_score,
        standard_error,
        critical_value,
        count(*) over () as ranked_count,
        lead(area_code) over (order by city_place, area_code) as next_code,
        lead(unit_code) over (order by city_place, area_code) as next_unit_code,
        lead(city_place) over (order by city_place, area_code) as next_place,
        lead(floor(score * 100 + 0.5 + 1e-9) / 100) over (order by city_place, area_code) as next_printed_score,
        lead(standard_error) over (order by city_place, area_code) as next_standard_error,
        lead(critical_value) over (order by city_place, area_code) as next_critical_value
    from index_score
    where
        standard_version = $standard
        and period = $period
        and area_kind = $area_kind
        and city_place is not null
),

given as (
    select
        area_code,
        place,
        ranked_count,
        case
            when
                next_place is not null
                and ($ranked = 0 or next_place <= $ranked)
                and (array_length($units) = 0 or list_contains($units, next_unit_code))
                then next_code
        end as next_code,
        case
            when next_place is null or ($ranked > 0 and next_place > $ranked) then null
            when printed_score = next_printed_score then true
            else
                coalesce(
                    printed_score - next_printed_score
                    <= greatest(critical_value, next_critical_value)
                    * sqrt(pow(standard_error, 2) + pow(next_standard_error, 2)),
                    true
                )
        end as is_tied_with_next
    from neighbour
    where $ranked = 0 or place <= $ranked
)

select
    listed_area.area_kind,
    listed_area.area_code,
    listed_area.area_name,
    listed_area.unit_code,
    listed_area.unit_name,
    listed_area.street_name,
    listed_area.kind,
    index_score.status,
    given.place,
    case when given.place is not null then index_score.unit_place end as unit_place,
    case when given.place is not null then index_score.rank_low end as rank_low,
    case when given.place is not null then index_score.rank_high end as rank_high,
    given.ranked_count,
    given.next_code,
    given.is_tied_with_next,
    index_score.score,
    index_score.lower_score,
    stated_score.gap,
    index_score.change,
    index_score.score - earlier.score - index_score.change as turnover_change,
    index_score.progress,
    case when given.place is not null then index_score.place_change end as place_change,
    coalesce(line_certainty.said, index_score.certainty) as certainty,
    index_score.band_code,
    stated_score.band_name,
    stated_score.symbol,
    stated_score.band_position,
    index_score.coverage,
    index_score.unreported_count,
    index_score.community_count,
    index_score.rated_count,
    index_score.passing_count,
    index_score.households,
    index_score.dimension_scores,
    index_score.trend
from index_score
inner join listed_area
    on
        index_score.area_kind = listed_area.area_kind
        and index_score.area_code = listed_area.area_code
inner join stated_score
    on
        index_score.area_kind = stated_score.area_kind
        and index_score.area_code = stated_score.area_code
        and index_score.period = stated_score.period
left join line_certainty
    on
        index_score.area_kind != 'community'
        and index_score.certainty = line_certainty.certainty
left join period on index_score.period = period.period
left join index_score as earlier
    on
        earlier.standard_version = $standard
        and earlier.area_kind = $area_kind
        and index_score.area_code = earlier.area_code
        and period.previous_period = earlier.period
left join given on index_score.area_code = given.area_code
where
    index_score.standard_version = $standard
    and index_score.period = $period
    and index_score.area_kind = $area_kind
    and (array_length($statuses) = 0 or list_contains($statuses, index_score.status))
order by
    case index_score.status when '参评' then 1 when '待补报' then 2 else 3 end,
    case
        when $order != 'change' then 0
        when index_score.progress = '明显进步' then 1
        when index_score.progress = '明显退步' then 2
        else 3
    end,
    case
        when $order = 'change' and index_score.progress in ('明显进步', '明显退步') then -abs(index_score.change)
    end nulls last,
    given.place nulls last,
    stated_score.band_position nulls last,
    index_score.area_code;
