"""Who asks, and what they may do. Questions never know; pages, routes and exports ask here."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from data.bounded import TextError, read_toml
from data.settings import current_settings

EVERYBODY = "所有人"
NOBODY = "未登录"


class Role(StrEnum):
    """What somebody may do: publish for the city, submit for their units, or look."""

    CITY = "city"
    DISTRICT = "district"
    VIEWER = "viewer"


class RolesError(Exception):
    """The roles file cannot be used; nobody may do anything until it is mended. The message is Chinese."""


@dataclass(frozen=True)
class Viewer:
    """Somebody looking: a name for the log, the reporting units they may see (``None``: all of them) and their role."""

    name: str
    units: tuple[str, ...] | None = None
    role: Role = Role.CITY

    @property
    def may_manage(self) -> bool:
        """Whether the group 管数据 is open to them."""
        return self.role is not Role.VIEWER

    @property
    def may_publish(self) -> bool:
        """Whether they review, publish, roll back and set deadlines."""
        return self.role is Role.CITY

    def may_see(self, unit: str) -> bool:
        """Whether a reporting unit is theirs to see."""
        return self.units is None or unit in self.units


class _Person(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    role: Role
    units: tuple[str, ...] | None = None

    @model_validator(mode="after")
    def _units_fit_the_role(self) -> Self:
        if self.role is Role.DISTRICT and not self.units:
            raise ValueError(f"“{self.name}”是区级经办人，须用 units 写明报送单位代码")
        if self.role is Role.CITY and self.units is not None:
            raise ValueError(f"“{self.name}”是市级管理员，管理全部单位，不写 units")
        return self


class _Roles(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    person: tuple[_Person, ...] = ()

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        names = [compared(person.name) for person in self.person]
        twice = sorted({person.name for person in self.person if names.count(compared(person.name)) > 1})
        if twice:
            raise ValueError(f"{'、'.join(twice)} 写了不止一次")
        return self


def viewer(headers: Mapping[str, str]) -> Viewer:
    """The viewer of a request, by its headers.

    Without a proxy (setting ``viewer_header`` empty) everybody may do everything. Behind one, its header says who
    asks and the roles file what they may do; who is not named there may look at everything and change nothing.

    Raises:
        RolesError: the roles file is missing, unreadable or wrong.
    """
    settings = current_settings()
    if not settings.viewer_header:
        return Viewer(EVERYBODY)
    name = _read(headers.get(settings.viewer_header, ""))
    people = _people(settings.roles) if settings.roles else {}
    person = people.get(compared(name))
    if person is None:
        return Viewer(name or NOBODY, role=Role.VIEWER)
    return Viewer(person.name, person.units, person.role)


def compared(name: str) -> str:
    """A name as it is compared with another: without spaces around it, composed (NFC), and without regard to case.

    Nothing else is undone, least of all percent signs: whoever may choose their own name could choose another's so.
    """
    return unicodedata.normalize("NFC", name.strip()).casefold()


def _read(value: str) -> str:
    """A header's text, which arrives as UTF-8 that was read as Latin-1."""
    with suppress(UnicodeError):
        value = value.encode("latin-1").decode("utf-8")
    return value.strip()


def _people(file: Path) -> dict[str, _Person]:
    """The people of the roles file as it is now: it is read again where it has changed."""
    try:
        state = file.stat()
    except OSError:
        return _read_roles(file)  # which says what is wrong
    return _read_again(file, state.st_mtime_ns, state.st_size, state.st_ino)


@lru_cache(maxsize=4)
def _read_again(file: Path, *_: int) -> dict[str, _Person]:
    return _read_roles(file)


def _read_roles(file: Path) -> dict[str, _Person]:
    try:
        roles = _Roles.model_validate(read_toml(file))
    except OSError:
        raise RolesError(f"权限文件 {file.name} 无法读取，请管理员检查 DASHBOARD_ROLES 所指的文件") from None
    except TextError as error:
        raise RolesError(f"权限文件 {file.name}：{error}。请管理员改正后再试") from None
    except ValidationError as error:
        raise RolesError(f"权限文件 {file.name} 有误：{_fault(error)}。请管理员改正后再试") from None
    return {compared(person.name): person for person in roles.person}


def _fault(error: ValidationError) -> str:
    """The first fault in Chinese: our own words as they are, pydantic's by the place they concern."""
    first = error.errors()[0]
    if first["type"] == "value_error":
        return str(first["ctx"]["error"])
    place = [f"第 {part + 1} 个 person" if isinstance(part, int) else str(part) for part in first["loc"]]
    return f"{' 的 '.join(place[1:] if len(place) > 1 else place)} 写得不对或缺少"
