"""Appeals of the demonstration: on time, solved and satisfied as often as the truth says, worst where it is built in."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.sample.span import (
    LEDGER,
    QUARTERS,
    STARTS,
    Communities,
    Flags,
    Numbers,
    Whole,
    chance,
    failing,
    moments,
    numbered,
    repeated,
    table,
)
from data.sample.stories import FAILING_CATEGORY, REPEATED_MATTER, Stories

_HOURS = {"咨询": 72, "求助": 120, "投诉": 168, "建议": 360, "紧急": 2}
_CLASSES = {"咨询": 0.20, "求助": 0.36, "投诉": 0.33, "建议": 0.08, "紧急": 0.03}
_CHANNELS = {"电话": 0.62, "微信": 0.16, "浙里办": 0.12, "网站": 0.06, "网格上报": 0.04}
_FEWEST, _USUAL, _REACHED = 17, 25.0, 0.70


class _Category(NamedTuple):
    """A category of appeals: its share, its dimension (empty: not coded) and what is raised in it."""

    share: float
    dimension: str
    matters: tuple[str, ...]


_CATEGORIES = {
    "物业管理": _Category(0.24, "E", ("电梯停运", "楼道照明损坏", "门禁失灵", "保洁不到位", "公共收益未公示")),
    "噪声扰民": _Category(0.17, "O", ("夜间施工噪声", "广场舞音量过大", "水泵噪声", "商铺喇叭噪声")),
    "车辆停放": _Category(0.16, "O", ("占用消防通道停车", "充电车位被占", "非机动车乱停", "路口违停")),
    "环境卫生": _Category(0.14, "E", ("垃圾清运不及时", "绿化带堆放杂物", "下水道堵塞", "楼道堆物")),
    "供水供电供气": _Category(0.10, "", ("水压不足", "频繁跳闸", "燃气报修", "停水未通知")),
    "公共设施": _Category(0.08, "V", ("健身器材损坏", "路面破损", "活动室开放时间短", "路灯不亮")),
    FAILING_CATEGORY: _Category(0.05, "P", ("加装电梯意见不一", "加装电梯进度缓慢", "加装电梯费用分摊")),
    "违法建设": _Category(0.04, "O", ("屋顶搭建", "圈占绿地", "阳台外扩")),
    "社区服务": _Category(0.02, "A", ("活动报名", "老年食堂用餐", "志愿服务时长登记")),
}
_PLACES = [f"{building}幢{side}" for building in range(1, 25) for side in ("东侧", "西侧", "北侧", "单元门口")]


def appeal_table(
    part: Communities, truth: dict[str, Numbers], stories: Stories, first: int, rng: np.random.Generator
) -> pa.Table:
    """One row per ticket of the last quarters, as it stands on the last day; numbered from ``first``."""
    counts = _counts(part, stories, rng)
    group = np.repeat(np.arange(counts.size), counts.ravel())
    community, quarter = np.unravel_index(group, counts.shape)
    count, last = group.size, moments(STARTS[-1:])[0]
    starts = moments(STARTS[LEDGER.start :])
    length = np.diff(starts).astype(int)[quarter]
    seconds = (rng.random(count) * length).astype(np.int64) // 86_400 * 86_400
    received = starts[quarter] + (seconds + 3600 * rng.choice(np.arange(7, 23), count) + rng.integers(0, 3600, count))

    kind = rng.choice(len(_CLASSES), count, p=[*_CLASSES.values()])
    category = rng.choice(len(_CATEGORIES), count, p=[one.share for one in _CATEGORIES.values()])
    is_loud = (part.code[community] == stories.loud_community) & chance(0.35, (count,), rng)
    category[is_loud] = list(_CATEGORIES).index("噪声扰民")
    matter, is_repeat = _matters(community, category, is_loud, received, rng)

    hours = np.array([*_HOURS.values()], float)[kind]
    due = received + (3600 * hours).astype("m8[s]")
    excluded = chance(0.015, (count,), rng)
    is_hard = category == list(_CATEGORIES).index(FAILING_CATEGORY)
    weight = rng.random(count) + 0.2 * is_repeat + 0.8 * is_hard
    due_in = np.searchsorted(starts[1:], due, "right")  # of the quarter that it counts in
    late = failing(community, due_in, truth["P4"][:, LEDGER], rng.random(count) + 0.4 * is_hard, ~excluded, rng)
    took = hours * np.where(late, 1.05 + rng.lognormal(-0.6, 0.8, count), rng.beta(2.2, 1.8, count) * 0.98)
    closed = received + (60 + 3600 * took).astype("m8[s]")
    closed[chance(0.25, (count,), rng) & late] += np.timedelta64(60 * 86_400, "s")
    closed[closed >= last] = np.datetime64("NaT")
    replied = received + (600 + 3600 * np.minimum(rng.lognormal(1.4, 0.9, count), 0.9 * took)).astype("m8[s]")
    replied[replied >= last] = np.datetime64("NaT")

    called = closed + (rng.integers(10, 60, count) * 3600).astype("m8[s]")
    is_called = called < last
    called[~is_called] = np.datetime64("NaT")
    closed_in = np.searchsorted(starts[1:], np.where(is_called, closed, last), "right")
    unreached = failing(community, closed_in, None, rng.random(count), is_called, rng, share=1 - _REACHED, spared=12)
    reached = is_called & ~unreached
    counted = reached & ~excluded
    unsolved = failing(community, closed_in, truth["P5"][:, LEDGER], weight, counted, rng)
    unhappy = failing(community, closed_in, truth["P6"][:, LEDGER], weight + 0.5 * unsolved, counted, rng)
    satisfaction = np.where(unhappy, 1 + chance(0.45, (count,), rng), 0)
    reopened = closed + (rng.integers(3, 20, count) * 86_400).astype("m8[s]")
    reopened[~(chance(0.012, (count,), rng) | (unsolved & chance(0.25, (count,), rng))) | (reopened >= last)] = (
        np.datetime64("NaT")
    )
    # what came back long ago is settled by now: it came back before it was closed for good
    is_settled = closed < last - np.timedelta64(25 * 86_400, "s")
    came_back = received + ((closed - received) * 0.6).astype("m8[s]")
    reopened = np.where(is_settled & ~np.isnat(reopened), came_back, reopened)
    names = list(_CATEGORIES)
    dimensions = [one.dimension or None for one in _CATEGORIES.values()]
    return table(
        "appeals",
        appeal_code=numbered("T", first, count),
        community_code=repeated(part.code, community),
        received_at=received,
        channel=repeated(list(_CHANNELS), rng.choice(len(_CHANNELS), count, p=[*_CHANNELS.values()])),
        category=repeated(names, category),
        appeal_class=repeated(list(_CLASSES), kind),
        dimension_code=pa.array(dimensions).take(pa.array(category)),
        matter=matter,
        due_at=np.where(chance(0.02, (count,), rng), np.datetime64("NaT"), due),
        first_reply_at=replied,
        closed_at=closed,
        reopened_at=reopened,
        exclusion=pa.array(["非本辖区职责"] * count, mask=~excluded),
        callback_at=called,
        is_reached=pa.array(reached, mask=~is_called),
        is_contacted=pa.array(~(chance(0.02, (count,), rng) | (unsolved & chance(0.1, (count,), rng))), mask=~reached),
        is_solved=pa.array(~unsolved, mask=~reached),
        satisfaction=pc.if_else(pa.array(reached), repeated(["满意", "基本满意", "不满意"], satisfaction), None),
    )


def _counts(part: Communities, stories: Stories, rng: np.random.Generator) -> Whole:
    """How many tickets per community and quarter; now and then none at all."""
    shape = (part.count, len(QUARTERS[LEDGER]))
    expected = _USUAL * (part.households[:, None] / 1450) ** 0.5 * rng.lognormal(0, 0.15, (part.count, 1))
    counts = np.maximum(_FEWEST, rng.poisson(expected, shape))
    counts[part.code == stories.silent_community] = 2
    counts[part.code == stories.loud_community] += 20
    return counts * (part.stands[:, LEDGER] & ~chance(0.03, shape, rng))


def _matters(
    community: Whole, category: Whole, is_loud: Flags, received: np.ndarray, rng: np.random.Generator
) -> tuple[pa.Array, Flags]:
    """What each ticket is about, in a few words, and whether the same was raised there within ninety days before."""
    sizes = np.array([len(one.matters) for one in _CATEGORIES.values()])
    what = (np.cumsum(sizes) - sizes)[category] + (rng.random(category.size) * sizes[category]).astype(np.int64)
    where = (rng.random(category.size) ** 2 * len(_PLACES)).astype(np.int64)  # at some places there is always something
    key = np.where(is_loud, -1, what * len(_PLACES) + where)
    order = np.lexsort((received, key, community))
    same = (np.diff(community[order]) == 0) & (np.diff(key[order]) == 0)
    is_repeat = np.zeros(key.size, bool)
    is_repeat[order[1:]] = same & (np.diff(received[order]) <= np.timedelta64(90, "D"))
    words = [matter for one in _CATEGORIES.values() for matter in one.matters]
    text = pc.binary_join_element_wise(repeated(_PLACES, where), repeated(words, what), "")
    return pc.if_else(pa.array(is_loud), REPEATED_MATTER, text), is_repeat
