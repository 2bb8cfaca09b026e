-- Which communities a template lists, with what the version in force knows of each.
-- One row per community that still stands when the period begins, by unit, street and name. A unit of which the version
-- in force has no community is listed from the reference register; a demonstration never is, its places are invented.
-- Parameters: $unit (code or name, empty for every unit), $starts_on (of the period, null for none), $folder (of the
-- reference files).
with
reporting_unit as (
    select
        unit_code,
        unit_name,
        short_name,
        position
    from base.unit
    union all
    select
        unit_code,
        unit_name,
        short_name,
        cast(position as integer) as position
    from read_csv($folder || '/units.csv', all_varchar = true)
    where (select count(*) from base.unit) = 0
),

published as (
    select
        community.*,
        street.street_name
    from base.community
    left join base.street on community.street_code = street.street_code
),

listed as (
    select
        community.*,
        street.street_name
    from read_csv($folder || '/communities.csv', all_varchar = true) as community
    left join read_csv($folder || '/streets.csv', all_varchar = true) as street
        on community.street_code = street.street_code
    where
        community.unit_code not in (select published.unit_code from published)
        and not coalesce((select bool_or(publication.is_demonstration) from base.publication), false)
),

register as (
    select * from published
    union all by name
    select * from listed
)

select
    register.*,
    reporting_unit.unit_name
from register
inner join reporting_unit on register.unit_code = reporting_unit.unit_code
where
    $unit in ('', reporting_unit.unit_code, reporting_unit.unit_name, reporting_unit.short_name)
    and coalesce(register.abolished_on > $starts_on, true)
order by reporting_unit.position, register.street_code, register.community_code
