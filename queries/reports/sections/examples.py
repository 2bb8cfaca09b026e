"""典范社区: the communities of the best band, by code, for within a band there is no order."""

from __future__ import annotations

import queries
from queries import formats
from queries.reports.sections import Part, Section, SlideRule
from queries.reports.subject import Subject
from queries.reports.words import Cell, columns_of, left_out, place_words, tables


def _part(subject: Subject, rule: SlideRule) -> Part:
    best = queries.bands(subject.database, standard=subject.standard).iloc[0]
    bands = (str(best["band_code"]),)
    rows = queries.league_table(subject.database, **subject.within, area_kind="community", bands=bands, ranked=0)
    rows = rows.sort_values("area_code", kind="stable")
    if rows.empty:
        return Part({}, ())
    columns = columns_of({"社区": 26, "单位 · 街道": 32, "类型": 18, "得分": 12, "把握": 12}, numbers=("得分",))
    cells: list[list[Cell]] = [
        [
            f"{row['symbol']} {row['area_name']}",
            (place_words(row), "muted"),
            (str(row["kind"]), "muted"),
            (formats.number(row["score"]), "above"),
            row["certainty"] if isinstance(row["certainty"], str) else formats.MISSING,
        ]
        for row in (rows.head(rule.most) if rule.most else rows).to_dict("records")
    ]
    talk = (f"{best['band_name']}社区 {len(rows)} 个，排名不分先后，按代码排列。",)
    note = f"{best['symbol']} {best['band_name']}；排名不分先后，按代码排列{left_out(len(rows), rule.most)}"
    return Part({"count": str(len(rows))}, tables(columns, cells), note, talk)


SECTION = Section("典范社区", _part, ("count",))
