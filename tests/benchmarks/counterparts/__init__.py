"""The questions of the catalogue once more, on data frames: what an analyst would write without the database.

Each is written once in Narwhals, which hands every call on to the library that holds the table: pandas at once, Polars
lazily. So ``COUNTERPARTS`` names one function a question, and ``REASONS`` says of the others why they have none.
A function takes the keywords of its question; of the filters it knows those that pages ask with.
"""

from collections.abc import Callable

import narwhals as nw

from queries.catalogue import QUESTIONS
from tests.benchmarks.counterparts import activities, analysis, areas, communities, scores, standards

_MODULES = (activities, analysis, areas, communities, scores, standards)

COUNTERPARTS: dict[str, Callable[..., nw.LazyFrame]] = {
    name: function
    for module in _MODULES
    for name, function in vars(module).items()
    if name in QUESTIONS and function.__module__ == module.__name__
}

_LEDGERS = "of ledgers a third as large as that of activities; tests count them row by row"
REASONS = {
    **dict.fromkeys(
        (
            "appeal_months",
            "appeal_rates",
            "appeal_signals",
            "finding_photos",
            "finding_rates",
            "open_appeals",
            "open_findings",
            "overdue_findings",
            "red_black_list",
            "repeat_findings",
            "repeated_matters",
            "silent_communities",
            "supervisions",
        ),
        _LEDGERS,
    ),
    **dict.fromkeys(("ledger_reach", "spans"), "some dozen rows in any city"),
    "goals": "the targets of one area: some ten rows in any city",
    "reasons": "of the tables that league_table and dimension_summary are measured by, beside a list that is open",
    "activity_rows": "the ledger itself, row by row: only files take it, and exporting.py measures those",
    "frozen_appeals": "one line of a page: what was counted beside the same counts now",
    "appeal_rows": "as activity_rows",
    "finding_rows": "as activity_rows",
    "peer_practices": "one community beside at most five others: some thirty rows in any city",
    "reweighted": "a trial of other weights, asked only behind a button",
    "standard_changes": "compares the texts of two standards: some hundred rows in any city",
    "value_score": "one value of one indicator: one row in any city",
}
