"""A person as every page shows them: face, name, line. Names come from `byline_for`, never from a Person directly.

Their markup is in `ui/person.html`, and each is remembered: a page of fifty posts has fifty of them.
"""

from functools import lru_cache

from django.utils.safestring import SafeString

from commonplace.ui import words
from commonplace.ui.pieces import pieces


# What is escaped already and what is not are different things to remember (`typed`).
@lru_cache(maxsize=4096, typed=True)
def face(name: str, *, photo: str = "", size: str = "", alias: bool = False) -> SafeString:
    """A photo (its address), or initials on a tint; size "s", "l" or ""; an `alias` is a name for one conversation."""
    sized = f" face--{size}" if size else ""
    piece = pieces("ui/person.html")
    if photo:
        return piece["photo"](sized=sized, photo=photo)
    return piece["initials"](sized=sized, tint="candid" if alias else words.tint(name), initials=words.initials(name))


@lru_cache(maxsize=4096, typed=True)
def person(
    name: str, *, url: str = "", photo: str = "", about: str = "", size: str = "", alias: bool = False
) -> SafeString:
    """A face, a name and a line."""
    piece = pieces("ui/person.html")
    shown = words.soft_hyphens(name)
    return piece["person"](
        face=face(name, photo=photo, size=size, alias=alias),
        named=piece["linked"](url=url, name=shown) if url else piece["named"](name=shown),
        about=piece["about"](about=words.soft_hyphens(about)) if about else "",
    )
