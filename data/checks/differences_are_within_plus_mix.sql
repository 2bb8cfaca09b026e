-- 两单位得分之差须等于同类型之差加构成之差
-- One row per pair of reporting units whose parts do not sum to the difference of their totals.
select
    composition.standard_version,
    composition.period,
    composition.unit_code,
    composition.other_code
from composition
left join index_score as own
    on
        composition.standard_version = own.standard_version
        and composition.period = own.period
        and own.area_kind = 'unit'
        and composition.unit_code = own.area_code
left join index_score as other
    on
        composition.standard_version = other.standard_version
        and composition.period = other.period
        and other.area_kind = 'unit'
        and composition.other_code = other.area_code
where
    not coalesce(
        abs(composition.difference - (own.score - other.score)) < 1e-6
        and abs(composition.difference - composition.within_kinds - composition.mix) < 1e-6,
        false
    )
order by composition.standard_version, composition.period, composition.unit_code, composition.other_code;
