"""What a sponsor says without being asked, what is answered to an offer, and what is said in brief."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.sponsorship.forms.asking import told_of_few
from commonplace.sponsorship.models import Saying
from commonplace.sponsorship.models.sayings import MOST_LINES
from commonplace.ui.forms import Choice, Form, OnceForm, PlainText

LABELS = {
    Saying.Kind.THANKS: _("Your thanks, in a sentence"),
    Saying.Kind.OFFER: _("What you offer, and on which terms"),
    Saying.Kind.MATTERS: _("What matters to you this year"),
}
HELP = {
    Saying.Kind.THANKS: _("It stands on the community’s page for a month, and in its next letter."),
    Saying.Kind.OFFER: _("Stewards take it up, or decline it with thanks. An offer binds nobody to anything."),
    Saying.Kind.MATTERS: _("What would help your organisation. It is read, and it is no task."),
}
MOST = {Saying.Kind.THANKS: 240, Saying.Kind.OFFER: 600, Saying.Kind.MATTERS: 600}


class SayForm(OnceForm):
    """Thanks, an offer, or what matters; of an offer also what it is."""

    what = forms.ChoiceField(label=_("What is it?"), choices=Saying.What, error_messages={"required": _("Say which.")})
    words = PlainText(
        label="", max_length=600, multiline=True, error_messages={"required": _("One sentence is enough.")}
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of = Saying.Kind(kind)
        if of != Saying.Kind.OFFER:
            del self.fields["what"]
        self.fields["words"] = PlainText(
            label=LABELS[of],
            help_text=HELP[of],
            max_length=MOST[of],
            multiline=of != Saying.Kind.THANKS,
            error_messages={"required": _("One sentence is enough.")},
        )


class OfferForm(Form):
    """Whether an offer is taken up, and what is said to it."""

    taken = forms.ChoiceField(
        label=_("Will you take it up?"),
        widget=Choice(),
        choices=[("yes", _("We take it up")), ("no", _("Thank you, not now"))],
        error_messages={"required": _("Choose one of the two.")},
    )
    reply = PlainText(
        label=_("A word to them"),
        max_length=600,
        error_messages={"required": _("A sentence of thanks, at the least.")},
    )

    def clean_reply(self) -> str:
        """No number of a few people."""
        return told_of_few(self.cleaned_data["reply"])


class BriefForm(Form):
    """Three lines at most, each with how it is known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_LINES + 1):
            self.fields[f"lead_{number}"] = PlainText(
                label=_("In large letters"), max_length=24, required=False, help_text=_("212 hours; 47 times; Safer")
            )
            self.fields[f"words_{number}"] = PlainText(
                label=_("What that is, in a sentence"), max_length=160, required=number == 1
            )
            self.fields[f"how_{number}"] = PlainText(
                label=_("How we know"),
                max_length=160,
                required=False,
                help_text=_("Counted, measured where, told by whom, checked with whom"),
            )

    def clean(self) -> dict[str, Any]:
        """Each line that says something says how it is known, and counts no few people."""
        said = dict(super().clean() or self.cleaned_data)
        for number in range(1, MOST_LINES + 1):
            for name in ("lead", "words", "how"):
                field = f"{name}_{number}"
                try:
                    told_of_few(said.get(field, ""))
                except forms.ValidationError as refused:
                    self.add_error(field, refused)
            if said.get(f"lead_{number}") and not said.get(f"words_{number}"):
                self.add_error(f"words_{number}", _("What is that? Say it in a sentence."))
            if said.get(f"words_{number}") and not said.get(f"how_{number}"):
                self.add_error(f"how_{number}", _("A sponsor asks this first. Told by a member is an answer, too."))
        return self.cleaned_data

    @property
    def lines(self) -> list[dict[str, str]]:
        """The lines that say something."""
        found = [
            {name: self.cleaned_data.get(f"{name}_{number}", "") for name in ("lead", "words", "how")}
            for number in range(1, MOST_LINES + 1)
        ]
        return [one for one in found if one["words"]]

    @staticmethod
    def begun_with(lines: list[dict[str, str]]) -> dict[str, str]:
        """The fields as they stand for these lines."""
        return {f"{name}_{n}": words for n, line in enumerate(lines, 1) for name, words in line.items()}
