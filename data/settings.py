"""What an office may set without touching the code: environment variables that begin with ``DASHBOARD_``."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent
REFERENCE = PROJECT / "data" / "reference"
_PREFIX = "DASHBOARD_"


class Settings(BaseSettings):
    """The settings, each with its default.

    ``store``: folder of the published versions (``.store`` in the project).
    ``viewer_header``: name of the request header in which a proxy says who asks; empty where there is no proxy.
    ``proxy_token``: the secret by which the proxy shows that it is the proxy (16 letters and digits at least); needed where ``viewer_header`` is set.
    ``allowed_hosts``: names under which readers open the dashboard, with commas between them; empty: addresses (IP), names
    without a dot and that of ``base_url``. ``allowed_origins``: addresses (``https://name:port``) of pages that may talk to
    it besides its own, as where a proxy changes the name. ``frame_ancestors``: which sites may frame it, as CSP has it.
    ``session_uploads_mb``, ``all_uploads_mb``: what a process of the server holds of the files chosen in one page, and in all.
    ``roles``: file that says who may do what (see README), read when ``viewer_header`` is set.
    ``office``, ``document_prefix``: who signs documents of supervision, and the letters of their numbers.
    ``deadline_days``: days after the end of a quarter by which a unit has to submit.
    ``running_orders``: file of the order and the sentences of slides (see queries/reports/files/orders.toml), else those shipped.
    ``clickhouse``: address of a ClickHouse server (``clickhouse://user:password@host:8123``) to which versions are copied
    and which pages then ask; empty: the version's own file is asked.
    ``memory_mb``: what the database may hold in memory for an import, a build or a version's readers, beyond which it
    spills to disk.
    ``kept_days``: versions of the last so many days are all kept, then the last of each of ``kept_months`` months, then of
    each quarter (see data/versions/pruning.py).
    ``base_url``: where readers open the dashboard; files that are taken away link back to it.
    ``largest_file_mb``, ``largest_unpacked_mb``, ``most_rows``, ``most_columns``, ``most_files``: what an import may be.
    ``largest_photo_mb``, ``most_photo_pixels``, ``most_photos``: what a photo of a finding may be, and how many come at a
    time. ``photo_days``: how long photos are kept after the last day of their finding.
    ``largest_definition_mb``: what a TOML file may be (a standard, roles, running orders); ``largest_boundaries_mb``,
    ``most_points``, ``most_rings``: what boundaries may be.
    """

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True, env_ignore_empty=True)

    store: Path = PROJECT / ".store"
    viewer_header: str = ""
    proxy_token: str = Field(default="", repr=False, pattern=r"^([A-Za-z0-9._~+/=-]{16,})?$")
    allowed_hosts: str = ""
    allowed_origins: str = ""
    frame_ancestors: str = Field(default="'none'", pattern=r"^[^;,\r\n]+$")
    session_uploads_mb: float = Field(default=250, gt=0)
    all_uploads_mb: float = Field(default=500, gt=0)
    roles: Path | None = None
    office: str = "宁波市文明办"
    document_prefix: str = "甬文明办督"
    deadline_days: int = Field(default=15, ge=0)
    kept_days: int = Field(default=30, ge=0)
    kept_months: int = Field(default=24, ge=0)
    base_url: str = "http://127.0.0.1:8501"
    running_orders: Path | None = None
    clickhouse: str = ""
    memory_mb: int = Field(default=1000, ge=100)
    largest_file_mb: float = Field(default=200, gt=0)
    largest_unpacked_mb: float = Field(default=1000, gt=0)
    most_rows: int = Field(default=20_000_000, gt=0)
    most_columns: int = Field(default=500, gt=0)
    most_files: int = Field(default=100, gt=0)
    largest_photo_mb: float = Field(default=20, gt=0)
    most_photo_pixels: int = Field(default=50_000_000, gt=0)
    most_photos: int = Field(default=2_000, gt=0)
    photo_days: int = Field(default=730, ge=1)
    largest_definition_mb: float = Field(default=0.2, gt=0)
    largest_boundaries_mb: float = Field(default=10, gt=0)
    most_points: int = Field(default=50_000, gt=0)
    most_rings: int = Field(default=2_000, gt=0)


def current_settings() -> Settings:
    """The settings by the environment as it is: read anew only where it has changed, as pages ask for them all the time.

    Raises:
        pydantic.ValidationError: a variable has a value that a setting cannot take.
    """
    return _settings(tuple(item for item in os.environ.items() if item[0].upper().startswith(_PREFIX)))


@lru_cache(maxsize=8)
def _settings(variables: tuple[tuple[str, str], ...]) -> Settings:  # noqa: ARG001 - the key
    return Settings()
