-- The ledger of activities, all checked: by community, as it is read, and packed.
-- One row per staged activity.
insert into activity by name
select
    activity_code,
    community_code,
    held_at,
    dimension_code,
    category,
    kind,
    participants,
    households
from staged_activities
order by community_code;
