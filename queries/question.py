"""What a question is: its title, its page, whose rows it gives, its parameters and its SQL, said once.

A question is a signature without a body beside the SQL file of the same stem::

    @question(Scope.UNITS, title="总览重点关注", page="overview")
    def focus_list(*, period: str, standard: str, units: Codes = None) -> None:
        '''What comes back: grain, columns, units.'''

It is asked as ``queries.focus_list(database, period=…, standard=…)``. Files, routes, the command line, links and tests
read the rest here.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Any, Generic, Literal, NewType, ParamSpec, get_args, get_origin

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from queries.database import Database

P = ParamSpec("P")

Codes = tuple[str, ...] | None
"""A filter of codes: ``None`` is all of them, an empty tuple is none of them."""

Span = NewType("Span", str)
"""A quarter (2026Q3), a month (2026-09) or a year so far (2026): what ledgers are asked of. Scores know quarters alone."""

Value = str | float | Codes
"""What a parameter can be."""


_SHARED = Path(__file__).with_name("shared")


class Scope(StrEnum):
    """Whose rows a question gives, and so what a viewer of some units may ask of it.

    ``PUBLIC``: the standard, the published register and sums over the whole city, the same for everybody. ``UNITS``: rows
    of reporting units, cut by ``units``. ``COMMUNITY``: of the one ``community``. ``AREAS``: of ``areas``, or of the one
    area of ``area_kind`` and ``area_code``.
    """

    PUBLIC = "public"
    UNITS = "units"
    COMMUNITY = "community"
    AREAS = "areas"


def _read_by(text: str) -> dict[str, str]:
    """The files of ``queries/shared`` that a statement reads, and before each of them those that it reads: stem → SQL."""
    found: dict[str, str] = {}
    for file in sorted(_SHARED.glob("*.sql")):
        if file.stem not in found and re.search(rf"\b(from|join) {file.stem}\b", text):
            sql = file.read_text(encoding="utf-8").rstrip().rstrip(";")
            found |= _read_by(sql) | {file.stem: sql}
    return found


_CUT_BY = {
    Scope.PUBLIC: set(),
    Scope.UNITS: {"units"},
    Scope.COMMUNITY: {"community"},
    Scope.AREAS: {"areas", "area_code"},
}
_NEEDS_A_SCOPE = {"units", "among", "areas", "area_code", "community"}


class Asked(Generic[P]):
    """What can be asked under a name: its parameters, whose rows they give, and what its files are called.

    ``title`` begins the names of its files, empty where nothing is taken away; ``page`` is the page it stands on (a key of
    pages.toml, empty for none), ``place`` where its table stands among those of the page, and ``view`` the view of that page,
    where it is not the first.
    """

    def __init__(
        self,
        declared: Callable[P, None],
        scope: Scope,
        *,
        title: str = "",
        page: str = "",
        place: int = 0,
        view: str = "",
    ) -> None:
        self.name = declared.__name__
        self.__name__ = declared.__name__
        self.__module__ = declared.__module__
        self.__doc__ = declared.__doc__
        self.file = Path(inspect.getfile(declared))
        self.scope = scope
        self.title = title
        self.page = page
        self.place = place
        self.view = view
        self.parameters: Mapping[str, inspect.Parameter] = inspect.signature(declared).parameters
        self._require_a_way_to_cut()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"

    def __reduce__(self) -> str:
        return self.name  # pickled as the name by which its module has it, like a function

    def takes(self, parameter: str) -> bool:
        """Whether there is such a parameter."""
        return parameter in self.parameters

    def takes_spans(self, parameter: str) -> bool:
        """Whether a parameter is a span of time of the ledgers, and not a quarter of the scores."""
        return self.takes(parameter) and self.parameters[parameter].annotation is Span

    def choices(self, parameter: str) -> tuple[str, ...] | None:
        """What a parameter may be where the signature says it; None where it does not."""
        annotation = self.parameters[parameter].annotation
        return get_args(annotation) if get_origin(annotation) is Literal else None

    def default(self, parameter: str) -> object:
        """The default of a parameter, ``inspect.Parameter.empty`` where it has to be said."""
        return self.parameters[parameter].default

    def _require_a_way_to_cut(self) -> None:
        """A scope that nothing cuts down to, or rows of units that everybody may see, are faults of ours.

        Raises:
            TypeError: the parameters do not suit the scope.
        """
        cut_by = _CUT_BY[self.scope]
        has = _NEEDS_A_SCOPE & set(self.parameters)
        if (cut_by and not cut_by & has) or (not cut_by and has):
            raise TypeError(f"{self.name}: {self.scope} does not suit the parameters {', '.join(self.parameters)}")


class Question(Asked[P]):
    """A question of the catalogue; called with a database it gives its rows."""

    def __call__(self, database: Database, *_: P.args, **parameters: P.kwargs) -> pd.DataFrame:
        """The rows, in order; see the question's own text for their columns."""
        bound = self._bound(parameters)
        return database.frame(self._named(bound), bound)

    def batches(self, database: Database, **parameters: Value) -> pa.RecordBatchReader:
        """The same rows, a batch at a time, for streams of any length."""
        bound = self._bound(parameters)
        return database.batches(self._named(bound), bound)

    @cached_property
    def sql(self) -> str:
        """The text of the SQL file, with the rows of ``queries/shared`` that it reads as its first common tables."""
        text = self.file.with_suffix(".sql").read_text(encoding="utf-8")
        shared = _read_by(text)
        if not shared:
            return text
        tables = ",\n\n".join(f"{name} as (\n{indent(sql, '    ')}\n)" for name, sql in shared.items())
        heading, body = re.split(r"^(?=with$|select\b)", text, maxsplit=1, flags=re.MULTILINE)
        own = f",\n\n{body.removeprefix('with')[1:]}" if body.startswith("with") else f"\n\n{body}"
        return f"{heading}with\n{tables}{own}"

    def _named(self, bound: Mapping[str, Any]) -> str:
        """The text, with the column ``by_value`` under the name of what it is grouped by; without one there is none."""
        if not self.takes("by"):
            return self.sql
        head, last, tail = self.sql.rpartition("\nselect\n")
        named = "" if bound["by"] == "none" else rf'\g<0> as "{bound["by"]}"'
        return (
            head
            + last
            + re.sub(r"^ *\w+\.by_value(?=,)", named, tail, count=1, flags=re.MULTILINE).replace(",\n,\n", ",\n")
        )

    def filled(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """All parameters, what is not given by default.

        Raises:
            TypeError: a parameter is missing or unknown.
        """
        defaults = {name: part.default for name, part in self.parameters.items() if part.default is not part.empty}
        filled = {**defaults, **given}
        if filled.keys() != self.parameters.keys():
            raise TypeError(f"{self.name}: parameters are {', '.join(self.parameters)}, given {', '.join(given)}")
        return filled

    def _bound(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """All parameters as the SQL takes them: there an empty list is all, so that none is a list of no code."""
        bound = self.filled(given)
        for name, part in self.parameters.items():
            if part.annotation == Codes:
                bound[name] = [] if bound[name] is None else bound[name] or [""]
        return bound


def question(
    scope: Scope, *, title: str = "", page: str = "", place: int = 0, view: str = ""
) -> Callable[[Callable[P, None]], Question[P]]:
    """Make a question of a signature; see :class:`Asked`."""

    def made(declared: Callable[P, None]) -> Question[P]:
        return Question(declared, scope, title=title, page=page, place=place, view=view)

    return made
