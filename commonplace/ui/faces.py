"""A person as every page shows them: face, name, line. Names come from `byline_for`, never from a Person directly.

Set without a template: a page of fifty posts has fifty of them.
"""

from functools import lru_cache

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from commonplace.ui import words


# What is escaped already and what is not are different things to remember (`typed`).
@lru_cache(maxsize=4096, typed=True)
def face(name: str, *, photo: str = "", size: str = "", alias: bool = False) -> SafeString:
    """A photo (its address), or initials on a tint; size "s", "l" or ""; an `alias` is a name for one conversation."""
    sized = f" face--{size}" if size else ""
    if photo:
        return format_html('<img class="face{}" src="{}" alt="" width="36" height="36" loading="lazy">', sized, photo)
    tinted = "candid" if alias else words.tint(name)
    return format_html(
        '<span class="face{} face--{}" aria-hidden="true">{}</span>', sized, tinted, words.initials(name)
    )


@lru_cache(maxsize=4096, typed=True)
def person(
    name: str, *, url: str = "", photo: str = "", about: str = "", size: str = "", alias: bool = False
) -> SafeString:
    """A face, a name and a line."""
    shown = conditional_escape(words.soft_hyphens(name))
    if url:
        named = format_html('<a class="person__name" href="{}">{}</a>', url, shown)
    else:
        named = format_html('<span class="person__name">{}</span>', shown)
    line = format_html('<span class="person__about">{}</span>', words.soft_hyphens(about)) if about else ""
    drawn = face(name, photo=photo, size=size, alias=alias)
    return format_html('<span class="person">{}<span>{}{}</span></span>', drawn, named, line)
