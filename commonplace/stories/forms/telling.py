"""What somebody tells: a step, what a story is called, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.conversations.forms.begun import Begun
from commonplace.stories.actions.telling import Words
from commonplace.stories.models import Cycle, Kind, Step, Worth
from commonplace.stories.models.story import MOST_TITLE, MOST_WORDS
from commonplace.ui.forms import Choice, Day, Explained, Form, Markdown, OnceForm, Options, PlainText

# What is kept of a form that is half typed.
DRAFTED = ("text", "cycle", "kind", "worth", "happened", "checked_with", "checked_on")
BEGUN = ("teller", "title", *DRAFTED, "lead")
SAID = ("title", "text", "checked_with")

_HAPPENED = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?", re.ASCII)


class StepForm(OnceForm, Begun):
    """One step: which question it answers, in which words, whether it happened, and whether it did good."""

    cycle = forms.ChoiceField(
        label=_("What does it answer?"),
        choices=[(one.value, Explained(one.asks, one.label)) for one in Cycle],
        widget=Options(two=True),
        initial=Cycle.IMMEDIATE,
    )
    text = Markdown(
        label=_("In your words"),
        max_length=MOST_WORDS,
        error_messages={"required": _("It has no words yet. One sentence is enough.")},
    )
    kind = forms.ChoiceField(label=_("Has it happened?"), choices=Kind.choices, widget=Choice, initial=Kind.ACCOUNT)
    worth = forms.ChoiceField(
        label=_("Of what value was it?"), choices=Worth.choices, widget=Choice, initial=Worth.POSITIVE
    )
    happened = PlainText(
        label=_("When was it?"),
        max_length=10,
        required=False,
        help_text=_("A month or a day, as far as you know: 2026-02, or 2026-02-14."),
    )
    checked_with = PlainText(
        label=_("Who looked whether it is so?"),
        max_length=160,
        required=False,
        help_text=_("Nobody has to. “The crew”, “our metering office”: say no names that you were not allowed to."),
    )
    checked_on = forms.DateField(
        label=_("When did they?"),
        widget=Day(),
        required=False,
        error_messages={"invalid": _("That is no day of the calendar.")},
    )

    def __init__(self, *args: Any, switched_on: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = self.fields["text"]
        assert isinstance(text, Markdown)  # declared above
        text.switched_on = switched_on

    def clean_happened(self) -> str:
        """A month or a day of the calendar, not in the future."""
        said = str(self.cleaned_data["happened"])
        if not said:
            return ""
        found = _HAPPENED.fullmatch(said)
        try:
            day = date(int(found[1]), int(found[2]), int(found[3] or 1)) if found else None
        except ValueError:
            day = None
        if day is None:
            raise forms.ValidationError(_("Write the year first: 2026-02, or 2026-02-14."))
        if day > timezone.localdate():
            raise forms.ValidationError(_("That is still to come. Say above that you hope for it."))
        return said

    def clean_checked_on(self) -> date | None:
        """What is checked was checked."""
        day: date | None = self.cleaned_data["checked_on"]
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError(_("That day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("checked_on") and not data.get("checked_with") and "checked_with" not in self.errors:
            self.add_error("checked_with", _("Say who looked, or leave the day empty."))
        return data

    @property
    def words(self) -> Words:
        """What was said."""
        said = self.cleaned_data
        return Words(
            said["cycle"],
            said["text"],
            said["kind"],
            said["worth"],
            said["happened"],
            said["checked_with"],
            said["checked_on"],
        )

    @staticmethod
    def of(step: Step) -> dict[str, Any]:
        """What the form begins with."""
        return {
            "cycle": step.cycle,
            "text": step.words,
            "kind": step.kind,
            "worth": step.worth,
            "happened": step.happened,
            "checked_with": step.checked_with,
            "checked_on": step.checked_on,
        }


class BeginForm(StepForm):
    """A story with its first step, and whose it is."""

    title = PlainText(
        label=_("What would you call it?"),
        max_length=MOST_TITLE,
        required=False,
        help_text=_("A few words, or nothing for now."),
    )
    teller = forms.ChoiceField(
        label=_("Whose story is it?"),
        required=False,
        help_text=_("Of what somebody else told you, nobody reads a word before they have said that it is theirs."),
    )
    lead = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("teller", "cycle", "text", "kind", "worth", "title", "happened", "checked_with", "checked_on")

    def __init__(self, *args: Any, tellers: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["teller"]
        assert isinstance(field, forms.ChoiceField)  # declared above
        field.choices = [("", _("Mine")), *((str(pk), name) for pk, name in tellers)]


class NameForm(Form):
    """What it is called, whether its teller is named, and whether it is told to its end."""

    title = PlainText(label=_("What would you call it?"), max_length=MOST_TITLE, required=False)
    is_nameless = forms.BooleanField(
        label=_("Tell it without my name"),
        required=False,
        help_text=_("Readers see “a member, who asked not to be named”. Your words may still give you away."),
    )
    is_told = forms.BooleanField(
        label=_("It is told to its end"),
        required=False,
        help_text=_("Half a story is worth keeping, too: the ending may come later."),
    )


class LinkForm(Form):
    """What a step points at, by its address."""

    link = PlainText(
        label=_("Where does it stand?"),
        max_length=300,
        help_text=_("The address of a gathering, an answer, something kept or a person’s page, from this community."),
    )
