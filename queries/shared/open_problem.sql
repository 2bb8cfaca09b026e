-- Problems that are neither verified as put right nor closed by force, and since when they are late.
-- One row per problem, with the number of the last document that names it. Its limit is the day it was deferred to,
-- else extended to, else due.
-- Parameters: $as_of (a day, told as of which; '' is that of the data).
with
named as (
    select
        unit_code,
        document_number,
        cast(issued_on as varchar) || document_number as place,
        unnest(string_split(finding_codes, '、')) as finding_code
    from supervision
),

told as (
    select
        problem.finding_code,
        problem.community_code,
        problem.place,
        problem.place_kind,
        problem.category,
        problem.description,
        problem.demand,
        problem.responsible,
        problem.source,
        problem.severity,
        problem.found_on,
        problem.due_on,
        problem.dispatched_on,
        problem.rectified_on,
        problem.deferred_to,
        problem.rework_count,
        known.data_until,
        coalesce(problem.deferred_to, problem.extended_to, problem.due_on) as limit_on
    from problem
    cross join known
    where
        problem.found_on <= known.data_until
        and coalesce(problem.verified_on > known.data_until, true)
        and not coalesce(problem.is_forced, false)
),

supervised as (
    select
        told.finding_code,
        told.community_code,
        arg_max(named.document_number, named.place) as document_number
    from named
    inner join told on named.finding_code = told.finding_code
    inner join community
        on
            told.community_code = community.community_code
            and coalesce(named.unit_code, community.unit_code) = community.unit_code
    group by told.finding_code, told.community_code
)

select
    told.finding_code,
    area.unit_code,
    area.unit_name,
    area.street_code,
    area.street_name,
    area.area_code as community_code,
    area.area_name as community_name,
    told.place,
    told.place_kind,
    told.category,
    told.description,
    told.demand,
    told.responsible,
    told.source,
    told.severity,
    told.found_on,
    told.due_on,
    told.limit_on,
    datediff('day', told.found_on, told.data_until) as open_days,
    case
        when datediff('day', told.found_on, told.data_until) <= 7 then '7 天内'
        when datediff('day', told.found_on, told.data_until) <= 15 then '8–15 天'
        when datediff('day', told.found_on, told.data_until) <= 30 then '16–30 天'
        else '30 天以上'
    end as age_band,
    case when told.limit_on < told.data_until then datediff('day', told.limit_on, told.data_until) end as overdue_days,
    case
        when told.rectified_on <= told.data_until then '待核查'
        when told.deferred_to is not null then '缓办'
        when told.dispatched_on <= told.data_until then '整改中'
        else '待派遣'
    end as stage,
    coalesce(told.rework_count, 0) as rework_count,
    supervised.document_number
from told
inner join area
    on
        area.area_kind = 'community'
        and told.community_code = area.area_code
left join supervised
    on
        told.finding_code = supervised.finding_code
        and told.community_code = supervised.community_code;
