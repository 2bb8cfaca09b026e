"""What test_kills.py kills: an import, a preview and a publication that tell every moment at which it may happen."""

import os
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from data.collecting.submitting import submit
from data.versions.publishing import preview, publish_batches
from data.versions.store import Store


def import_and_publish(root: Path, file: Path, telling: Connection) -> None:
    """Import a file into the store, preview and publish it; an empty message before and after whatever makes something
    durable, and where it fails how."""

    def tell(*_: object) -> None:
        telling.send("")

    def told(call: Callable[..., Any]) -> Callable[..., Any]:
        def telling_call(*arguments: Any, **options: Any) -> Any:
            tell()
            result = call(*arguments, **options)
            tell()
            return result

        return telling_call

    os.fsync = told(os.fsync)  # type: ignore[assignment]
    Path.rename, Path.replace, Path.write_text = map(told, (Path.rename, Path.replace, Path.write_text))  # type: ignore[method-assign]
    store = Store(root)
    try:
        submit(store, [file], by="测试", reason="试", progress=tell)
        preview(store, includes_unreviewed=True, progress=tell)
        publish_batches(store, by="测试", includes_unreviewed=True, progress=tell)
    except Exception:
        telling.send(traceback.format_exc())
        raise
