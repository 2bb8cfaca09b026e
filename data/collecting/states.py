"""Where batches stand, derived from what people decided and from what the version in force is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.collecting.batches import Batch
from data.collecting.decisions import Event, Ledger, State
from data.versions.manifest import Manifest
from data.versions.store import Store


def batch_states(batches: Sequence[Batch], store: Store) -> dict[int, State]:
    """Where each batch stands, from what people decided and what the version in force is made of."""
    manifests = {manifest.version: manifest for manifest in store.history()}
    current = store.current()
    in_force = manifests.get(current) if current is not None else None
    published = set(in_force.batches) if in_force else set()
    passed_over = _before(in_force, manifests)
    states: dict[int, State] = {}
    for batch in reversed(batches):
        decided = next((event.state for event in reversed(batch.events) if event.state != State.PUBLISHED), State.DUE)
        was_published = any(event.state == State.PUBLISHED for event in batch.events)
        if batch.number in published:
            state = State.PUBLISHED
        elif batch.number in passed_over:
            state = State.REPLACED
        elif decided == State.SUBMITTED and was_published:
            state = State.REVIEWED  # whoever published it reviewed it; it was rolled back
        else:
            state = decided
        if state in {State.SUBMITTED, State.RETURNED} and any(
            batch.is_about_the_same(later) for later in batches if later.number > batch.number
        ):
            state = State.REPLACED
        states[batch.number] = state
    return dict(sorted(states.items()))


def _before(in_force: Manifest | None, manifests: dict[int, Manifest]) -> set[int]:
    """Batches of versions from before the one that began anew (a folder, the first real data) what is in force."""
    first = in_force
    while first is not None and first.base is not None:
        first = manifests.get(first.base)
    if first is None:
        return set()
    return {
        number for manifest in manifests.values() if manifest.version < first.version for number in manifest.batches
    }


def with_events(batch: Batch, ledger: Ledger, history: Sequence[Manifest]) -> Batch:
    """A batch with everything that happened to it: what people decided and the publications that took it."""
    published = [
        (
            manifest.version,
            Event(at=manifest.published_at, by=manifest.published_by, state=State.PUBLISHED, reason=manifest.reason),
        )
        for manifest in history
        if batch.number in manifest.batches and (manifest.base is None or not _has(history, manifest.base, batch))
    ]
    decided = [(_after(event, history), event) for event in ledger.events.get(batch.number, ())]
    # Within one version its publication comes first: what was decided afterwards could not be in it.
    later = sorted([*published, *_never_back(decided)], key=lambda step: step[0])
    return batch.model_copy(update={"events": (*batch.events, *(event for _, event in later))})


def _after(event: Event, history: Sequence[Manifest]) -> int:
    """The last version there was when a step was taken; of a store of 0.4.0 only the clock tells."""
    if event.after is not None:
        return event.after
    return max((manifest.version for manifest in history if manifest.published_at <= event.at), default=0)


def _never_back(steps: Sequence[tuple[int, Event]]) -> Iterator[tuple[int, Event]]:
    """Steps in the order in which they were written down, which is the one they were taken in."""
    last = 0
    for after, event in steps:
        last = max(last, after)
        yield last, event


def _has(history: Sequence[Manifest], version: int, batch: Batch) -> bool:
    return any(manifest.version == version and batch.number in manifest.batches for manifest in history)
