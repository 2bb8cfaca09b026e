-- Changes against the previous period (span 1) and the one before it (span 2), same standard, on the communities rated
-- in both. One row per standard, area, period and span in area_change (and, for span 1, per dimension in
-- area_dimension_change); updates the scores. Their errors are those of change_errors.sql.
create or replace temp table community_change as
select
    later.standard_version,
    later.area_code,
    later.period,
    period_pair.span,
    -- Two sums of the same items may differ in the last digit: an unchanged score has change 0, not 1e-14.
    round(later.score - earlier.score, 9) as change,
    case
        when not coalesce(change_error.is_unknown, false) then sqrt(coalesce(change_error.squares, 0))
    end as standard_error,
    case
        when not coalesce(change_error.is_unknown, false)
            then pow(change_error.squares, 2) / nullif(change_error.fourths, 0)
    end as degrees_of_freedom
from index_score as later
inner join period_pair on later.period = period_pair.period
inner join index_score as earlier
    on
        later.standard_version = earlier.standard_version
        and earlier.area_kind = 'community'
        and later.area_code = earlier.area_code
        and period_pair.earlier_period = earlier.period
left join change_error
    on
        later.standard_version = change_error.standard_version
        and later.area_code = change_error.area_code
        and later.period = change_error.period
        and period_pair.span = change_error.span
where later.area_kind = 'community' and later.status != '数据不足' and earlier.status != '数据不足';

-- Areas of which something is said in both periods.
create or replace temp table compared_area as
select
    later.standard_version,
    later.area_kind,
    later.area_code,
    later.period,
    period_pair.span
from index_score as later
inner join period_pair on later.period = period_pair.period
inner join index_score as earlier
    on
        later.standard_version = earlier.standard_version
        and later.area_kind = earlier.area_kind
        and later.area_code = earlier.area_code
        and period_pair.earlier_period = earlier.period
where later.status != '数据不足' and earlier.status != '数据不足';

create or replace temp table area_change as
select
    standard_version,
    'community' as area_kind,
    area_code,
    period,
    span,
    change,
    standard_error,
    degrees_of_freedom
from community_change
union all
select
    community_change.standard_version,
    member.area_kind,
    member.area_code,
    community_change.period,
    community_change.span,
    sum(member.households * community_change.change) / sum(member.households) as change,
    area_error(member.households, community_change.standard_error) as standard_error,
    area_freedom(
        member.households, community_change.standard_error, community_change.degrees_of_freedom
    ) as degrees_of_freedom
from community_change
inner join member on community_change.area_code = member.community_code
inner join compared_area
    on
        community_change.standard_version = compared_area.standard_version
        and member.area_kind = compared_area.area_kind
        and member.area_code = compared_area.area_code
        and community_change.period = compared_area.period
        and community_change.span = compared_area.span
group by
    community_change.standard_version,
    member.area_kind,
    member.area_code,
    community_change.period,
    community_change.span;

create or replace temp table area_dimension_change as
with
community_dimension_change as (
    select
        later.standard_version,
        later.area_code,
        later.period,
        later.dimension_code,
        later.score - earlier.score as change
    from dimension_score as later
    inner join period on later.period = period.period
    inner join dimension_score as earlier
        on
            later.standard_version = earlier.standard_version
            and earlier.area_kind = 'community'
            and later.area_code = earlier.area_code
            and period.previous_period = earlier.period
            and later.dimension_code = earlier.dimension_code
    where later.area_kind = 'community' and later.rated_count = 1 and earlier.rated_count = 1
)

select
    standard_version,
    'community' as area_kind,
    area_code,
    period,
    dimension_code,
    change
from community_dimension_change
union all
select
    community_dimension_change.standard_version,
    member.area_kind,
    member.area_code,
    community_dimension_change.period,
    community_dimension_change.dimension_code,
    sum(member.households * community_dimension_change.change) / sum(member.households) as change
from community_dimension_change
inner join member on community_dimension_change.area_code = member.community_code
inner join compared_area
    on
        community_dimension_change.standard_version = compared_area.standard_version
        and member.area_kind = compared_area.area_kind
        and member.area_code = compared_area.area_code
        and community_dimension_change.period = compared_area.period
        and compared_area.span = 1
group by
    community_dimension_change.standard_version,
    member.area_kind,
    member.area_code,
    community_dimension_change.period,
    community_dimension_change.dimension_code;

update dimension_score
set change = area_dimension_change.change
from area_dimension_change
where
    dimension_score.standard_version = area_dimension_change.standard_version
    and dimension_score.area_kind = area_dimension_change.area_kind
    and dimension_score.area_code = area_dimension_change.area_code
    and dimension_score.period = area_dimension_change.period
    and dimension_score.dimension_code = area_dimension_change.dimension_code;

update index_score
set place_change = moved.place_change
from (
    select
        later.standard_version,
        later.area_kind,
        later.area_code,
        later.period,
        earlier.city_place - later.city_place as place_change
    from index_score as later
    inner join period on later.period = period.period
    inner join index_score as earlier
        on
            later.standard_version = earlier.standard_version
            and later.area_kind = earlier.area_kind
            and later.area_code = earlier.area_code
            and period.previous_period = earlier.period
) as moved
where
    index_score.standard_version = moved.standard_version
    and index_score.area_kind = moved.area_kind
    and index_score.area_code = moved.area_code
    and index_score.period = moved.period;
