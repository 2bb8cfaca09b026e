-- The verdict on every change, as statistics.py reached it in progress_verdict.
-- Updates index_score: change, its error, p value and label; the change over two periods and its label; and for how
-- many periods in a row, this one the last, the score has fallen as it is printed.
update index_score
set
    change = progress_verdict.change,
    change_standard_error = progress_verdict.standard_error,
    change_degrees_of_freedom = progress_verdict.degrees_of_freedom,
    p_value = progress_verdict.p_value,
    progress = progress_verdict.progress
from progress_verdict
where
    index_score.standard_version = progress_verdict.standard_version
    and index_score.area_kind = progress_verdict.area_kind
    and index_score.area_code = progress_verdict.area_code
    and index_score.period = progress_verdict.period
    and progress_verdict.span = 1;

update index_score
set
    two_period_change = progress_verdict.change,
    two_period_progress = progress_verdict.progress
from progress_verdict
where
    index_score.standard_version = progress_verdict.standard_version
    and index_score.area_kind = progress_verdict.area_kind
    and index_score.area_code = progress_verdict.area_code
    and index_score.period = progress_verdict.period
    and progress_verdict.span = 2;

update index_score
set fall_count = falling.fall_count
from (
    with
    numbered as (
        select
            standard_version,
            area_kind,
            area_code,
            period,
            coalesce(round(change, 2) < 0, false) as is_falling,
            row_number() over (partition by standard_version, area_kind, area_code order by period) as number
        from index_score
    )

    select
        standard_version,
        area_kind,
        area_code,
        period,
        number - coalesce(
            max(case when not is_falling then number end) over (
                partition by standard_version, area_kind, area_code
                order by period
                rows between unbounded preceding and current row
            ),
            0
        ) as fall_count
    from numbered
) as falling
where
    index_score.standard_version = falling.standard_version
    and index_score.area_kind = falling.area_kind
    and index_score.area_code = falling.area_code
    and index_score.period = falling.period;
