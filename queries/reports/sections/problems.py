"""问题: the dimensions by the share of communities below the line, and the weakest indicators of the area."""

from __future__ import annotations

import queries
from queries import formats
from queries.reports.sections import Part, Section, SlideRule
from queries.reports.subject import Subject
from queries.reports.words import ROWS, Cell, columns_of, measured_words, side_of, tables


def _part(subject: Subject, _rule: SlideRule) -> Part:
    known = subject.dimensions.dropna(subset=["share_passing"]).sort_values("share_passing", kind="stable")
    if known.empty:
        return Part({}, ())
    own = f"{subject.area['area_kind']}:{subject.area['area_code']}"
    rows = queries.indicator_profile(subject.database, **subject.chosen, areas=(own,))
    rows = rows.dropna(subset=["score"]).sort_values("score", kind="stable").head(ROWS)
    columns = columns_of(
        {"指标": 36, "维度": 16, "现值": 16, "达标线": 16, "得分": 16}, numbers=("现值", "达标线", "得分")
    )
    cells: list[list[Cell]] = [
        [
            str(row["indicator_name"]),
            (str(row["dimension_name"]), "muted"),
            measured_words(row["measured_value"], row),
            (measured_words(row["line_value"], row), "muted"),
            (formats.number(row["score"]), side_of(row["score"], subject.line)),
        ]
        for row in rows.to_dict("records")
    ]
    failing = [(str(row["dimension_name"]), formats.percent(100 - row["share_passing"])) for _, row in known.iterrows()]
    fields = dict(zip(_FIELDS, failing[0], strict=True))
    talk = tuple(f"{name}：{share} 的社区不到线。" for name, share in failing)
    return Part(fields, tables(columns, cells), f"{subject.name}得分最低的 {len(cells)} 项指标", talk)


_FIELDS = ("worst", "worst_share")
SECTION = Section("问题", _part, _FIELDS)
