"""Long work in a thread of its own, which no visit ends: whoever watches may leave and come back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context

from data.versions.store import StoreError


class Work:
    """Something that is done in a thread of its own, as whoever began it.

    ``fraction`` and ``text``: how far it is. ``begun``: set as soon as it has said so once, or has ended. ``end``: done, or
    the error that stopped it.
    """

    def __init__(self, name: str, do: Callable[[Callable[[float, str], None]], object]) -> None:
        """Begin it; ``do`` is given what it is to report by."""
        self.fraction, self.text = 0.0, "准备中"
        self.begun = threading.Event()
        self.end: Future[None] = Future()
        arguments = (self._run, do)
        # Not a daemon, as the threads of visits are: ended in the midst of a query it would take the server down with it.
        threading.Thread(target=copy_context().run, args=arguments, name=name, daemon=False).start()

    def _run(self, do: Callable[[Callable[[float, str], None]], object]) -> None:
        try:
            do(self._report)
        except Exception as error:  # noqa: BLE001 - raised again where somebody watches
            self.end.set_exception(error)
        else:
            self.end.set_result(None)
        self.begun.set()

    def _report(self, fraction: float, text: str) -> None:
        if not threading.main_thread().is_alive():  # the server was stopped, and waits for its threads
            raise StoreError("服务器已停止，没有做完，也没有发布")
        self.fraction, self.text = min(max(fraction, 0.0), 1.0), text
        self.begun.set()
