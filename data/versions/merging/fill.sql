-- Put the stand-ins into the staged register where it has nothing better.
-- One row per community of the reference that is measured but not in the register, or whose unit has no register at
-- all: any such unit of a city whose register is collected from the units, else those that rows name.
-- Made before: named_community, the codes that measurements and ledgers name.
-- Parameters: $is_collected.
insert into staged_communities by name
with
measured_unit as (
    select distinct stand_in.unit_code
    from stand_in
    inner join named_community on stand_in.community_code = named_community.community_code
)

select stand_in.*
from stand_in
where
    stand_in.community_code not in (select staged.community_code from staged_communities as staged)
    and (
        stand_in.community_code in (select named_community.community_code from named_community)
        or (
            stand_in.unit_code not in (select staged.unit_code from staged_communities as staged)
            and ($is_collected or stand_in.unit_code in (select measured_unit.unit_code from measured_unit))
        )
    )
order by stand_in.community_code;
