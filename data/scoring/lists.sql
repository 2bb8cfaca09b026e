-- What a row of the league table draws, as lists: its dimensions in the standard's order and its last 12 periods.
-- Updates index_score: one list of each per standard, area and period.
update index_score
set
    dimension_scores = listed.dimension_scores,
    trend = listed.trend
from (
    with
    dimensions as (
        select
            dimension_score.standard_version,
            dimension_score.area_kind,
            dimension_score.area_code,
            dimension_score.period,
            list(dimension_score.score order by dimension.position) as dimension_scores
        from dimension_score
        inner join dimension
            on
                dimension_score.standard_version = dimension.standard_version
                and dimension_score.dimension_code = dimension.dimension_code
        group by
            dimension_score.standard_version,
            dimension_score.area_kind,
            dimension_score.area_code,
            dimension_score.period
    ),

    trends as (
        select
            standard_version,
            area_kind,
            area_code,
            period,
            list(case when status != '数据不足' then score end) over (
                partition by standard_version, area_kind, area_code
                order by period
                rows between 11 preceding and current row
            ) as trend
        from index_score
    )

    select
        dimensions.*,
        trends.trend
    from dimensions
    inner join trends
        on
            dimensions.standard_version = trends.standard_version
            and dimensions.area_kind = trends.area_kind
            and dimensions.area_code = trends.area_code
            and dimensions.period = trends.period
) as listed
where
    index_score.standard_version = listed.standard_version
    and index_score.area_kind = listed.area_kind
    and index_score.area_code = listed.area_code
    and index_score.period = listed.period;
