"""What is asked of whoever opens or changes a space, and who gets a seat in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from commonplace.communities.doors import SEALED_FOR, Confidence, InLetters, SpaceVisibility
from commonplace.ui.forms import Explained, Form, Options, PlainText

# A line that is too long for one; what comes of it is one line all the same.
TWO_LINES = forms.Textarea(attrs={"rows": 2})

NOT_FOR_ANYONE = _("What anyone can read is said in no confidence. Let members read it, or a group.")
SAID_UNDER_ANOTHER_WORD = _(
    "People have spoken here under the word that it has: that grows no looser, and what they said is not to go."
    " Open another space."
)


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
                SpaceVisibility.NEUTRAL,
                Explained(
                    _("Neutral ground"),
                    _(
                        "Members, but no sponsors and nobody who leads people here: the space is not there for them,"
                        " stewards included."
                    ),
                ),
            ),
            (
                SpaceVisibility.GROUP,
                Explained(_("A group"), _("A few named people, you among them. Not even other stewards.")),
            ),
        ],
    )
    confidence = forms.ChoiceField(
        label=_("What may be told of what is said there?"),
        widget=Options,
        required=False,
        initial=Confidence.ORDINARY,
        choices=[
            (
                Confidence.ORDINARY,
                Explained(_("It may be quoted, with names"), _("By whoever reads it. So most spaces are.")),
            ),
            (
                Confidence.CHATHAM,
                Explained(
                    _("What was said, not who said it: Chatham House"),
                    _(
                        "Whoever reads the space sees names. Outside it nobody does: letters, feeds and calendars"
                        " say only that something is new, programs and exports get no names."
                    ),
                ),
            ),
            (
                Confidence.SEALED,
                Explained(
                    _("Nothing: sealed"),
                    format_lazy(
                        _(
                            "As under Chatham House, and besides what was said goes {days} days after it was said, for"
                            " good; programs and exports get no word of it, and no mail comes in. What people let be"
                            " kept stays, where it is kept."
                        ),
                        days=SEALED_FOR.days,
                    ),
                ),
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
                Explained(
                    _("What was written"),
                    _("Whoever wants to hear of it by mail reads it there. Under Chatham House and sealed never."),
                ),
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

    def __init__(self, *args: Any, is_in_confidence: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_in_confidence:
            # Letters say only that something is new, whatever was chosen: there is nothing to choose.
            del self.fields["in_letters"]

    def clean(self) -> None:
        """What anyone can read is said in no confidence, and of what is in confidence no letter says a word."""
        close = self.cleaned_data.get("confidence") or Confidence.ORDINARY
        if close != Confidence.ORDINARY and "in_letters" in self.fields:
            self.cleaned_data["in_letters"] = InLetters.NOTICE
        if self.cleaned_data.get("visibility") == SpaceVisibility.PUBLIC and close != Confidence.ORDINARY:
            self.add_error("confidence", NOT_FOR_ANYONE)

    def clean_confidence(self) -> str | None:
        """Nothing chosen leaves it as it is."""
        return self.cleaned_data["confidence"] or None

    def clean_in_letters(self) -> str | None:
        """Nothing chosen leaves it as it is."""
        return self.cleaned_data["in_letters"] or None


class SeatForm(Form):
    """Who gets a seat in a group."""

    person = forms.TypedChoiceField(label=_("Who?"), coerce=int)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", _("Choose somebody")), *people]  # type: ignore[attr-defined]
