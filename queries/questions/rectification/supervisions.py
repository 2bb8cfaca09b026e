"""Documents of supervision, and whether they were answered by their day."""

from queries.question import Codes, Scope, Span, question


@question(Scope.UNITS, title="督办文书", page="rectification")
def supervisions(*, period: Span, units: Codes = None) -> None:
    """Documents of supervision issued in a span of time, and whether they were answered by their day.

    What was issued after the day of the data goes with the span in which that day lies. One row per document, reporting
    unit and whom it is for, the newest first: document_number, document_kind, unit_code, unit_name (of the findings; those
    of none are the city's), responsible, issued_on, due_on (NaT where no answer is asked for), replied_on, answer (按期答复,
    逾期答复, 已答复 where no day was set, 未到期, 逾期未答复, 不需答复), overdue_days (from due_on to the answer, else to the
    day of the data; NaN where it is not late), finding_count, verified_count (of these, put right and verified on the day
    of the data), finding_codes (with 、 between).
    """
