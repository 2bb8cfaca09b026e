-- Problems that are neither verified as put right nor closed by force on the day of the data.
-- One row per problem, the longest overdue first, then the longest open.
-- Parameters: $as_of (a day, told as of which; '' is that of the data) and the lists $units and $streets (an empty list
-- means every one).
select
    finding_code,
    unit_code,
    unit_name,
    street_name,
    community_code,
    community_name,
    place,
    place_kind,
    category,
    description,
    demand,
    responsible,
    source,
    severity,
    found_on,
    due_on,
    limit_on,
    open_days,
    age_band,
    overdue_days,
    stage,
    rework_count,
    document_number
from open_problem
where
    (array_length($units) = 0 or list_contains($units, unit_code))
    and (array_length($streets) = 0 or list_contains($streets, street_code))
order by overdue_days desc nulls last, open_days desc, finding_code asc, community_code asc;
