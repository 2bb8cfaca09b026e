"""What time it is: Beijing time, wherever the machine stands. Tests put another clock here."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "北京时间")


def now() -> datetime:
    """The time to the second, with its offset."""
    return _clock().astimezone(BEIJING).replace(microsecond=0)


def today() -> date:
    """The day it is in Beijing."""
    return now().date()


def moment(value: datetime) -> str:
    """A point in time as 2026-09-30 19:00, Beijing time."""
    return f"{value.astimezone(BEIJING):%Y-%m-%d %H:%M}"


def _clock() -> datetime:
    return datetime.now(UTC)
