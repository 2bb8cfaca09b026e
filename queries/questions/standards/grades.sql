-- The grades of a standard's graded indicators and what each scores.
-- One row per indicator and grade, best first.
-- Parameters: $standard.
select
    indicator_code,
    grade,
    score
from grade
where standard_version = $standard
order by indicator_code asc, score desc, grade asc;
