"""What a version is made of, as its manifest says it."""

from __future__ import annotations

import hashlib
from datetime import datetime

from pydantic import BaseModel, ConfigDict


class Source(BaseModel):
    """One imported file; ``batch`` is the number of the submission it came with, None for a published folder."""

    model_config = ConfigDict(frozen=True)

    name: str
    sha256: str
    rows: int
    batch: int | None = None


class Manifest(BaseModel):
    """What a version is made of; one JSON file a version, kept for good.

    ``batches``: numbers of all submissions whose rows are in it, oldest first, also those taken over from the version
    before; ``sources``: the files that are new in it. ``base``: the version whose facts it took over, None for a
    folder, which replaces everything. ``digests``: of the files beside the database (sha256 by relative path; empty in
    versions of 0.4.0 and before). ``published_at`` is said, not counted by: what came first has the lower number.
    """

    model_config = ConfigDict(frozen=True)

    version: int
    published_at: datetime
    published_by: str
    reason: str
    is_demonstration: bool
    periods: tuple[str, ...]
    standards: tuple[str, ...]
    community_count: int
    sources: tuple[Source, ...]
    batches: tuple[int, ...] = ()
    base: int | None = None
    database_bytes: int
    database_sha256: str
    digests: dict[str, str] = {}

    @property
    def digest(self) -> str:
        """What tells this version from every other, also from one that had its number before a backup came back."""
        return hashlib.sha256(self.model_dump_json(exclude_defaults=True).encode()).hexdigest()
