"""The forms that units fill in, and their files handed back with what was found marked in them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from data.acts import Actor, Kind, act
from data.checking.inspection import Inspection
from data.collecting.city import standards_in_force
from data.versions.store import DATABASE, Store


def form_of(
    store: Store, table: str, *, unit: str | None = None, period: str | None = None, from_register: bool = False
) -> tuple[str, bytes]:
    """The name and the content of a form to fill in, with what is known of a unit; ``from_register``: of the reference.

    Raises:
        NoTemplate: there is no such table, unit or period.
        StoreError: the version in force is damaged, or the log of acts cannot be written.
    """
    from data.templates.forms import template, template_name

    version = store.in_force()
    standards = standards_in_force(version)
    city = version / DATABASE if version and not from_register else None
    name = template_name(table, standards=standards, city=city, unit=unit, period=period)
    with act(store, Kind.TEMPLATE, name, unit=unit, period=period):
        return name, template(table, standards=standards, city=city, unit=unit, period=period)


def marked(store: Store, files: Sequence[Path], inspection: Inspection, actor: Actor | None = None) -> bytes:
    """The files with what an inspection found marked in them: a workbook, or an archive of several.

    ``actor``: who asks, where it is another thread that answers.

    Raises:
        StoreError: the log of acts cannot be written.
    """
    from data.templates.marking import mark

    with act(store, Kind.MARK, "、".join(file.name for file in files), actor=actor):
        return mark([(file.name, file) for file in files], inspection)[1]
