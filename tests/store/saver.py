"""A process that saves pins, one after the other, and prints each id when it is acknowledged; for tests of faults."""

from __future__ import annotations

import argparse
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Callable

from pin_drafts import NOON, a_pin

from geo.errors import StoreError
from geo.store.pin_store import PinStore


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("pins", type=int)
    parser.add_argument("--largest-file", type=int)
    parser.add_argument("--as-nobody", action="store_true")
    parser.add_argument("--kills", type=int, default=0, help="be begun and killed so many times")
    options = parser.parse_args()
    if options.kills:
        return be_killed(options)
    return save(options)


def be_killed(options: argparse.Namespace) -> int:
    """Fork a child that saves, kill it when it is in the midst, and so on; imports are paid for once."""
    chance = random.Random(20)
    for _ in range(options.kills):
        begun, begin = os.pipe()
        child = os.fork()
        if child == 0:
            os._exit(save(options, lambda begin=begin: os.write(begin, b".")))
        os.read(begun, 1)
        time.sleep(chance.uniform(0.0, 0.08))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if os.WTERMSIG(status) != signal.SIGKILL:
            return 4
    sys.stderr.write(f"killed {options.kills} times")
    return 0


def save(options: argparse.Namespace, opened: Callable[[], object] = lambda: None) -> int:
    """Save pins until there are enough, or until the store cannot."""
    try:
        if options.as_nobody and os.getuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        store = PinStore.open(options.url)
        opened()
        if options.largest_file:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (options.largest_file, options.largest_file))
        for _ in range(options.pins):
            pin = store.add(a_pin(), now=NOON)
            os.write(1, f"{pin.id}\n".encode())
    except StoreError as error:
        sys.stderr.write(str(error))
        return 3
    store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
