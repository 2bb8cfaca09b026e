-- Who puts problems right above the line for certain (红榜), who below it (黑榜), and of whom neither can be said (待复核).
-- One row per kind and area on the side of the line that is asked for, by kind, the certain first, then the furthest.
-- Parameters: $period (a span), $side, $area_kind, $by and the list $units (an empty list means every one).
with
moment as (
    select
        span.starts_on,
        least(span.ends_on, publication.data_until) as ends_on,
        publication.data_until
    from span
    cross join publication
    where span.span = $period
),

in_force as (
    select
        standard.rectified_line / 100 as line,
        coalesce(standard.rectified_line_citation, '示例') as citation
    from standard
    cross join moment
    order by
        case when standard.valid_from > moment.ends_on then 1 else 0 end asc,
        case when standard.valid_from > moment.ends_on then standard.valid_from end asc,
        standard.valid_from desc nulls last,
        standard.standard_version asc
    limit 1
),

counted as (
    select
        case $area_kind
            when 'city' then 'city'
            when 'unit' then community.unit_code
            when 'street' then community.street_code
            else community.community_code
        end as area_code,
        case $by when 'kind' then community.kind else coalesce(problem.place_kind, '未注明') end as by_value,
        count(*) as due_count,
        count(case when problem.verified_on <= moment.data_until and not coalesce(problem.is_forced, false) then 1 end)
            as rectified_count
    from problem
    inner join community on problem.community_code = community.community_code
    cross join moment
    where
        problem.found_on <= moment.data_until
        and problem.due_on between moment.starts_on and moment.ends_on
    group by area_code, by_value
),

-- The limits hold for everybody in the city at once at 95 % (Bonferroni), whoever is asked for: of five hundred streets
-- a dozen would lie beyond limits of their own by chance. The quantile is that of Abramowitz and Stegun, 26.2.23.
family as (
    select sqrt(-2 * ln(0.025 / greatest(count(case when due_count >= 10 then 1 end), 1))) as t
    from counted
),

quantile as (
    select
        t - (2.515517 + 0.802853 * t + 0.010328 * t * t)
        / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t) as z
    from family
),

share as (
    select
        counted.area_code,
        counted.by_value,
        counted.due_count,
        counted.rectified_count,
        1.0 * counted.rectified_count / counted.due_count as rate,
        quantile.z * quantile.z / counted.due_count as z
    from counted
    cross join quantile
),

limited as (
    select
        area_code,
        by_value,
        due_count,
        rectified_count,
        rate,
        greatest((rate + z / 2 - sqrt(z * rate * (1 - rate) + z * z / 4)) / (1 + z), 0) as low,
        least((rate + z / 2 + sqrt(z * rate * (1 - rate) + z * z / 4)) / (1 + z), 1) as high
    from share
),

judged as (
    select
        limited.area_code,
        limited.by_value,
        limited.due_count,
        limited.rectified_count,
        limited.rate,
        limited.low,
        limited.high,
        in_force.line,
        in_force.citation,
        limited.due_count >= 10
        and case $side when 'red' then limited.low > in_force.line else limited.high < in_force.line end as is_certain
    from limited
    cross join in_force
    where case $side when 'red' then limited.rate >= in_force.line else limited.rate < in_force.line end
)

select
    area.area_kind,
    area.area_code,
    area.area_name,
    area.unit_code,
    area.unit_name,
    judged.by_value,
    judged.due_count,
    judged.rectified_count,
    judged.rate as rectified_rate,
    judged.low as rectified_rate_low,
    judged.high as rectified_rate_high,
    judged.line,
    judged.citation,
    case
        when not judged.is_certain then '待复核'
        when $side = 'red' then '红榜'
        else '黑榜'
    end as verdict,
    case
        when judged.due_count < 10 then '到期不足 10 个'
        when not judged.is_certain then '区间跨线'
        when $side = 'red' then '区间整段高于线'
        else '区间整段低于线'
    end as rule
from judged
inner join area
    on
        area.area_kind = $area_kind
        and judged.area_code = area.area_code
where array_length($units) = 0 or list_contains($units, area.unit_code)
order by
    judged.by_value asc,
    judged.is_certain desc,
    case $side when 'red' then -judged.rate else judged.rate end asc,
    judged.due_count desc,
    area.position asc,
    area.area_code asc;
