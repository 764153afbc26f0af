"""What may be found, in words; rooms above add the kinds that their entries bear."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, str | Promise] = {"person": _("people"), "community": _("communities")}


def declare(kinds: dict[str, str | Promise]) -> None:
    """Offer these kinds (an entry's kind or label, and its words) as filters."""
    KINDS.update(kinds)
