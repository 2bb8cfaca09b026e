-- The standard in force at the end of a period: the last that came into force, before the first one the oldest.
-- One row per period of the data.
-- Parameters: none.
with
candidate as (
    select
        period.period,
        standard.standard_version,
        standard.minimum_rated_share,
        row_number() over (
            partition by period.period
            order by
                case when standard.valid_from > period.ends_on then 1 else 0 end asc,
                case when standard.valid_from > period.ends_on then standard.valid_from end asc,
                standard.valid_from desc nulls last,
                standard.standard_version asc
        ) as preference
    from period
    cross join standard
)

select
    period,
    standard_version,
    minimum_rated_share
from candidate
where preference = 1;
