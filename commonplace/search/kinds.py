"""What may be found, in words; rooms above add the kinds that their entries bear."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, str | Promise] = {"person": _("people"), "community": _("communities")}
# What one hit is called, where a filter says it of many.
ONE: dict[str, str | Promise] = {"person": _("person"), "community": _("community")}
REPLY = _("reply")


def declare(kinds: dict[str, str | Promise]) -> None:
    """Offer these kinds (an entry's kind or label, and its words) as filters."""
    KINDS.update(kinds)


def name_of(kind: str, label: str, *, is_opening: bool) -> str | Promise:
    """What one hit is, in words: a person, a reply, or how a conversation begins."""
    if kind != "post":
        return ONE.get(kind, "")
    return KINDS.get(label, "") if is_opening else REPLY
