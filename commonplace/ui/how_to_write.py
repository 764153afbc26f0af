"""How to write: the signs that a text may have, each as it is typed and as it is read."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from commonplace.lib.markdown import render

MATHS = "maths"  # the code under which communities switch formulas on


class Example(NamedTuple):
    """What a sign is for, how it is typed, and what comes of it."""

    words: str
    typed: str
    shown: SafeString


def examples(switched_on: Collection[str] = ()) -> list[Example]:
    """Every sign in the reader's language, rendered as a post is, so that no example tells what is not so; formulas
    where they are `switched_on`.
    """
    return _examples(get_language() or "", MATHS in switched_on)


@lru_cache(maxsize=32)
def _examples(language: str, with_maths: bool) -> list[Example]:
    told = [
        (gettext("Bold and italic"), gettext("**bold**, *italic*, ~~struck~~")),
        (gettext("Links"), gettext("[the manual](https://example.org)")),
        (gettext("Lists"), gettext("- a stick\n- a finger")),
        (gettext("Numbered lists"), gettext("1. listen\n2. dig")),
        (gettext("Tasks"), gettext("- [x] listen\n- [ ] dig")),
        (gettext("Quotes"), gettext("> It sang all night.")),
        (gettext("Small letters"), "H~2~O, m^2^"),
        (gettext("Footnotes"), gettext("It rained.[^1]\n\n[^1]: All week.")),
        (gettext("Folded parts"), gettext("::: How we measured\nWith a stick.\n:::")),
        (gettext("Tables"), gettext("night | flow\n--- | ---:\nMonday | 12")),
        (gettext("Code"), gettext("`a word`")),
        (gettext("Code in colour"), '```python\nprint("dry")\n```'),
    ]
    if with_maths:
        told.append((gettext("Formulas"), "$a^2 + b^2 = c^2$\n\n$$\\frac{\\sqrt{2}}{n + 1}$$"))
    # Rendering has made it safe.
    return [Example(words, typed, mark_safe(render(typed, with_maths=with_maths).html)) for words, typed in told]  # noqa: S308
