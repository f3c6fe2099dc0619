"""Put on PYTHONPATH by a test: every save of the app takes 150 ms longer, as on a busy disk."""

import sys
import threading
import time

_SECONDS = 0.15


def _slow_down() -> None:
    for _ in range(600):
        outbox = sys.modules.get("ui.outbox")
        if outbox is not None and hasattr(outbox, "receive"):
            quick = outbox.drop_pins

            def slow(*arguments: object) -> object:
                time.sleep(_SECONDS)
                return quick(*arguments)

            outbox.drop_pins = slow
            return
        time.sleep(0.05)


threading.Thread(target=_slow_down, daemon=True).start()
