"""Names folded for comparing and searching: what a person types should meet what a map maker wrote."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_NOT_A_WORD = re.compile(r"[^\w]+", re.UNICODE)


def fold_name(name: str) -> str:
    """A name without case, accents and punctuation, words parted by one space; "" for nothing.

    An apostrophe joins ("King's" and "Kings" are one word), ``&`` reads "and", every other sign parts.

    >>> fold_name("  King’s  Cross–St. Pancras & Café ")
    'kings cross st pancras and cafe'
    """
    text = unicodedata.normalize("NFKD", name.replace("&", " and "))
    text = "".join(character for character in text if not unicodedata.combining(character))
    return _NOT_A_WORD.sub(" ", _APOSTROPHES.sub("", text.casefold())).replace("_", " ").strip()
