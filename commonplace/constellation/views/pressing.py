"""What a press does: the deed, and what is said of it, or why it was not done."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Said = Mapping[type[Exception], str | Promise]
OTHERWISE = _("It stands otherwise by now.")
CHOSEN_ALREADY = _("People were asked already; nothing is chosen any more.")


def press(
    request: HttpRequest,
    deed: Callable[[], object],
    *,
    done: str | Promise = "",
    news: Said | None = None,
    errors: Said | None = None,
) -> bool:
    """Do it and say so; whether it was done. What refuses it is said: as news where others were first, else as an
    error.
    """
    told = [(messages.info, news or {}), (messages.error, errors or {})]
    refusals = tuple(refusal for _say, said in told for refusal in said)
    try:
        deed()
    except refusals as refusal:
        for say, said in told:
            for kind, words in said.items():
                if isinstance(refusal, kind):
                    say(request, str(words))
                    return False
        raise
    if done:
        messages.success(request, str(done))
    return True
