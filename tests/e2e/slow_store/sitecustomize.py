"""Put on PYTHONPATH by a test: every save of the app takes 150 ms longer, as on a busy disk."""

import functools
import sys
import threading
import time
from types import ModuleType
from typing import Any

_SECONDS = 0.15


def _slow_down(outbox: ModuleType) -> None:
    quick = outbox.drop_pins

    @functools.wraps(quick)
    def slow(*arguments: Any) -> Any:
        time.sleep(_SECONDS)
        return quick(*arguments)

    outbox.drop_pins = slow


def _wait_for_the_outbox() -> None:
    for _ in range(600):
        outbox = sys.modules.get("ui.outbox")
        if outbox is not None and hasattr(outbox, "receive"):
            _slow_down(outbox)
            return
        time.sleep(0.05)


threading.Thread(target=_wait_for_the_outbox, daemon=True).start()
