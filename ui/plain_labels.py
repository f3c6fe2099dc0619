"""Text that someone wrote, for places where Streamlit reads Markdown: it shows as it was written, and nothing more."""

from __future__ import annotations

import re

_MEANT = re.compile(r"([\\`*_{}\[\]()#+\-.!~:|<>$&^])")


def plain(text: str) -> str:
    """The text with all that Markdown would read made plain.

    >>> plain("![x](//host/a.png)")
    '\\\\!\\\\[x\\\\]\\\\(//host/a\\\\.png\\\\)'
    """
    return _MEANT.sub(r"\\\1", text)
