-- Streets, units and the city: means of their communities by households, those with too little data left out.
-- One row per standard, area and period (and dimension, and indicator) in the three score tables; city_reporting.
-- An area of which fewer communities are rated than its standard asks for (minimum_rated_share) has counts, no score.
-- An unknown standard error is not 0: the known ones stand for it, scaled by its share of the squared households.
create or replace temp table member as
select
    'city' as area_kind,
    'city' as area_code,
    null as unit_code,
    community_code,
    households
from community
union all
select
    'unit' as area_kind,
    unit_code as area_code,
    unit_code,
    community_code,
    households
from community
union all
select
    'street' as area_kind,
    street_code as area_code,
    unit_code,
    community_code,
    households
from community;

create or replace temp table said_area as
select
    index_score.standard_version,
    member.area_kind,
    member.area_code,
    index_score.period
from index_score
inner join member on index_score.area_code = member.community_code
inner join standard on index_score.standard_version = standard.standard_version
where index_score.area_kind = 'community'
group by index_score.standard_version, member.area_kind, member.area_code, index_score.period
having
    sum(index_score.rated_count) > 0
    and round(sum(index_score.rated_count) / count(*), 9) >= round(any_value(standard.minimum_rated_share), 9);

-- sqrt(sum of h² SE²) / sum of h, the unknown ones scaled in; null when none is known.
create or replace temp macro area_error(households, error) as (
    sqrt(
        sum(pow(households * error, 2)) * sum(pow(households, 2))
        / nullif(sum(pow(households, 2)) filter (where error is not null), 0)
    )
    / sum(households)
);

-- The degrees of freedom of such an error: those of the known ones.
create or replace temp macro area_freedom(households, error, freedom) as (
    pow(sum(pow(households * error, 2)), 2) / nullif(sum(pow(households * error, 4) / freedom), 0)
);

insert into dimension_score by name
with
joined as (
    select
        dimension_score.*,
        member.area_kind as group_kind,
        member.area_code as group_code,
        case
            when dimension_score.rated_count = 1 and said_area.period is not null then cast(member.households as double)
        end as households
    from dimension_score
    inner join member on dimension_score.area_code = member.community_code
    left join said_area
        on
            dimension_score.standard_version = said_area.standard_version
            and member.area_kind = said_area.area_kind
            and member.area_code = said_area.area_code
            and dimension_score.period = said_area.period
    where dimension_score.area_kind = 'community'
)

select
    standard_version,
    group_kind as area_kind,
    group_code as area_code,
    period,
    dimension_code,
    sum(households * score) / sum(households) as score,
    sum(households * lower_score) / sum(households) as lower_score,
    area_error(households, standard_error) as standard_error,
    area_freedom(households, standard_error, degrees_of_freedom) as degrees_of_freedom,
    sum(rated_count) / count(*) as coverage,
    sum(households * effective_weight) / sum(households) as effective_weight,
    sum(passing_count) as passing_count,
    sum(rated_count) as rated_count
from joined
group by standard_version, group_kind, group_code, period, dimension_code;

insert into indicator_score by name
with
joined as (
    select
        indicator_score.*,
        member.area_kind as group_kind,
        member.area_code as group_code,
        case
            when indicator_score.rated_count = 1 and said_area.period is not null then cast(member.households as double)
        end as households
    from indicator_score
    inner join member on indicator_score.area_code = member.community_code
    left join said_area
        on
            indicator_score.standard_version = said_area.standard_version
            and member.area_kind = said_area.area_kind
            and member.area_code = said_area.area_code
            and indicator_score.period = said_area.period
    where indicator_score.area_kind = 'community'
)

select
    standard_version,
    group_kind as area_kind,
    group_code as area_code,
    period,
    indicator_code,
    case
        when count(households) > 0 then 'value'
        when bool_and(state = 'not_applicable') then 'not_applicable'
        else 'unreported'
    end as state,
    sum(households * value) / sum(households) filter (where value is not null) as value,
    sum(households * score) / sum(households) as score,
    area_error(households, standard_error) as standard_error,
    area_freedom(households, standard_error, degrees_of_freedom) as degrees_of_freedom,
    sum(households * effective_weight) / sum(households) as effective_weight,
    coalesce(bool_and(is_carried_forward) filter (where households is not null), false) as is_carried_forward,
    sum(rated_count) as rated_count
from joined
group by standard_version, group_kind, group_code, period, indicator_code;

insert into index_score by name
with
joined as (
    select
        index_score.* exclude (households),
        member.households as standing_households,
        member.area_kind as group_kind,
        member.area_code as group_code,
        member.unit_code as group_unit_code,
        said_area.period is not null as is_said,
        case
            when index_score.status != '数据不足' and said_area.period is not null
                then cast(member.households as double)
        end as households
    from index_score
    inner join member on index_score.area_code = member.community_code
    left join said_area
        on
            index_score.standard_version = said_area.standard_version
            and member.area_kind = said_area.area_kind
            and member.area_code = said_area.area_code
            and index_score.period = said_area.period
    where index_score.area_kind = 'community'
),

averaged as (
    select
        standard_version,
        group_kind as area_kind,
        group_code as area_code,
        any_value(group_unit_code) as unit_code,
        period,
        sum(households * score) / sum(households) as score,
        sum(households * lower_score) / sum(households) as lower_score,
        avg(score) filter (where households is not null) as simple_mean,
        sum(households * arithmetic_score) / sum(households) as arithmetic_score,
        sum(households * geometric_score) / sum(households) as geometric_score,
        area_error(households, standard_error) as standard_error,
        area_freedom(households, standard_error, degrees_of_freedom) as degrees_of_freedom,
        sum(unreported_count) as unreported_count,
        count(*) as community_count,
        sum(rated_count) as rated_count,
        case when bool_and(is_said) then '参评' else '数据不足' end as status,
        sum(standing_households) as households
    from joined
    group by standard_version, group_kind, group_code, period
),

weakest as (
    select
        standard_version,
        area_kind,
        area_code,
        period,
        min(score) as minimum_dimension_score
    from dimension_score
    where area_kind != 'community'
    group by standard_version, area_kind, area_code, period
)

select
    averaged.*,
    averaged.rated_count / averaged.community_count as coverage,
    weakest.minimum_dimension_score,
    false as is_vetoed,
    0 as passing_count
from averaged
left join weakest
    on
        averaged.standard_version = weakest.standard_version
        and averaged.area_kind = weakest.area_kind
        and averaged.area_code = weakest.area_code
        and averaged.period = weakest.period;

insert into city_reporting by name
select
    standard_version,
    period,
    community_count,
    rated_count
from index_score
where area_kind = 'city';

-- A unit without any community in a period still stands in every list, without a number.
insert into index_score by name
select
    standard.standard_version,
    'unit' as area_kind,
    unit.unit_code as area_code,
    unit.unit_code,
    period.period,
    '数据不足' as status,
    0 as unreported_count,
    false as is_vetoed,
    0 as community_count,
    0 as rated_count,
    0 as passing_count
from standard
cross join unit
cross join period
anti join index_score
    on
        standard.standard_version = index_score.standard_version
        and index_score.area_kind = 'unit'
        and unit.unit_code = index_score.area_code
        and period.period = index_score.period;

insert into dimension_score by name
select
    index_score.standard_version,
    index_score.area_kind,
    index_score.area_code,
    index_score.period,
    dimension.dimension_code,
    0 as passing_count,
    0 as rated_count
from index_score
inner join dimension on index_score.standard_version = dimension.standard_version
where index_score.area_kind = 'unit' and index_score.community_count = 0;
