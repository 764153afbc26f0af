"""What is asked of whoever used a resource, and of whoever answers them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from commonplace.repertoire.actions.using import Account
from commonplace.repertoire.lengths import MAX_ACCOUNT, MAX_WHERE
from commonplace.repertoire.models import How, Told
from commonplace.ui.forms import Choice, Explained, Form, OnceForm, Options, PlainText

TOLD = {
    Told.STEWARD: _("Nobody else reads it. If it did harm, the page says that it is being looked at again."),
    Told.NAMELESS: _("Whoever looks after it knows that it was you. Nobody else does."),
    Told.MEMBERS: _("It stands on the page, for those who have a place in this community."),
}


def told_field() -> forms.ChoiceField:
    """Who may be told."""
    return forms.ChoiceField(
        label=_("Who may be told?"),
        choices=[(one.value, Explained(one.label, told)) for one, told in TOLD.items()],
        widget=Options,
        error_messages={"required": _("Choose who may be told; you can change that at any time.")},
    )


class UseForm(OnceForm):
    """What happened when somebody used it."""

    how = forms.ChoiceField(
        label=_("What happened?"),
        choices=[(one.value, capfirst(one.label)) for one in How],
        widget=Choice,
        error_messages={"required": _("Choose one of the three; the words say the rest.")},
    )
    text = PlainText(
        label=_("Tell it"),
        max_length=MAX_ACCOUNT,
        multiline=True,
        help_text=_("What you did with it and what came of it. What did not work is worth as much as what did."),
        error_messages={"required": _("A sentence is enough, so that others can tell whether it fits them.")},
    )
    where = PlainText(
        label=_("Where was that?"),
        max_length=MAX_WHERE,
        required=False,
        help_text=_("“A village of 300 taps”, “on the night shift”."),
    )
    changed = PlainText(label=_("What did you change?"), max_length=MAX_WHERE, required=False)
    told = told_field()

    def account(self) -> Account:
        """What was told."""
        said: dict[str, Any] = self.cleaned_data
        return Account(*(said[name] for name in ("how", "text", "where", "changed", "told")))


class OwnUseForm(UseForm):
    """The same for what was told before, of which there is one, however often it is sent."""

    idempotency_key = None  # type: ignore[assignment]  # Django takes a field away so


class RemedyForm(Form):
    """What was done about it."""

    words = PlainText(
        label=_("What was done about it?"),
        max_length=MAX_ACCOUNT,
        multiline=True,
        help_text=_("It stands below what they told, for whoever reads that. “Nothing, because …” is an answer, too."),
        error_messages={"required": _("Say it in a sentence, so that they know they were heard.")},
    )
