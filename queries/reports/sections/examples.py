"""典范社区: those of the best band by the rule of the standard, all of them, for within a band there is no order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import queries
from queries import formats
from queries.reports.bodies.table import Table
from queries.reports.sections import Part, Section, SlideRule
from queries.reports.subject import Subject
from queries.reports.words import Cell, by_unit, columns_of, place_words, tables

if TYPE_CHECKING:
    import pandas as pd

_MOST_NAMED = 500


def _part(subject: Subject, rule: SlideRule) -> Part:
    best = queries.bands(subject.database, standard=subject.standard).iloc[0]
    bands = (str(best["band_code"]),)
    rows = queries.league_table(subject.database, **subject.within, area_kind="community", bands=bands, ranked=0)
    rows = rows.sort_values("area_code", kind="stable")
    if rows.empty:
        return Part({}, ())
    is_table = not rule.most or len(rows) <= rule.most
    are_named = is_table or len(rows) <= _MOST_NAMED
    slides = _table(rows) if is_table else by_unit(rows, are_named=are_named)
    order = "，按单位列出" if are_named else "，按单位计数，名单见导出"
    talk = (f"{best['band_name']}社区 {len(rows)} 个，排名不分先后{order}。",)
    return Part({"count": str(len(rows))}, slides, f"{best['symbol']} {best['band_name']}；排名不分先后{order}", talk)


def _table(rows: pd.DataFrame) -> tuple[tuple[Table], ...]:
    columns = columns_of({"社区": 26, "单位 · 街道": 32, "类型": 18, "得分": 12, "把握": 12}, numbers=("得分",))
    cells: list[list[Cell]] = [
        [
            f"{row['symbol']} {row['area_name']}",
            (place_words(row), "muted"),
            (str(row["kind"]), "muted"),
            (formats.number(row["score"]), "above"),
            row["certainty"] if isinstance(row["certainty"], str) else formats.MISSING,
        ]
        for row in rows.to_dict("records")
    ]
    return tables(columns, cells)


SECTION = Section("典范社区", _part, ("count",))
