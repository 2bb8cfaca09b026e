-- What makes communities alike under a standard (同类), and how much each attribute weighs.
-- One row per attribute, in the order of the register.
-- Parameters: $standard.
select
    attribute,
    weight as context_weight
from context_weight
where standard_version = $standard
order by
    case attribute
        when 'households' then 1
        when 'share_60_plus' then 2
        when 'share_renters' then 3
        when 'building_age' then 4
        when 'density' then 5
        else 6
    end,
    attribute;
