"""What forms of a systematic scan take in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.lib.feeds.reading import LONGEST_LINK, LONGEST_TITLE, web_link
from commonplace.lib.markdown import MAX_SOURCE
from commonplace.lib.outward import NotOutward, check
from commonplace.ui.forms import Choice, Form, Markdown, OnceForm, PlainText, Searched, end_of
from commonplace.undertakings.actions.scanning import Terms
from commonplace.undertakings.forms.beginning import BeginForm, DayAheadField
from commonplace.undertakings.models import Scan

A_MOMENT = timedelta(seconds=1)
TITLE_ERRORS = {"required": _("Ask it in a line. “What changes around us in …?” is a beginning.")}


def rhythm_field() -> forms.ChoiceField:
    """How often notes are gathered."""
    return forms.ChoiceField(
        label=_("How often are the notes gathered?"),
        choices=Scan.Rhythm.choices,
        initial=Scan.Rhythm.FORTNIGHTLY,
        widget=Choice,
        help_text=_("By the slowest scout. “Nothing new this time” is an answer too."),
        error_messages={"required": _("Choose one of the three."), "invalid_choice": _("Choose one of the three.")},
    )


def turns_on_field() -> DayAheadField:
    """When they are gathered next."""
    return DayAheadField(label=_("On which day next?"), help_text=_("Scouts are reminded once, two days before."))


def until_field() -> DayAheadField:
    """When it ends, if it does."""
    return DayAheadField(
        label=_("Until when, if it has an end"),
        required=False,
        help_text=_("On that day it closes by itself. What was seen stays."),
    )


class ScanForm(BeginForm):
    """A scan as it begins."""

    title = PlainText(
        label=_("What is the question?"),
        max_length=200,
        help_text=_("“What changes around us in …?”"),
        error_messages=TITLE_ERRORS,
    )
    rhythm = rhythm_field()
    turns_on = turns_on_field()
    until = until_field()

    def terms(self) -> Terms:
        """What was said."""
        return terms_of(self.cleaned_data)


class ScanSetUpForm(Form):
    """The same once it is under way."""

    title = PlainText(label=_("What is the question?"), max_length=200, error_messages=TITLE_ERRORS)
    purpose = PlainText(label=_("What for, in one line"), max_length=400, required=False)
    rhythm = rhythm_field()
    turns_on = turns_on_field()
    until = until_field()

    def terms(self) -> Terms:
        """What was said."""
        return terms_of(self.cleaned_data)


def terms_of(said: dict[str, Any]) -> Terms:
    """What was said of a scan, its days as the moments at which they are over."""
    return Terms(
        title=said["title"],
        purpose=said["purpose"],
        rhythm=said["rhythm"],
        turns_at=end_of(said["turns_on"]),
        until=end_of(said["until"]) if said["until"] else None,
    )


def first_turn() -> Any:
    """The day that is offered for the first notes: in two weeks."""
    return timezone.localdate() + timedelta(days=14)


class SourceForm(OnceForm):
    """Something to look at: a feed, or a place with a word on where to look."""

    title = PlainText(
        label=_("What is it called?"),
        max_length=120,
        help_text=_("A journal, an office, a maker, a yearly meeting, a person who always knows."),
        error_messages={"required": _("It has no name yet.")},
    )
    address = PlainText(
        label=_("The address of its feed, if it has one"),
        max_length=1000,
        required=False,
        widget=forms.URLInput,
        help_text=_("Atom, RSS or JSON Feed. The house reads it every few hours, and only scouts see what it brings."),
    )
    where = PlainText(
        label=_("Where to look"),
        max_length=400,
        required=False,
        help_text=_("For what has no feed: which page, which shelf, whom to ring, and when."),
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["idempotency_key"]

    def clean_address(self) -> str:
        """An address that the house may ask; whatever its name leads to is looked at when it is asked."""
        said = str(self.cleaned_data["address"]).strip()
        if not said:
            return ""
        if said.lower().startswith("feed:"):
            said = said[5:].removeprefix("//")
        whole = said if "://" in said else f"https://{said}"
        try:
            check(whole, is_inside_too=settings.FEEDS_INSIDE)
        except NotOutward:
            raise forms.ValidationError(
                _("That is no address that the house may ask: https:// and a name, without a passphrase in it.")
            ) from None
        return whole

    def clean(self) -> dict[str, Any]:
        """One of the two: a feed, or where to look."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not said.get("where") and not said.get("address") and "address" not in self.errors:
            self.add_error("where", _("Say where a scout is to look, or give the address of a feed."))
        return said


class PassOnForm(OnceForm):
    """What is passed on, and why; of what a feed brought, only why."""

    title = PlainText(
        label=_("What is it?"),
        max_length=LONGEST_TITLE,
        error_messages={"required": _("Say in a few words what it is.")},
    )
    link = PlainText(
        label=_("Its address, if it has one"), max_length=LONGEST_LINK, required=False, widget=forms.URLInput
    )
    source = forms.TypedChoiceField(label=_("Where you found it"), required=False, coerce=int, empty_value=None)
    why = PlainText(
        label=_("Why it matters for us"),
        max_length=600,
        help_text=_("A few words. If they do not come by themselves, let it lie."),
        error_messages={"required": _("Say why it matters for us. If nothing comes, it can stay where it is.")},
    )
    topic = PlainText(label=_("Under which topic"), max_length=60, required=False)

    def __init__(
        self,
        *args: Any,
        sources: Sequence[tuple[int, str]] = (),
        topics: Callable[[], Iterable[str]],
        is_entry: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].widget = Searched(offered=topics)
        if is_entry:
            for name in ("title", "link", "source", "idempotency_key"):
                del self.fields[name]
            return
        field = self.fields["source"]
        assert isinstance(field, forms.TypedChoiceField)  # declared above
        field.choices = [("", _("Somewhere else")), *sources]

    def clean_link(self) -> str:
        """An address on the web, or none."""
        said = str(self.cleaned_data["link"]).strip()
        if not said:
            return ""
        link = web_link(said if "://" in said else f"https://{said}")
        if not link:
            raise forms.ValidationError(_("That is no address on the web."))
        return link


class NotesForm(Form):
    """What is made of a turn's notes, which is told once."""

    text = Markdown(
        label=_("The notes of the scan"),
        max_length=MAX_SOURCE,
        error_messages={"required": _("It has no words yet. One sentence is enough.")},
    )
