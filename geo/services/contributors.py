"""What is kept of who wrote a pin: a keyed hash, so that people can be counted and nobody be recognised."""

from __future__ import annotations

import hashlib
import hmac

from geo.pins import PinDraft


def contributor_hash(secret_key: bytes, draft: PinDraft) -> str | None:
    """16 bytes in hexadecimal, the same for each pin of one contributor; None where the draft names none.

    HMAC-SHA-256 with the installation's key, truncated: whoever has the store but not the key cannot tell whether a
    browser they hold, or a name from a list, is behind a pin. How the pin came is hashed along, so that no line of a
    file can pass for somebody's browser.
    """
    if draft.contributor is None:
        return None
    said = "\x1f".join(("contributor", draft.method.value, draft.contributor)).encode("utf-8", "surrogatepass")
    return hmac.new(secret_key, said, hashlib.sha256).digest()[:16].hex()
