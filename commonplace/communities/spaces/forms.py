"""What is asked of whoever opens or changes a space, and who gets a seat in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.communities.doors import InLetters, SpaceVisibility
from commonplace.ui.forms import Explained, Form, Options, PlainText

# A line that is too long for one; what comes of it is one line all the same.
TWO_LINES = forms.Textarea(attrs={"rows": 2})


class SpaceForm(Form):
    """A space's name, what it is for, who reads it, and what letters say of it."""

    name = PlainText(label=_("Name"), max_length=120)
    purpose = PlainText(label=_("What is it for?"), max_length=240, required=False, widget=TWO_LINES)
    visibility = forms.ChoiceField(
        label=_("Who can read it?"),
        widget=Options,
        initial=SpaceVisibility.MEMBERS,
        choices=[
            (
                SpaceVisibility.PUBLIC,
                Explained(
                    _("Anyone"), _("Without signing in; search engines too. In a private community: its members.")
                ),
            ),
            (SpaceVisibility.MEMBERS, Explained(_("Members"), _("Everyone with a place here, guests too."))),
            (
                SpaceVisibility.GROUP,
                Explained(_("A group"), _("A few named people, you among them. Not even other stewards.")),
            ),
        ],
    )
    in_letters = forms.ChoiceField(
        label=_("What do letters say?"),
        widget=Options,
        required=False,
        initial=InLetters.WORDS,
        choices=[
            (
                InLetters.WORDS,
                Explained(_("What was written"), _("Whoever wants to hear of it by mail reads it there.")),
            ),
            (
                InLetters.NOTICE,
                Explained(
                    _("Only that there is something new"),
                    _("Without a word of it, and without names; one reads it in the house."),
                ),
            ),
        ],
    )

    def clean_in_letters(self) -> str | None:
        """Nothing chosen leaves it as it is."""
        return self.cleaned_data["in_letters"] or None


class SeatForm(Form):
    """Who gets a seat in a group."""

    person = forms.TypedChoiceField(label=_("Who?"), coerce=int)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]
