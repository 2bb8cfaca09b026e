"""The standard as data: what is measured, where the lines are and what each item weighs.

Nothing of this is in code: the office replaces the file, which data/reading/standards.py reads.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise
from string import Formatter
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from data.computed import ways

Basis = Literal["sourced", "inferred", "default"]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=40)]
Anchor = tuple[float, float]
HEAVIEST, LIGHTEST = 1_000_000, 0.000_001


def _not_vanishing(weight: float) -> float:
    if 0 < weight < LIGHTEST:
        raise PydanticCustomError(
            "weight",
            "须为 0，或在 {least} 与 {most} 之间，现为 {given}",
            {"least": f"{LIGHTEST:f}", "most": HEAVIEST, "given": weight},
        )
    return weight


# Bounded on both sides, so that no sum of weights overflows and no share of one vanishes.
Weight = Annotated[float, Field(ge=0, le=HEAVIEST), AfterValidator(_not_vanishing)]

AppealClass = Literal["紧急", "咨询", "求助", "投诉", "建议"]
APPEAL_HOURS: dict[AppealClass, float] = {"紧急": 2, "咨询": 72, "求助": 120, "投诉": 168, "建议": 360}

# What a finding can speak of: area, score, size of the change, the change as a clause, weakest dimension and its score,
# the line, and the units a rule is about, by name and in number.
FINDING_FIELDS = ("area", "score", "change", "moved", "weakest", "weakest_score", "line", "names", "count")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Dimension(_Part):
    """One dimension; its weight is the sum of its indicators' weights."""

    code: Code
    name: str


class Deduction(_Part):
    """Points lost per occurrence, up to a cap."""

    points: float = Field(gt=0)
    cap: float = Field(gt=0, le=100)


class Citation(_Part):
    """Where a line comes from."""

    issuer: str
    title: str
    is_reprint: bool = False


class Indicator(_Part):
    """One indicator: how it is measured and how a value becomes a score of 0-100.

    Exactly one of ``anchors`` (value → score, monotone), ``grades`` (grade → score) and ``deduction`` is given.
    ``sampling`` says where its standard error comes from: ``full`` count, ``rate`` (of its sample) or ``mean`` (supplied).
    ``computed``: the way of counting it from a ledger; ``reported_otherwise``: where the ledger does not cover the quarter it
    is reported, else never.
    ``about_people``: a rate of people asked, which says nothing when too few were (see :class:`SmallSample`).
    """

    code: Code
    name: str
    dimension: Code
    weight: Weight
    anchors: tuple[Anchor, ...] = ()
    grades: dict[str, Annotated[float, Field(ge=0, le=100)]] = {}
    deduction: Deduction | None = None
    unit: str = ""
    decimals: int = Field(default=1, ge=0, le=4)
    numerator: str = ""
    denominator: str = ""
    sampling: Literal["full", "rate", "mean"] = "full"
    finite_population: bool = False
    about_people: bool = False
    minimum: float | None = None
    maximum: float | None = None
    window: int = Field(default=1, ge=1, le=12)
    computed: str | None = None
    reported_otherwise: bool = False
    activity_categories: tuple[str, ...] = ()
    source: str = ""
    basis: Basis = "default"
    scale_basis: Basis = "default"
    citation: Citation | None = None
    note: str = ""

    @model_validator(mode="after")
    def _one_way_to_score(self) -> Self:
        given = [name for name in ("anchors", "grades", "deduction") if getattr(self, name)]
        if len(given) != 1:
            raise PydanticCustomError("kind", "anchors、grades、deduction 三者须填且只填一种")
        if self.sampling == "rate" and self.unit and not self.unit.startswith("%"):
            raise PydanticCustomError("sampling", 'sampling = "rate" 只用于百分率指标（unit 以 % 开头）')
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise PydanticCustomError("bounds", "minimum 大于 maximum")
        if self.computed and "activity_categories" in ways()[self.computed] and not self.activity_categories:
            raise PydanticCustomError("computed", "由活动台账计算的指标须填 activity_categories")
        if self.reported_otherwise and not self.computed:
            raise PydanticCustomError("computed", "reported_otherwise 只用于由台账计算的指标（computed）")
        return self

    @field_validator("computed")
    @classmethod
    def _is_a_way(cls, computed: str | None) -> str | None:
        if computed is not None and computed not in ways():
            raise PydanticCustomError(
                "computed", "须为 {ways} 之一，现为 {given}", {"ways": "、".join(ways()), "given": computed}
            )
        return computed

    @field_validator("anchors")
    @classmethod
    def _monotone(cls, anchors: tuple[Anchor, ...]) -> tuple[Anchor, ...]:
        if not anchors:
            return anchors
        if len(anchors) < 2:
            raise PydanticCustomError("anchors", "锚点至少两个")
        if any(not 0 <= score <= 100 for _, score in anchors):
            raise PydanticCustomError("anchors", "锚点的得分须在 0–100 之间")
        values = [value for value, _ in anchors]
        if len(set(values)) != len(values):
            raise PydanticCustomError("anchors", "锚点的取值不能重复")
        scores = [score for _, score in sorted(anchors)]
        steps = [after - before for before, after in pairwise(scores)]
        if not (all(step >= 0 for step in steps) or all(step <= 0 for step in steps)) or scores[0] == scores[-1]:
            raise PydanticCustomError("anchors", "锚点不单调：得分须随取值只升或只降")
        return anchors

    @property
    def is_reported(self) -> bool:
        """Whether a person reports it, always or where no ledger does."""
        return self.reported_otherwise or not self.computed

    @property
    def method(self) -> Literal["anchors", "grades", "deduction"]:
        """Which of the three ways to a score is given."""
        return "anchors" if self.anchors else "grades" if self.grades else "deduction"

    @property
    def curve(self) -> tuple[Anchor, ...]:
        """The anchors in ascending order of value; a deduction is the line from no occurrence to its cap."""
        if self.deduction:
            return ((0.0, 100.0), (self.deduction.cap / self.deduction.points, 100.0 - self.deduction.cap))
        return tuple(sorted(self.anchors))

    @property
    def scale_text(self) -> str:
        """The anchors in ascending order of value, or the grades from the best, as ``50 → 0；80 → 60；95 → 100``."""
        if self.grades:
            best_first = sorted(self.grades.items(), key=lambda grade: (-grade[1], grade[0]))
            return "；".join(f"{grade} → {_digits(score)}" for grade, score in best_first)
        return "；".join(f"{_digits(value)} → {_digits(score)}" for value, score in self.curve)


