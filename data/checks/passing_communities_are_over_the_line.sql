-- 达标及以上的社区，数据须充足，总分与各维度两位小数后须不低于达标线，且没有未报项与否决项
-- One row per community that is not.
select
    index_score.standard_version,
    index_score.area_code,
    index_score.period,
    index_score.score,
    index_score.minimum_dimension_score
from index_score
inner join standard on index_score.standard_version = standard.standard_version
inner join band
    on
        index_score.standard_version = band.standard_version
        and index_score.band_code = band.band_code
where
    index_score.area_kind = 'community'
    and band.minimum_score >= standard.line
    and (
        index_score.status = '数据不足'
        or (round(index_score.score + 1e-9, 2) >= band.minimum_score) is not true
        or (round(index_score.minimum_dimension_score + 1e-9, 2) >= band.minimum_dimension_score) is not true
        or (band.requires_all_reported and index_score.unreported_count > 0)
        or (band.requires_no_veto and index_score.is_vetoed)
    )
order by index_score.standard_version, index_score.area_code, index_score.period
