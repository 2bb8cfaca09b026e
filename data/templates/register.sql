-- Which communities a template lists, with what the version in force knows of each.
-- One row per community that still stands when the period begins, by unit, street and name. A unit of which the version
-- in force has no community is listed from the reference register; a demonstration never is, its places are invented.
-- Parameters: $unit (code or name, empty for every unit), $period, $folder (of the reference files).
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
        community.community_code,
        community.community_name,
        community.short_name,
        community.unit_code,
        community.street_code,
        street.street_name,
        community.households,
        community.kind,
        community.share_60_plus,
        community.share_renters,
        community.building_age,
        community.density,
        community.longitude,
        community.latitude,
        community.position_quality,
        community.established_on,
        community.abolished_on
    from base.community
    left join base.street on community.street_code = street.street_code
),

listed as (
    select
        community.community_code,
        community.community_name,
        community.short_name,
        community.unit_code,
        community.street_code,
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
    register.community_code,
    register.community_name,
    register.short_name,
    register.unit_code,
    reporting_unit.unit_name,
    register.street_code,
    register.street_name,
    register.households,
    register.kind,
    register.share_60_plus,
    register.share_renters,
    register.building_age,
    register.density,
    register.longitude,
    register.latitude,
    register.position_quality,
    register.established_on,
    register.abolished_on
from register
inner join reporting_unit on register.unit_code = reporting_unit.unit_code
where
    $unit in ('', reporting_unit.unit_code, reporting_unit.unit_name, reporting_unit.short_name)
    and (
        register.abolished_on is null
        or $period = ''
        or register.abolished_on
        > make_date(try_cast(left($period, 4) as integer), 3 * try_cast(right($period, 1) as integer) - 2, 1)
    )
order by reporting_unit.position, register.street_code, register.community_code
