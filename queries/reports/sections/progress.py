"""进步榜: only rises beyond their error and as large as the standard asks."""

from __future__ import annotations

from data import verdicts
from queries import formats
from queries.reports.bodies.body import Tone
from queries.reports.sections import Part, Section, SlideRule
from queries.reports.subject import Subject
from queries.reports.words import KINDS, NAMED, Cell, columns_of, left_out, names_words, short, tables

FIELDS = ("count", "names", "kinds")
_ROWS = 7  # on one slide: reasons take several lines
_BELONGING: dict[str, tuple[str, ...]] = {
    "unit": (),
    "street": ("unit_name",),
    "community": ("unit_name", "street_name"),
}


def moved(subject: Subject, verdict: str, most: int, kinds: tuple[str, ...] = ()) -> Part:
    """Those whose change is real, the larger areas first; the largest change first in each kind.

    Args:
        subject: What is spoken of.
        verdict: 明显进步 or 明显退步.
        most: How many are listed, 0 for all.
        kinds: Only these kinds of areas, the parts of the subject and communities where none is named.
    """
    kinds = kinds or (subject.part_kind, "community")
    movers = subject.movers[subject.movers["area_kind"].isin(kinds)]
    real = movers[movers["progress"] == verdict]
    small, within = (
        int(movers["progress"].map(is_so).sum()) for is_so in (verdicts.is_small, verdicts.is_within_error)
    )
    note = f"只列{verdict}的，同口径；略升、略降的 {small} 个不列名，在抽样误差内的 {within} 个不作结论"
    words = "和".join(KINDS[kind] for kind in kinds)
    if real.empty:
        return Part({"count": "0", "names": "", "kinds": words}, (), note)
    note += left_out(len(real), most)
    rank = {kind: place for place, kind in enumerate(KINDS)}
    real = real.assign(rank=real["area_kind"].map(rank), size=-real["change"].abs())
    real = real.sort_values(["rank", "size", "area_code"], kind="stable")
    why = {code: words for kind in (subject.part_kind, "community") for code, words in subject.why(kind).items()}
    columns = columns_of(
        {"层级": 7, "名称": 17, "所属": 18, "得分": 9, "较上季": 11, "等次": 14, "原因": 44},
        numbers=("得分", "较上季"),
    )
    side: Tone = "above" if verdict == verdicts.RISEN else "below"
    cells: list[list[Cell]] = [
        [
            (KINDS[row["area_kind"]], "muted"),
            str(row["area_name"]),
            (" · ".join(row[name] for name in _BELONGING[row["area_kind"]] if isinstance(row[name], str)), "muted"),
            formats.number(row["score"]),
            (formats.arrow(row["change"]), side),
            f"{row['symbol']} {row['band_name']}" if isinstance(row["band_name"], str) else "○ 数据不足",
            (why.get(row["area_code"], formats.MISSING), "muted"),
        ]
        for row in (real.head(most) if most else real).to_dict("records")
    ]
    fields = {"count": str(len(real)), "names": names_words(real["area_name"].tolist()), "kinds": words}
    talk = (
        f"{verdict}的有 {len(real)} 个：{fields['names']}。",
        f"{note}。",
        "上季特别低的，本季多半会自己回升一些，特别高的反之（向均值回归）；所以只认超出误差的变化。",
    )
    return Part(fields, tables(columns, cells, _ROWS), note, talk)


def _part(subject: Subject, rule: SlideRule) -> Part:
    return moved(subject, verdicts.RISEN, rule.most)


def _sentence(subject: Subject) -> str:
    """Only 明显进步, counted by kind; the first ones of the largest kind by name."""
    real = subject.movers[subject.movers["progress"] == verdicts.RISEN]
    if real.empty:
        return f"本季没有{verdicts.RISEN}的。"
    counts = []
    for kind, word in KINDS.items():
        rows = real[real["area_kind"] == kind].sort_values("change", ascending=False, kind="stable")
        if rows.empty:
            continue
        shown = rows.head(NAMED if kind != "community" else 0)
        names = "、".join(f"{short(row['area_name'])} {formats.signed(row['change'])}" for _, row in shown.iterrows())
        more = "等" if 0 < len(shown) < len(rows) else ""
        counts.append(f"{word} {len(rows)} 个" + (f"（{names}{more}）" if names else ""))
    return f"{verdicts.RISEN}（同口径）：{'，'.join(counts)}；其余幅度小、在抽样误差内或退步。"


SECTION = Section("进步榜", _part, FIELDS, _sentence)
