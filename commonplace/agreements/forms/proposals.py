"""What somebody proposes, answers and says, and how a charter is changed from now on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commonplace.communities.charter.ways import FEWEST_DAYS, MOST_ANSWERS, MOST_DAYS, By, Way
from commonplace.lib.days import end_in_utc
from commonplace.ui.forms import Day, Form, Markdown, OnceForm, Options, PlainText

QUORUM = {
    "min_value": _("One at least."),
    "max_value": _("That is more than a community can gather."),
    "invalid": _("Say a whole number."),
}
DAYS = {
    "min_value": _("Three days at least, so that whoever works nights has read it."),
    "max_value": _("Sixty days at most: what takes longer is forgotten."),
    "invalid": _("Say a whole number."),
}


class WayForm(Form):
    """How the charter is changed: who decides, from how many answers on, and after how many days."""

    decided_by = forms.ChoiceField(label=_("Who changes it?"), choices=By.choices, widget=Options)
    quorum = forms.IntegerField(
        label=_("How many have to answer?"),
        min_value=1,
        max_value=MOST_ANSWERS,
        help_text=_("With fewer answers nothing changes. A third of those who come is a good beginning."),
        error_messages=QUORUM,
    )
    days = forms.IntegerField(
        label=_("For how many days is it talked about, at least?"),
        min_value=FEWEST_DAYS,
        max_value=MOST_DAYS,
        help_text=_("Two weeks are usual."),
        error_messages=DAYS,
    )

    @property
    def way(self) -> Way:
        """What was said."""
        said = self.cleaned_data
        return Way(By(said["decided_by"]), said["quorum"], said["days"])

    @property
    def words(self) -> str:
        """The same as the charter keeps it."""
        return self.way.written

    @staticmethod
    def of(way: Way) -> dict[str, Any]:
        """What the form begins with."""
        return {"decided_by": way.by, "quorum": way.quorum, "days": way.days}


class _Until(OnceForm):
    """What a proposal says besides its words; `least` is how many days the charter asks for."""

    title = PlainText(label=_("What changes, in a line"), max_length=240)
    why = PlainText(
        label=_("Why"),
        max_length=2000,
        multiline=True,
        help_text=_("What happened that these words would have helped with?"),
    )
    until = forms.DateField(
        label=_("Until which day is it talked about?"),
        widget=Day(),
        help_text=_("After that day the answers are counted, and it is decided as the charter says."),
        error_messages={"required": _("Say a day."), "invalid": _("That is no day of the calendar.")},
    )

    def __init__(self, *args: Any, least: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.least = least

    def clean_until(self) -> date:
        """As long as the charter asks for, and not for ever."""
        until, today = self.cleaned_data["until"], timezone.now().date()
        if until < today + timedelta(days=self.least):
            words = ngettext(
                "The charter asks for %(n)d day at least.", "The charter asks for %(n)d days at least.", self.least
            )
            raise forms.ValidationError(words % {"n": self.least})
        if until > today + timedelta(days=MOST_DAYS):
            raise forms.ValidationError(DAYS["max_value"])
        return cast(date, until)

    @property
    def ends_at(self) -> datetime:
        """The end of that day, in UTC."""
        return end_in_utc(self.cleaned_data["until"])


class WordsForm(_Until):
    """Other words for a section."""

    words = Markdown(
        label=_("The words, as they would stand"),
        max_length=8000,
        required=False,
        help_text=_("The whole section. What you take out is shown as taken out; left empty, the section goes."),
    )
    field_order = ("words", "title", "why", "until")

    def __init__(self, *args: Any, switched_on: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _switch_on(self, switched_on)

    @property
    def proposed(self) -> str:
        """What would stand."""
        return str(self.cleaned_data["words"])


class OtherWayForm(WayForm, _Until):
    """Another way in which the charter is changed."""

    field_order = ("decided_by", "quorum", "days", "title", "why", "until")

    @property
    def proposed(self) -> str:
        """What would stand."""
        return self.words


class _Reading(Form):
    """Which wording, and which charter, was on the page."""

    on = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10_000, required=False)
    on_revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10_000_000, required=False)
    summary = PlainText(
        label=_("What became another, and for whom"),
        max_length=240,
        help_text=_("Whoever objected reads here what was taken in."),
    )


class RewordForm(_Reading):
    """Another wording of a section's words."""

    words = Markdown(label=_("The words, as they would stand"), max_length=8000, required=False)
    field_order = ("words", "summary")

    def __init__(self, *args: Any, switched_on: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _switch_on(self, switched_on)

    @property
    def proposed(self) -> str:
        """What would stand."""
        return str(self.cleaned_data["words"])


class RewordWayForm(WayForm, _Reading):
    """Another wording of how the charter is changed."""

    field_order = ("decided_by", "quorum", "days", "summary")

    @property
    def proposed(self) -> str:
        """What would stand."""
        return self.words


def _switch_on(form: Form, switched_on: Collection[str]) -> None:
    words = form.fields["words"]
    assert isinstance(words, Markdown)  # declared above
    words.switched_on = switched_on


class AnswerForm(Form):
    """What a member answers, and why."""

    says = forms.ChoiceField(label=_("Your answer"), widget=Options)
    words = PlainText(
        label=_("In your words"),
        max_length=2000,
        multiline=True,
        required=False,
        help_text=_(
            "Words stand here with your name as soon as you send them, and are kept beside what is decided. Without"
            " words nobody is told what you answered, only how many did."
        ),
    )
    on = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10_000, required=False)

    def __init__(self, *args: Any, answers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        says = self.fields["says"]
        assert isinstance(says, forms.ChoiceField)  # declared above
        says.choices = answers


class RemarkForm(OnceForm):
    """What somebody says about a proposal."""

    words = PlainText(
        label=_("What would you like to say to it?"),
        max_length=4000,
        multiline=True,
        error_messages={"required": _("It has no words yet. One sentence is enough.")},
    )


class ReplyForm(Form):
    """What became of an objection."""

    words = PlainText(
        label=_("What became of it"),
        max_length=2000,
        multiline=True,
        help_text=_("What another wording took in, or why it did not. The objection stands until its author says so."),
        error_messages={"required": _("It has no words yet. One sentence is enough.")},
    )
