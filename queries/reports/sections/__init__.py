"""What can be said at a meeting: one file a section, discovered; which follow one another stands in the running orders."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from string import Formatter
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from queries.reports.bodies.body import Body
from queries.reports.subject import Subject

COMMON = ("area", "period", "score", "change", "line", "standard")
"""What every title can speak of."""


@dataclass(frozen=True)
class Part:
    """What a section has to show: fields for its title, and the bodies of each of its slides; none is nothing to show.

    ``played`` are the fields of each quarter that is played, oldest first.
    """

    fields: Mapping[str, str]
    slides: tuple[tuple[Body, ...], ...]
    subtitle: str = ""
    talk: tuple[str, ...] = ()
    played: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class Section:
    """A section: what it is called, its slides, the fields its title can speak of, and its sentence in the brief."""

    title: str
    part: Callable[[Subject, SlideRule], Part]
    fields: tuple[str, ...] = ()
    sentence: Callable[[Subject], str] | None = None


@cache
def sections() -> Mapping[str, Section]:
    """Every section by its name, which is that of its file."""
    found: dict[str, Section] = {}
    for module in iter_modules(__path__):
        found[module.name] = import_module(f"{__name__}.{module.name}").SECTION
    return found


class SlideRule(BaseModel):
    """One slide of a running order: its section, its title as a sentence with fields, and how long it stands."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    section: str
    title: str = Field(min_length=1)
    empty: str = ""
    seconds: int = Field(default=20, ge=3, le=600)
    plays: bool = False
    most: int = Field(default=0, ge=0, le=1000)

    @field_validator("section")
    @classmethod
    def _is_a_section(cls, name: str) -> str:
        if name not in sections():
            known = "、".join(sections())
            raise PydanticCustomError("section", "须为 {known} 之一，现为 {name}", {"known": known, "name": name})
        return name

    @model_validator(mode="after")
    def _names_known_fields(self) -> Self:
        known = (*COMMON, *sections()[self.section].fields)
        for text in (self.title, self.empty):
            try:
                fields = [field for _, field, _, _ in Formatter().parse(text) if field is not None]
            except ValueError:
                raise PydanticCustomError("title", "花括号不成对") from None
            for field in fields:
                allowed = COMMON if text is self.empty else known
                if field not in allowed:
                    message = "占位符 {field} 不能用在这里，可选 {known}"
                    raise PydanticCustomError("title", message, {"field": f"{{{field}}}", "known": "、".join(allowed)})
        return self
