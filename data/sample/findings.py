"""Visits of the demonstration, the problems found on them and elsewhere, and what became of these."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.sample.span import LEDGER, STARTS, Communities, Flags, Whole, chance, numbered, repeated, table
from data.sample.stories import Stories

_SLOTS = {"日间": 0.60, "错时": 0.25, "夜间": 0.15}
_SEVERITIES = {"一般": 0.80, "较重": 0.16, "严重": 0.04}
_DAYS = np.array([10, 7, 3])  # to rectify, by severity
_KINDS = {"小区": 0.52, "背街小巷": 0.16, "沿街商铺": 0.16, "农贸市场": 0.08, "公共场所": 0.08}
_SOURCES = {"自查": 0.3, "随手拍": 0.35, "12345转办": 0.25, "媒体曝光": 0.1}
_VISITS, _FOUND, _ELSEWHERE, _ON_TIME, _RECHECKED = 0.58, 11.8, 0.9, 0.86, 10
_VERIFIER, _NEVER = "演示核查组", 400  # days beyond all


class _Category(NamedTuple):
    """A category of problems: its share, dimension, indicator (empty: none), and what is seen and asked for."""

    share: float
    dimension: str
    indicator: str
    seen: str
    demand: str


_CATEGORIES = {
    "楼道堆物": _Category(0.22, "", "E3", "楼道堆放纸箱杂物", "清空并劝导"),
    "环境卫生": _Category(0.20, "", "E2", "垃圾桶周边有散落垃圾", "清扫并加密清运"),
    "车辆停放": _Category(0.18, "", "O4", "非机动车占道停放", "归位并划线"),
    "飞线充电": _Category(0.12, "", "O1", "从窗口拉线充电", "拆除并引导集中充电"),
    "消防通道": _Category(0.09, "O", "O3", "消防通道被占用", "清空并设标识"),
    "公益广告": _Category(0.08, "V", "", "公益广告破损", "更换"),
    "设施破损": _Category(0.07, "E", "", "路面或座椅破损", "修复"),
    "其他": _Category(0.04, "", "", "晾晒占用公共空间", "整理"),
}


def finding_tables(
    part: Communities,
    stories: Stories,
    street_names: dict[str, str],
    first: tuple[int, int, int],
    rng: np.random.Generator,
) -> dict[str, pa.Table]:
    """Visits, findings and supervisions of the last quarters by table, numbered from ``first``."""
    starts = STARTS[LEDGER.start :]
    shape = (part.count, starts.size - 1)
    is_silent = part.code == stories.silent_community
    visits = part.stands[:, LEDGER] & (chance(_VISITS, shape, rng) | is_silent[:, None])
    again = visits & chance(0.25, shape, rng)
    again[:, 0] = False  # there is nothing to look at again yet
    visited, quarter = np.nonzero(np.concatenate([visits, again], axis=1))
    is_again = quarter >= shape[1]
    quarter %= shape[1]
    length = np.diff(starts).astype(int)[quarter]
    # A second visit comes in the last weeks of its quarter.
    share = np.where(is_again, rng.uniform(0.7, 0.98, visited.size), rng.uniform(0.02, 0.98, visited.size))
    visited_on = starts[quarter] + (share * length).astype("m8[D]")
    items = np.where(is_again, _RECHECKED, rng.integers(70, 121, visited.size))
    found = rng.poisson(_FOUND * items / 95 * np.where(is_silent[visited], 2.6, 1.0)) * ~is_again

    elsewhere = rng.poisson(_ELSEWHERE, shape) * part.stands[:, LEDGER]
    by_visit = np.repeat(np.arange(visited.size), found)
    other = np.repeat(np.arange(elsewhere.size), elsewhere.ravel())
    other_community, other_quarter = np.unravel_index(other, shape)
    days = np.diff(starts).astype(int)[other_quarter]
    other_on = starts[other_quarter] + (rng.random(other.size) * days).astype("m8[D]")
    community = np.concatenate([visited[by_visit], other_community])
    found_on = np.concatenate([visited_on[by_visit], other_on])
    visit = np.concatenate([by_visit, np.full(other.size, -1)])
    course = _Course(community, found_on, part.street_code == stories.laggard_street, rng)
    failed = _failed_again(visited, visited_on, is_again, community, course.verified, rng)
    repeat_of = np.concatenate([np.full(community.size, -1), [origin for _, origin in failed]]).astype(np.int64)
    if failed:
        origins, rows = np.array([origin for _, origin in failed]), np.array([row for row, _ in failed])
        community, visit = np.append(community, visited[rows]), np.append(visit, rows)
        found_on = np.append(found_on, visited_on[rows])
        course = course.joined(_Course(visited[rows], visited_on[rows], np.zeros(part.count, bool), rng))
        category = rng.choice(len(_CATEGORIES), community.size, p=[one.share for one in _CATEGORIES.values()])
        category[-rows.size :] = category[origins]
    else:
        category = rng.choice(len(_CATEGORIES), community.size, p=[one.share for one in _CATEGORIES.values()])

    first_visit, first_finding, first_document = first
    visit_code = numbered("X", first_visit, visited.size)
    finding_code = numbered("W", first_finding, community.size)
    responsible = _responsible(part, street_names, community, stories, rng)
    is_visit = visit >= 0
    source = rng.choice(len(_SOURCES), community.size, p=[*_SOURCES.values()])
    kinds = [*_CATEGORIES.values()]
    findings = table(
        "findings",
        finding_code=finding_code,
        community_code=repeated(part.code, community),
        visit_code=visit_code.take(pa.array(visit, mask=~is_visit)),
        place=pc.binary_join_element_wise(pa.array(rng.integers(1, 25, community.size)).cast(pa.string()), "幢", ""),
        dimension_code=pa.array([one.dimension or None for one in kinds]).take(pa.array(category)),
        indicator_code=pa.array([one.indicator or None for one in kinds]).take(pa.array(category)),
        category=repeated(list(_CATEGORIES), category),
        description=repeated([one.seen for one in kinds], category),
        demand=repeated([one.demand for one in kinds], category),
        responsible=responsible,
        place_kind=repeated(list(_KINDS), rng.choice(len(_KINDS), community.size, p=[*_KINDS.values()])),
        source=pc.if_else(pa.array(is_visit), "暗访", repeated(list(_SOURCES), source)),
        severity=repeated(list(_SEVERITIES), course.severity),
        found_on=found_on,
        filed_on=course.filed,
        dispatched_on=course.dispatched,
        due_on=course.due,
        rectified_on=course.rectified,
        verified_on=course.verified,
        rectified_by=pc.if_else(pa.array(~np.isnat(course.rectified)), responsible, None),
        verified_by=pc.if_else(pa.array(~np.isnat(course.verified)), _VERIFIER, None),
        rework_count=course.rework,
        extended_to=course.extended,
        deferred_to=course.deferred,
        is_forced=pa.array(course.forced, mask=~course.forced),
        repeat_of=finding_code.take(pa.array(repeat_of, mask=repeat_of < 0)),
    )
    return {
        "visits": table(
            "visits",
            visit_code=visit_code,
            community_code=repeated(part.code, visited),
            visited_on=visited_on,
            slot=repeated(list(_SLOTS), rng.choice(len(_SLOTS), visited.size, p=[*_SLOTS.values()])),
            items_checked=items,
            kind=repeated(["初查", "复查"], is_again.astype(int)),
        ),
        "findings": findings,
        "supervisions": _supervisions(part, street_names, community, course, finding_code, first_document, rng),
    }


class _Course:
    """What became of problems, day by day, as far as it had come on the last day; NaT is not yet."""

    def __init__(self, community: Whole, found_on: np.ndarray, is_laggard: Flags, rng: np.random.Generator) -> None:
        count, last = community.size, STARTS[-1]
        slow = is_laggard[community]
        self.severity = rng.choice(len(_SEVERITIES), count, p=[*_SEVERITIES.values()])
        self.filed = _until(found_on + rng.integers(0, 2, count), last, missing=chance(0.006, (count,), rng))
        self.dispatched = _until(self.filed + rng.integers(0, 2, count), last, missing=chance(0.03, (count,), rng))
        allowed = _DAYS[self.severity]
        self.due = found_on + allowed
        self.extended = _some(self.due + 7, 0.006, rng)
        self.deferred = _some(self.due + 60, 0.007, rng)
        self.forced = chance(0.004, (count,), rng)
        in_time = chance(_ON_TIME, (count,), rng) & ~(slow & chance(0.6, (count,), rng)) & np.isnat(self.deferred)
        late = allowed + 1 + rng.lognormal(2.8, 0.9, count).astype(int)
        late[chance(0.15, (count,), rng) | (slow & chance(0.5, (count,), rng))] = _NEVER
        took = np.where(in_time, np.ceil(rng.beta(2, 2, count) * (allowed - 1)).astype(int), late)
        self.rework = (chance(0.02, (count,), rng) & ~in_time).astype(int) + (in_time & chance(0.01, (count,), rng))
        rectified = found_on + np.maximum(took, 1)
        self.rectified = _until(rectified, last, missing=self.forced)
        self.verified = _until(rectified + np.where(in_time, 1, rng.integers(1, 4, count)), last, missing=self.forced)

    def joined(self, other: _Course) -> _Course:
        """Its problems and then those of another."""
        for name, values in vars(other).items():
            setattr(self, name, np.append(getattr(self, name), values))
        return self


def _until(days: np.ndarray, last: np.datetime64, *, missing: Flags) -> np.ndarray:
    return np.where(missing | (days >= last), np.datetime64("NaT"), days).astype("M8[D]")


def _some(days: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    return np.where(chance(share, days.shape, rng), days, np.datetime64("NaT")).astype("M8[D]")


def _failed_again(
    visited: Whole,
    visited_on: np.ndarray,
    is_again: Flags,
    community: Whole,
    verified: np.ndarray,
    rng: np.random.Generator,
) -> list[tuple[int, int]]:
    """The visit and the problem said to be gone that was there once more, for each of them."""
    found = []
    for row in np.flatnonzero(is_again).tolist():
        closed = np.flatnonzero((community == visited[row]) & (verified < visited_on[row]))
        back = min(int(rng.binomial(_RECHECKED, 0.08)), closed.size)
        found += [(row, int(origin)) for origin in rng.choice(closed, back, replace=False)]
    return found


def _responsible(
    part: Communities, street_names: dict[str, str], community: Whole, stories: Stories, rng: np.random.Generator
) -> pa.Array:
    """Who has to rectify: mostly the street, else its property managers or a department of its district."""
    streets = pa.array([street_names[code] for code in part.street_code]).take(pa.array(community))
    managers = pc.binary_join_element_wise(streets, "物业", "")
    kind = rng.choice(3, community.size, p=[0.55, 0.3, 0.15])
    kind[part.street_code[community] == stories.laggard_street] = 0
    return pc.choose(pa.array(kind), streets, managers, pa.scalar("演示城管部门"))


def _supervisions(
    part: Communities,
    street_names: dict[str, str],
    community: Whole,
    course: _Course,
    codes: pa.Array,
    first: int,
    rng: np.random.Generator,
) -> pa.Table:
    """One document to each street that has most overdue problems, about the first twenty of them; most are answered."""
    last = STARTS[-1]
    overdue = np.flatnonzero(np.isnat(course.verified) & (course.due < last - 30) & ~course.forced)
    streets = part.street_code[community[overdue]]
    rows = []
    for street in sorted(set(streets.tolist())):
        own = overdue[streets == street]
        if own.size >= 5:  # noqa: PLR2004 - fewer are not worth a document
            rows.append((street, own[:20]))
    count = len(rows)
    return table(
        "supervisions",
        document_number=[f"演示督〔2026〕{number}号" for number in range(first + 1, first + 1 + count)],
        kind=["督办单" if own.size > 10 else "交办单" for _, own in rows],  # noqa: PLR2004
        responsible=[street_names[street] for street, _ in rows],
        finding_codes=["、".join(codes.take(pa.array(own)).to_pylist()) for _, own in rows],
        issued_on=np.full(count, last - 20),
        due_on=np.full(count, last - 6),
        replied_on=_some(last - rng.integers(4, 16, count), 0.85, rng),
        unit_code=[str(part.unit_code[part.street_code == street][0]) for street, _ in rows],
    )
