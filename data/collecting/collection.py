"""The batches of a store: where each stands, and what people decide about it."""

from __future__ import annotations

from data import clock
from data.acts import Kind, act
from data.collecting.batches import Batch, read_batches
from data.collecting.decisions import CollectionError, Event, State, read_ledger, write_ledger
from data.collecting.states import batch_states, with_events
from data.versions.store import Store


class Collection:
    """The submissions of a store. It holds nothing: every answer is read anew."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def batches(self, allowed: tuple[str, ...] | None = None) -> list[Batch]:
        """Every batch, oldest first, with all its events; with ``allowed`` as far as these units go.

        Raises:
            StoreError: a batch or the file of states is damaged.
        """
        ledger, history = read_ledger(self.store), self.store.history()
        whole = [with_events(batch, ledger, history) for batch in read_batches(self.store)]
        return [seen for batch in whole if (seen := batch.within(allowed))]

    def batch(self, number: int) -> Batch:
        """One batch.

        Raises:
            CollectionError: there is no such batch.
        """
        found = next((batch for batch in self.batches() if batch.number == number), None)
        if found is None:
            raise CollectionError(f"没有第 {number} 批报送")
        return found

    def state(self, batch: Batch) -> State:
        """Where a batch stands now."""
        return self.states()[batch.number]

    def states(self) -> dict[int, State]:
        """Where every batch stands now, by number."""
        return batch_states(self.batches(), self.store)

    def review(self, number: int, *, by: str) -> Batch:
        """Accept a batch for publication: 已审.

        Raises:
            CollectionError: there is no such batch, or it is neither 已报 nor 退回.
        """
        return self._decide(number, State.REVIEWED, (State.SUBMITTED, State.RETURNED), by, "")

    def give_back(self, number: int, *, by: str, reason: str) -> Batch:
        """Give a batch back to whoever submitted it: 退回. It will not be published.

        Raises:
            CollectionError: there is no such batch, it is neither 已报 nor 已审, or the reason is empty.
        """
        if not reason.strip():
            raise CollectionError("退回须写明原因")
        return self._decide(number, State.RETURNED, (State.SUBMITTED, State.REVIEWED), by, reason)

    def ready(self, *, period: str | None = None, includes_unreviewed: bool = False) -> list[Batch]:
        """The batches that a publication would take, oldest first: 已审, and 已报 where asked for.

        ``period`` leaves out batches about other periods; what is about none (register, standard, boundaries) stays.
        """
        states = self.states()
        taken = {State.REVIEWED} | ({State.SUBMITTED} if includes_unreviewed else set())
        return [
            batch
            for batch in self.batches()
            if states[batch.number] in taken and (period is None or not batch.periods or period in batch.periods)
        ]

    def _decide(self, number: int, to: State, allowed: tuple[State, ...], by: str, reason: str) -> Batch:
        kind = Kind.REVIEW if to == State.REVIEWED else Kind.RETURN
        with act(self.store, kind, f"第 {number} 批", who=by, reason=reason.strip()), self.store.locked():
            state = self.state(self.batch(number))
            if state not in allowed:
                raise CollectionError(f"第 {number} 批{state}，不能改为{to}（须为{'或'.join(allowed)}）")
            ledger = read_ledger(self.store)
            event = Event(at=clock.now(), by=by, state=to, reason=reason.strip(), after=self.store.last_number())
            events = ledger.events | {number: (*ledger.events.get(number, ()), event)}
            write_ledger(self.store, ledger.model_copy(update={"events": events}))
        return self.batch(number)
