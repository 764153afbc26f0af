"""What a steward asks, what stands on a sheet, and what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from secrets import token_urlsafe
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonplace.fitness.actions.answering import Words
from commonplace.fitness.actions.opening import LONGEST, SHORTEST
from commonplace.fitness.instruments import INSTRUMENTS, MOST_OWN, OWN, STEPS, TITLES, Circle, Item
from commonplace.fitness.models import Round
from commonplace.gatherings.models import Gathering
from commonplace.ui.forms import Day, Explained, Form, Options, PlainText, Ticks

WRONG = {"invalid_choice": _("That is no longer one of the choices. Please choose again.")}
LONGEST_QUESTION = 200
ROUND_ABOUT = {
    Circle.CORE: _("The core group: stewards, and whoever holds a role"),
    Circle.HOST: _("The host’s side: sponsors, and whoever has a link"),
    Circle.OUTSIDE: _("People who did not join, by a link"),
}


class OpeningForm(Form):
    """Which instrument, which circles, and until when."""

    instrument = forms.ChoiceField(
        label=_("What shall be asked?"),
        choices=[
            *((one.code, Explained(one.title, one.line)) for one in INSTRUMENTS.values()),
            (OWN, Explained(TITLES[OWN], _("Up to nine sentences that you write below, one on each line."))),
        ],
        widget=Options(),
        error_messages={**WRONG, "required": _("Choose what is asked.")},
    )
    questions = PlainText(
        label=_("Our own questions"),
        max_length=MOST_OWN * LONGEST_QUESTION,
        multiline=True,
        required=False,
        help_text=_("Only for questions of your own. Each line is a sentence that is more or less true."),
    )
    circles = forms.MultipleChoiceField(
        label=_("Who is told apart from the members?"),
        choices=list(ROUND_ABOUT.items()),
        widget=Ticks(),
        required=False,
        help_text=_("Of fewer than five nothing is told. A core group that small answers among the members."),
        error_messages=WRONG,
    )
    until = forms.DateField(
        label=_("Until which day?"),
        widget=Day(),
        help_text=_("Two weeks are usual. Before that day nobody sees what came of it, nor how many answered."),
        error_messages={"required": _("Say a day."), "invalid": _("That is no day of the calendar.")},
    )

    by_letter = forms.BooleanField(
        label=_("Ask by letter"),
        required=False,
        help_text=_(
            "Everyone whom mail reaches gets a code for one sheet. Then this house itself cannot tell whose sheet is"
            " whose; but a letter that is lost cannot be sent again."
        ),
    )

    def clean_until(self) -> date:
        """It is open for a while."""
        until, today = self.cleaned_data["until"], timezone.now().date()
        if not SHORTEST <= until - today <= LONGEST:
            raise forms.ValidationError(_("Choose a day between tomorrow and sixty days from now."))
        return cast(date, until)

    def clean(self) -> None:
        """Questions of one's own are written, a few of them, and no two alike."""
        super().clean()
        if self.cleaned_data.get("instrument") != OWN or "questions" in self.errors:
            return
        lines = self.asked
        if not lines:
            self.add_error("questions", _("Write a sentence at least."))
        elif len(lines) > MOST_OWN:
            self.add_error("questions", _("Nine are the most: who is asked more answers less."))
        elif len({*lines}) < len(lines):
            self.add_error("questions", _("Two of them are the same."))
        elif any(len(line) > LONGEST_QUESTION for line in lines):
            self.add_error("questions", _("One of them is too long: 200 characters are the most."))

    @property
    def asked(self) -> list[str]:
        """The questions of one's own, where these are asked."""
        if self.cleaned_data.get("instrument") != OWN:
            return []
        return [line.strip() for line in self.cleaned_data.get("questions", "").splitlines() if line.strip()]

    @property
    def told_apart(self) -> list[Circle]:
        """The circles that are told apart."""
        return [Circle(one) for one in self.cleaned_data["circles"]]


