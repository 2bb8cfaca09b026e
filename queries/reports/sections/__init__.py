"""What can be said at a meeting: one file a section, discovered; which follow one another stands in the running orders."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from queries.reports.bodies.body import Body
from queries.reports.subject import Subject

if TYPE_CHECKING:
    from queries.reports.orders import SlideRule


@dataclass(frozen=True)
class Part:
    """What a section has to show: fields for its title, and the bodies of each of its slides; none is nothing to show."""

    fields: Mapping[str, str]
    slides: tuple[tuple[Body, ...], ...]
    subtitle: str = ""
    talk: tuple[str, ...] = ()


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
