-- The verdict on every change, as statistics.py reached it in progress_verdict.
-- Updates index_score: change, its error, p value and label.
update index_score
set
    change = progress_verdict.change,
    change_standard_error = progress_verdict.standard_error,
    p_value = progress_verdict.p_value,
    progress = progress_verdict.progress
from progress_verdict
where
    index_score.standard_version = progress_verdict.standard_version
    and index_score.area_kind = progress_verdict.area_kind
    and index_score.area_code = progress_verdict.area_code
    and index_score.period = progress_verdict.period;
