-- The reference register as rows of the table of communities, to stand in where a unit submitted no register.
-- One row per community of the reference. households: those of the district shared evenly over its communities; the
-- district's figure includes the units it hosts, so their communities are counted with it.
-- Parameters: $folder (of the reference).
create or replace temp table stand_in as
with
unit as (
    select
        unit_code,
        coalesce(host_code, unit_code) as district_code,
        cast(households as integer) as households
    from read_csv($folder || '/units.csv', all_varchar = true)
),

community as (
    select
        register.*,
        unit.district_code
    from read_csv($folder || '/communities.csv', all_varchar = true) as register
    inner join unit on register.unit_code = unit.unit_code
),

share as (
    select
        community.district_code,
        cast(round(any_value(unit.households) / count(*)) as integer) as households
    from community
    inner join unit on community.district_code = unit.unit_code
    group by community.district_code
)

select
    community.community_code,
    community.community_name,
    community.short_name,
    community.unit_code,
    community.street_code,
    share.households,
    '未分类' as kind
from community
inner join share on community.district_code = share.district_code;
