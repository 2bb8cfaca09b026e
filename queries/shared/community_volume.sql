-- How much each community asks for by its households, and how much is found there by items checked, beside communities
-- of its size: z is the distance from their common rate in standard deviations. True rates differ among communities:
-- what differs more than counts do by chance (Poisson) adds to the deviation (DerSimonian and Laird 1986).
-- One row per community standing in the span and measure (appeals, problems) that has cases.
-- Parameters: $period (a span).
with
moment as (
    select
        span.starts_on,
        least(span.ends_on, publication.data_until) as ends_on
    from span
    cross join publication
    where span.span = $period
),

resident as (
    select
        community.community_code,
        community.households,
        ntile(3) over (order by community.households, community.community_code) as size_group
    from community
    cross join moment
    where
        coalesce(community.established_on <= moment.ends_on, true)
        and coalesce(community.abolished_on > moment.starts_on, true)
),

asked as (
    select
        appeal.community_code,
        count(*) as hits
    from appeal
    cross join moment
    where
        appeal.exclusion is null
        and cast(appeal.received_at as date) between moment.starts_on and moment.ends_on
    group by appeal.community_code
),

checked as (
    select
        visit.community_code,
        sum(visit.items_checked) as cases
    from visit
    cross join moment
    where
        visit.kind <> '复查'
        and visit.visited_on between moment.starts_on and moment.ends_on
    group by visit.community_code
),

found as (
    select
        problem.community_code,
        count(*) as hits
    from problem
    cross join moment
    inner join visit
        on
            problem.visit_code = visit.visit_code
            and problem.community_code = visit.community_code
            and visit.kind <> '复查'
    where problem.found_on between moment.starts_on and moment.ends_on
    group by problem.community_code
),

measured as (
    select
        resident.community_code,
        resident.size_group,
        'appeals' as measure,
        coalesce(asked.hits, 0) as hits,
        resident.households as cases
    from resident
    left join asked on resident.community_code = asked.community_code
    union all
    select
        resident.community_code,
        resident.size_group,
        'problems' as measure,
        coalesce(found.hits, 0) as hits,
        checked.cases
    from resident
    inner join checked on resident.community_code = checked.community_code
    left join found on resident.community_code = found.community_code
    where checked.cases > 0
),

rated as (
    select
        community_code,
        size_group,
        measure,
        hits,
        cases,
        1.0 * hits / cases as rate,
        1.0 * sum(hits) over (partition by measure, size_group) / sum(cases) over (partition by measure, size_group)
            as common_rate,
        count(*) over (partition by measure, size_group) as places
    from measured
),

spread as (
    select
        measure,
        size_group,
        greatest(
            (sum(cases / common_rate * (rate - common_rate) * (rate - common_rate)) - max(places) + 1)
            / nullif(
                sum(cases / common_rate)
                - sum(cases / common_rate * cases / common_rate) / sum(cases / common_rate),
                0
            ),
            0
        ) as square
    from rated
    where common_rate > 0
    group by measure, size_group
)

select
    rated.community_code,
    rated.measure,
    rated.hits,
    rated.cases,
    rated.rate,
    rated.common_rate,
    (rated.rate - rated.common_rate) / sqrt(rated.common_rate / rated.cases + coalesce(spread.square, 0)) as z
from rated
inner join spread
    on
        rated.measure = spread.measure
        and rated.size_group = spread.size_group;
