"""A person as a page shows them, made without a template: a page of fifty posts has fifty of them.

The same as ``ui/person.html`` and ``ui/face.html``; a test holds the two together.
"""

from functools import lru_cache

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from commonplace.ui import words


def face(name: str, *, photo: str = "", size: str = "") -> SafeString:
    """A photo, or initials on a tint."""
    sized = f" face--{size}" if size else ""
    if photo:
        return format_html('<img class="face{}" src="{}" alt="" width="36" height="36" loading="lazy">', sized, photo)
    return format_html(
        '<span class="face{} face--{}" aria-hidden="true">{}</span>', sized, words.tint(name), words.initials(name)
    )


@lru_cache(maxsize=4096)
def person(name: str, *, url: str = "", photo: str = "", about: str = "", size: str = "") -> SafeString:
    """A face, a name and a line."""
    shown = conditional_escape(words.soft_hyphens(name))
    if url:
        named = format_html('<a class="person__name" href="{}">{}</a>', url, shown)
    else:
        named = format_html('<span class="person__name">{}</span>', shown)
    line = format_html('<span class="person__about">{}</span>', words.soft_hyphens(about)) if about else ""
    return format_html(
        '<span class="person">{}<span>{}{}</span></span>', face(name, photo=photo, size=size), named, line
    )
