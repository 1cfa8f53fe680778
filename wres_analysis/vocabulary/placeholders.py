"""Which texts of a cell say nothing: n/a, tbc, to be appointed, a prompt of the form, a dash."""

from __future__ import annotations

import re

from wres_analysis.vocabulary import vocabulary_words

_TO_BE = re.compile(r"(?:still |yet )*to be (?:\w+ed|known|set|met)(?: \(?tb[acd]\)?)?")


def is_placeholder(text: str) -> bool:
    """Whether a cell is blank or says only that nothing is given."""
    plain = " ".join(text.casefold().split()).strip(" .,:;?*–—‐‑-_[]()<>")
    return not plain or plain in vocabulary_words("placeholders") or bool(_TO_BE.fullmatch(plain))
