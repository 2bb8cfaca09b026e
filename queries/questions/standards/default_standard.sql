-- The standard in force at the end of a period: the last that came into force, before the first one the oldest.
-- One row per period of the data, so one or none.
-- Parameters: $period.
with
candidate as (
    select
        standard.standard_version,
        row_number() over (
            order by
                case when standard.valid_from > period.ends_on then 1 else 0 end asc,
                case when standard.valid_from > period.ends_on then standard.valid_from end asc,
                standard.valid_from desc nulls last,
                standard.standard_version asc
        ) as preference
    from standard
    cross join period
    where period.period = $period
)

select standard_version
from candidate
where preference = 1
order by standard_version;