class SheetForm(Form):
    """How far each sentence is true, or that one does not know, and a comment for each."""

    def __init__(self, *args: Any, opened: Round, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opened, self.circle = opened, circle
        self.fields["mark"] = forms.CharField(
            max_length=32, required=False, widget=forms.HiddenInput(), initial=token_urlsafe(12)
        )
        for item in self._items():
            self.fields[f"n_{item.code}"] = forms.TypedChoiceField(
                label=_("How far is that true?"),
                choices=[("", _("I do not know")), *STEPS.items()],
                coerce=int,
                empty_value=None,
                required=False,
                error_messages=WRONG,
            )
            self.fields[f"c_{item.code}"] = PlainText(
                label=_("A comment, if you like"),
                max_length=600,
                multiline=True,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def _items(self) -> list[Item]:
        return [item for item in self.opened.what.items if self.circle in item.asked]

    def parts(self) -> Iterator[tuple[str | Promise, list[tuple[Item, BoundField, BoundField]]]]:
        """Each part with its items and their two fields."""
        for part in self.opened.what.parts:
            items = [item for item in part.items if self.circle in item.asked]
            if items:
                yield part.title, [(item, self[f"n_{item.code}"], self[f"c_{item.code}"]) for item in items]

    def clean(self) -> None:
        """A sheet has a word on it."""
        super().clean()
        if not self.errors and not self.words.numbers and not self.words.comments:
            self.add_error(None, _("Nothing is said yet. One line is enough."))

    @property
    def words(self) -> Words:
        """What stands on it."""
        data: Mapping[str, Any] = self.cleaned_data
        codes = [item.code for item in self._items()]
        return Words(
            {code: data[f"n_{code}"] for code in codes if data.get(f"n_{code}") is not None},
            {code: data[f"c_{code}"] for code in codes if data.get(f"c_{code}")},
            data.get("mark", ""),
        )

    def typed(self) -> list[tuple[Item, str]]:
        """The comments as they were sent, for whoever comes too late to keep them."""
        return [(item, said) for item in self._items() if (said := str(self.data.get(f"c_{item.code}", "")).strip())]


class TalkForm(Form):
    """Which gathering that is called already talks about what."""

    gathering = forms.TypedChoiceField(label=_("Which gathering?"), coerce=int, error_messages=WRONG)
    item = forms.ChoiceField(label=_("About what?"), error_messages=WRONG)

    def __init__(self, *args: Any, gatherings: Mapping[int, str], items: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="id_talk_%s", **kwargs)
        for name, offered in (("gathering", gatherings), ("item", items)):
            cast(forms.ChoiceField, self.fields[name]).choices = list(offered.items())


class DecidingForm(Form):
    """What was decided, in a few lines."""

    words = PlainText(
        label=_("What was decided?"),
        max_length=1000,
        multiline=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who does what until when, or that it stays as it is. All members read it."),
    )
    gathering = forms.TypedChoiceField(
        label=_("Where was it decided?"), coerce=int, empty_value=None, required=False, error_messages=WRONG
    )

    def __init__(self, *args: Any, talks: Sequence[Gathering] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.talks = {one.pk: one for one in talks}
        if self.talks:
            where = cast(forms.TypedChoiceField, self.fields["gathering"])
            where.choices = [
                ("", _("at no gathering that was called for it")),
                *((pk, one.title) for pk, one in self.talks.items()),
            ]
        else:
            del self.fields["gathering"]

    @property
    def where(self) -> Gathering | None:
        """The gathering at which it was."""
        return self.talks.get(self.cleaned_data.get("gathering") or 0)


class SurveyForm(Form):
    """A survey that was made elsewhere, as a file."""

    name = PlainText(
        label=_("What is it called?"),
        max_length=200,
        required=False,
        help_text=_("As members will read it. Left empty, it is called as the file is."),
    )
    file = forms.FileField(
        label=_("The file"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
        help_text=_("CSV or XLSX: a row of questions, then a row for each who answered."),
        error_messages={
            "required": _("Choose the file of a survey."),
            "empty": _("There is nothing in this file."),
        },
    )
