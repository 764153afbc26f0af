"""What a community asks, what a sponsor answers, and what changed since."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.lib.small_numbers import few_people_in
from commonplace.sponsorship.models.requests import ANSWERS, Says
from commonplace.ui.forms import Day, Explained, Form, OnceForm, Options, PlainText

FARTHEST_YEARS = 5


def told_of_few(words: str) -> str:
    """The words; a form refuses those that count fewer than five people, of whom each could be known by them."""
    if few := few_people_in(words):
        raise ValidationError(
            _("“%(few)s”: of fewer than five people no number is told here. Say “some”."), params={"few": few}
        )
    return words


class RequestForm(OnceForm):
    """What is asked, why, what it would change, and by when."""

    title = PlainText(
        label=_("What do you ask of your sponsor?"),
        max_length=160,
        help_text=_("In a line that they can answer: Let crews stay on the clock for the hour."),
        error_messages={"required": _("Say in a line what you ask.")},
    )
    why = PlainText(
        label=_("Why"),
        max_length=1200,
        multiline=True,
        help_text=_("What stands in the way, and for whom. Name nobody: say “some of us”."),
        error_messages={"required": _("Say what stands in the way. Two sentences are enough.")},
    )
    would_change = PlainText(
        label=_("What would it change?"),
        max_length=800,
        multiline=True,
        required=False,
        help_text=_("So that you can look back later, and say whether it did."),
    )
    by_when = forms.DateField(
        label=_("By when would an answer help?"),
        required=False,
        widget=Day(),
        error_messages={"invalid": _("Say a day.")},
    )

    def clean_title(self) -> str:
        """No number of a few people."""
        return told_of_few(self.cleaned_data["title"])

    def clean_why(self) -> str:
        """No number of a few people."""
        return told_of_few(self.cleaned_data["why"])

    def clean_would_change(self) -> str:
        """No number of a few people."""
        return told_of_few(self.cleaned_data["would_change"])

    def clean_by_when(self) -> date | None:
        """A day to come that somebody here will see."""
        day: date | None = self.cleaned_data["by_when"]
        today = timezone.localdate()
        if day is not None and day < today:
            raise ValidationError(_("That day is over."))
        if day is not None and day.year > today.year + FARTHEST_YEARS:
            raise ValidationError(_("That is farther off than anybody here can see."))
        return day


class ReadForm(Form):
    """Something that is said on a request, having read so many turns of it."""

    on = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1000)


class AnswerForm(ReadForm):
    """A sponsor’s answer, in words."""

    says = forms.ChoiceField(
        label=_("Your answer"),
        widget=Options(two=True),
        choices=[
            (
                one.value,
                Explained(
                    one.label,
                    {
                        Says.YES: _("You do it, or see to it."),
                        Says.PART: _("Some of it. Say which."),
                        Says.LATER: _("Not now. Say when you look at it again."),
                        Says.NO: _("Say why: a no with a reason helps more than none."),
                    }[one],
                ),
            )
            for one in ANSWERS
        ],
        error_messages={"required": _("Choose one of the four.")},
    )
    words = PlainText(
        label=_("In your words"),
        max_length=1200,
        multiline=True,
        error_messages={"required": _("Say it in a sentence, for everyone who waits for it.")},
    )


class ChangeForm(ReadForm):
    """What changed since."""

    words = PlainText(
        label=_("What changed since, or did not?"),
        max_length=1200,
        multiline=True,
        help_text=_("It is read by all members and by your sponsors."),
        error_messages={"required": _("Say it in a sentence; that nothing changed is one, too.")},
    )

    def clean_words(self) -> str:
        """No number of a few people."""
        return told_of_few(self.cleaned_data["words"])


class WithdrawForm(Form):
    """Why it is asked no more."""

    why = PlainText(label=_("Why do you ask it no more?"), max_length=400, required=False)

    def clean_why(self) -> str:
        """No number of a few people."""
        return told_of_few(self.cleaned_data["why"])