def _digits(number: float) -> str:
    """A number without a fraction of nothing."""
    return repr(float(number)).removesuffix(".0")


class Veto(_Part):
    """A fact that bars a community from every band but the last; measured as a count, barred from 1."""

    code: Code
    name: str
    note: str = ""
    basis: Basis = "default"


class Band(_Part):
    """A band; bands are listed best first and the first whose conditions hold applies."""

    code: Code
    name: str
    symbol: str
    minimum_score: float = 0
    minimum_dimension_score: float = 0
    requires_all_reported: bool = False
    requires_no_veto: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it asks nothing."""
        asks = (self.minimum_score, self.minimum_dimension_score, self.requires_all_reported, self.requires_no_veto)
        return not any(asks)


class Target(_Part):
    """What the city wants to reach by the end of a period."""

    measure: Literal["index", "share_passing"]
    value: float
    period: Annotated[str, Field(pattern=r"^\d{4}Q[1-4]$")]
    basis: Basis = "default"


class Finding(_Part):
    """One rule for the sentence of a period: when it holds, and its text with named fields in braces.

    Rules are tried in order and the first that holds speaks. ``fell`` and ``rose``: the area left or reached 达标 by a
    real change; ``declined``: a real decline; ``part_…``: the same of reporting units, where the area is the city;
    ``weakest``: a dimension is below the line; ``level``: always.
    """

    kind: Literal["fell", "part_fell", "declined", "part_declined", "rose", "part_rose", "weakest", "level"]
    text: str = Field(min_length=1)

    @field_validator("text")
    @classmethod
    def _names_known_fields(cls, text: str) -> str:
        try:
            fields = [field for _, field, _, _ in Formatter().parse(text) if field is not None]
        except ValueError:
            raise PydanticCustomError("text", "花括号不成对") from None
        known = "、".join(FINDING_FIELDS)
        for field in fields:
            if field not in FINDING_FIELDS:
                raise PydanticCustomError(
                    "text", "占位符 {field} 不存在，可选 {known}", {"field": f"{{{field}}}", "known": known}
                )
        return text


class Share(_Part):
    """A least share as a fraction, so that two thirds are exactly that."""

    numerator: int = Field(default=2, ge=0)
    denominator: int = Field(default=3, ge=1)

    @model_validator(mode="after")
    def _is_a_share(self) -> Self:
        if self.numerator > self.denominator:
            raise PydanticCustomError("share", "门槛不能大于 1")
        return self

    @property
    def minimum(self) -> float:
        """The share as a number."""
        return self.numerator / self.denominator


class Change(_Part):
    """When a change counts as real: error rate over all areas of a kind, and least size in points."""

    false_discovery_rate: float = Field(default=0.10, gt=0, lt=1)
    minimum: float = Field(default=1.0, ge=0)


class SmallSample(_Part):
    """How many people a rate must rest on: below ``counted`` it counts as missing, below ``listed`` nobody is listed."""

    counted: int = Field(default=10, ge=0)
    listed: int = Field(default=5, ge=0)

    @model_validator(mode="after")
    def _is_listed_before_it_counts(self) -> Self:
        if self.listed > self.counted:
            raise PydanticCustomError("small_sample", "listed 不能大于 counted")
        return self


class Context(_Part):
    """What makes communities alike: the weight of each standardised attribute, and the distance of another kind."""

    households: Weight = 1
    share_60_plus: Weight = 1
    share_renters: Weight = 1
    building_age: Weight = 1
    density: Weight = 1
    other_kind: Weight = 1

    @model_validator(mode="after")
    def _weighs_something(self) -> Self:
        if not any(self.model_dump().values()):
            raise PydanticCustomError("context", "至少一项权重大于 0，否则无从比较同类")
        return self


class Pace(_Part):
    """When a goal ahead of the present pace still counts as within reach: up to ``stretch`` times that pace."""

    stretch: float = Field(default=2.0, ge=1)


class Rectification(_Part):
    """The share of due problems put right, in percent, beyond which an area is on the red or the black list (红黑榜)."""

    line: float = Field(default=90, ge=0, le=100)
    citation: Citation | None = None


class Standard(_Part):
    """A whole standard; :func:`data.reading.standards.read_standard` is the way to get one.

    ``coverage``: of the applicable weight of a community, which must be present in every dimension.
    ``appeal_hours``: within how many hours an appeal of a class is to be closed, where its ticket does not say; of classes
    that it leaves out as long as ``APPEAL_HOURS`` says.
    ``minimum_rated_share``: of the communities of an area, which must be rated before anything is said of it.
    """

    version: Code
    name: str = ""
    valid_from: date | None = None
    is_example: bool = False
    notice: str = ""
    aggregation: Literal["arithmetic", "geometric"] = "arithmetic"
    geometric_floor: float = Field(default=0, ge=0, le=100)
    line: float = Field(default=60, ge=0, le=100)
    coverage: Share = Share()
    minimum_rated_share: Share = Share()
    change: Change = Change()
    small_sample: SmallSample = SmallSample()
    context: Context = Context()
    pace: Pace = Pace()
    rectification: Rectification = Rectification()
    appeal_hours: dict[AppealClass, Annotated[float, Field(gt=0)]] = Field(default={}, validate_default=True)
    dimension: tuple[Dimension, ...] = Field(min_length=1)
    indicator: tuple[Indicator, ...] = Field(min_length=1)
    veto: tuple[Veto, ...] = ()
    band: tuple[Band, ...] = ()
    target: tuple[Target, ...] = ()
    finding: tuple[Finding, ...] = ()

    @field_validator("appeal_hours")
    @classmethod
    def _of_every_class(cls, hours: dict[AppealClass, float]) -> dict[AppealClass, float]:
        return {**APPEAL_HOURS, **hours}

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        parts: tuple[Dimension | Indicator | Veto, ...] = (*self.dimension, *self.indicator, *self.veto)
        for codes in (
            [part.code for part in parts],
            [band.code for band in self.band],
            [f"{target.measure} {target.period}" for target in self.target],
        ):
            repeated = sorted(code for code, count in Counter(codes).items() if count > 1)
            if repeated:
                raise PydanticCustomError("repeated", "代码重复：{codes}", {"codes": "、".join(repeated)})
        dimensions = {dimension.code for dimension in self.dimension}
        for indicator in self.indicator:
            if indicator.dimension not in dimensions:
                raise PydanticCustomError(
                    "dimension",
                    "指标 {code}：维度 {dimension} 不存在，可选 {known}",
                    {"code": indicator.code, "dimension": indicator.dimension, "known": "、".join(sorted(dimensions))},
                )
        for dimension in self.dimension:
            weights = [indicator.weight for indicator in self.indicator if indicator.dimension == dimension.code]
            if not sum(weights):
                raise PydanticCustomError(
                    "weight", "维度 {code}：没有权重大于 0 的指标，无法汇总", {"code": dimension.code}
                )
        if self.band and not self.band[-1].is_open:
            raise PydanticCustomError("band", "最后一个等次须无条件，使每个社区都有等次")
        lows = [band.minimum_score for band in self.band]
        if lows != sorted(lows, reverse=True):
            raise PydanticCustomError("band", "等次须从高到低排列（minimum_score 递减）")
        if self.finding and self.finding[-1].kind != "level":
            raise PydanticCustomError("finding", '最后一条结论须为 kind = "level"，使每一期都有结论')
        return self
