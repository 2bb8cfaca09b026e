-- The quarters of the data, newest first, and which of them is looked at where none is chosen.
-- One row per period. is_default: the newest in which, under the standard in force at its end, as many communities of
-- the city are rated as that standard asks for; the newest of all where there is none.
-- Parameters: none.
with
counted as (
    select
        standard_in_force.period,
        coalesce(
            round(1.0 * city_reporting.rated_count / city_reporting.community_count, 9)
            >= round(standard_in_force.minimum_rated_share, 9),
            true
        ) as is_reported
    from standard_in_force
    left join city_reporting
        on
            standard_in_force.standard_version = city_reporting.standard_version
            and standard_in_force.period = city_reporting.period
)

select
    period.period,
    period.starts_on,
    period.ends_on,
    period.previous_period,
    row_number() over (
        order by case when counted.is_reported then 0 else 1 end asc, period.starts_on desc
    ) = 1 as is_default
from period
left join counted on period.period = counted.period
order by period.starts_on desc;
