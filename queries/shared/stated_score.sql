-- What is said of a score: of a community its band, of other areas whether it is over or under the line (得分在线上,
-- 得分在线下); of none without a score, which is not over the line.
-- One row per area and period.
-- Parameters: $standard.
select
    index_score.area_kind,
    index_score.area_code,
    index_score.period,
    standard.line,
    index_score.score - standard.line as gap,
    case
        when index_score.area_kind = 'community' then band.band_name
        when floor(index_score.score * 100 + 0.5 + 1e-9) / 100 >= standard.line then '得分在线上'
        when index_score.score is not null then '得分在线下'
    end as band_name,
    case
        when index_score.area_kind = 'community' then band.symbol
        when floor(index_score.score * 100 + 0.5 + 1e-9) / 100 >= standard.line then '＋'
        when index_score.score is not null then '－'
    end as symbol,
    case
        when index_score.area_kind = 'community' then band.position
        when floor(index_score.score * 100 + 0.5 + 1e-9) / 100 >= standard.line then 2
        when index_score.score is not null then 3
    end as band_position,
    coalesce(
        case
            when index_score.area_kind = 'community' then band.minimum_score
            else floor(index_score.score * 100 + 0.5 + 1e-9) / 100
        end >= standard.line,
        false
    ) as is_over_line
from index_score
inner join standard on index_score.standard_version = standard.standard_version
left join band
    on
        index_score.standard_version = band.standard_version
        and index_score.band_code = band.band_code
where index_score.standard_version = $standard;
