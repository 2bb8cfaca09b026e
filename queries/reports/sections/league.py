"""排行: the units of the city, or the streets of a unit, with the interval of every place."""

from __future__ import annotations

from queries import formats
from queries.changes import TURNOVER_WORD, turnover_words
from queries.reports.sections import Part, Section, SlideRule
from queries.reports.subject import Subject
from queries.reports.words import KINDS, NAMED, Cell, columns_of, short, side_of, tables, tone_of


def _part(subject: Subject, _rule: SlideRule) -> Part:
    rows = subject.league
    kind = KINDS[subject.part_kind]
    hidden = ""
    if subject.audience == "public":
        below = rows["score"].map(lambda score: side_of(score, subject.line) == "below")
        rows, hidden = rows[~below], f"；线下的 {int(below.sum())} 个不列名" if below.any() else ""
    ranked = rows[rows["place"].notna()]
    if ranked.empty:
        return Part({}, ())
    is_turned = any(map(turnover_words, rows["turnover_change"]))
    turned = {TURNOVER_WORD: 11} if is_turned else {}
    columns = columns_of(
        {
            "名次": 7,
            kind: 18,
            "得分率": 11,
            "距线": 10,
            "较上季": 11,
            **turned,
            "进退": 17,
            "95% 名次区间": 15,
            "难分": 8,
            "社区达标": 12,
        },
        numbers=("名次", "得分率", "距线", "较上季", TURNOVER_WORD, "95% 名次区间", "社区达标"),
    )
    is_tied = rows["is_tied_with_next"].fillna(value=False).astype(bool)
    cells: list[list[Cell]] = []
    for row, is_tied_with_next in zip(rows.to_dict("records"), is_tied, strict=True):
        side, moved = side_of(row["score"], subject.line), tone_of(row["change"], row["progress"])
        turnover: list[Cell] = [(formats.signed(row["turnover_change"]), "muted")] if is_turned else []
        cells.append(
            [
                formats.MISSING if formats.is_missing(row["place"]) else str(int(row["place"])),
                str(row["area_name"]),
                (formats.number(row["score"]), side),
                (formats.signed(row["gap"]), side),
                (formats.signed(row["change"]), moved),
                *turnover,
                (row["progress"] if isinstance(row["progress"], str) else formats.MISSING, moved),
                formats.MISSING
                if formats.is_missing(row["place"])
                else formats.places(row["rank_low"], row["rank_high"], int(row["ranked_count"])),
                ("↕" if is_tied_with_next else "", "muted"),
                f"{int(row['passing_count'])}/{int(row['rated_count'])}",
            ]
        )
    tied, best = str(int(is_tied.sum())), ranked.iloc[0]
    last = subject.blamed([str(ranked.iloc[-1]["area_name"])], subject.part_kind)
    fields = {"first": str(best["area_name"]), "last": last, "tied": tied}
    talk = (
        f"{best['area_name']} {formats.number(best['score'])} 居首。",
        f"“难分”（↕）表示与下一名的差别在误差之内，共 {tied} 处；名次区间是误差允许的最好与最差名次。",
    )
    return Part(fields, tables(columns, cells), f"{kind}按得分率；较上季为同口径，误差之内的前后不作结论{hidden}", talk)


def _sentence(subject: Subject) -> str:
    """The first places, said to be tied where their error does not tell them apart."""
    rows = subject.league[subject.league["place"].notna()].head(NAMED)
    if rows.empty:
        return ""
    named = "、".join(f"{short(row['area_name'])}（{formats.number(row['score'])}）" for row in rows.to_dict("records"))
    tied = rows["is_tied_with_next"].fillna(value=False).astype(bool).any()
    end = "，相邻名次的差别在抽样误差内，不分先后。" if tied else "。"
    return f"得分率居前的{KINDS[subject.part_kind]}：{named}{end}"


SECTION = Section("排行", _part, ("first", "last", "tied"), _sentence)
