"""How it begins, on which dates, and what became of the sketch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.launch.models import How, Issue, Step
from commonplace.launch.planned import PLANNED
from commonplace.people.zone_field import ZoneField
from commonplace.ui.forms import Day, Explained, Form, Hour, Options, PlainText

AHEAD = timedelta(days=366)


class StartForm(Form):
    """A launch gathering, or a quiet start on one issue."""

    how = forms.ChoiceField(
        label=_("Which of the two?"),
        choices=[
            (
                How.GATHERING,
                Explained(
                    How.GATHERING.label,
                    _(
                        "One evening, everyone named so far, a case on the table, the next date already set. Good when"
                        " a host wants to be seen behind it. It costs about three weeks."
                    ),
                ),
            ),
            (
                How.QUIET,
                Explained(
                    How.QUIET.label,
                    _(
                        "One thing that keeps several awake, six people, three dates; the others are told afterwards."
                        " Good when people are shy of being seen. It costs an evening."
                    ),
                ),
            ),
        ],
        widget=Options(two=True),
        error_messages={"required": _("Choose one of the two. You can choose otherwise until it has begun.")},
    )
    issue = forms.TypedChoiceField(
        label=_("On which issue, if it is a quiet start?"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, issues: Sequence[Issue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["issue"]
        assert isinstance(field, forms.TypedChoiceField)  # declared above
        field.choices = [("", "–"), *((one.pk, one.name) for one in issues)]

    def clean(self) -> None:
        """A quiet start is on an issue."""
        super().clean()
        said = self.cleaned_data
        if said.get("how") == How.QUIET and not said.get("issue") and "issue" not in self.errors:
            self.add_error("issue", _("On which issue? Gather what people spoke of first, if none is named yet."))


class DatesForm(Form):
    """The first three dates."""

    title = PlainText(
        label=_("What is it called?"), max_length=200, error_messages={"required": _("A few words will do.")}
    )
    on = forms.DateField(
        label=_("On which day first?"),
        widget=Day,
        error_messages={"required": _("It has no day yet."), "invalid": _("That is no day.")},
    )

    def clean_on(self) -> date:
        """A day of the next twelve months."""
        on: date = self.cleaned_data["on"]
        if not timezone.localdate() <= on <= timezone.localdate() + AHEAD:
            raise forms.ValidationError(_("Choose a day between today and a year from now."))
        return on

    hour = forms.TimeField(
        label=_("At what time?"),
        widget=Hour,
        error_messages={"required": _("It has no hour yet."), "invalid": _("That is no hour.")},
    )
    zone = ZoneField(label=_("By the clock of which town?"))
    weeks = forms.TypedChoiceField(
        label=_("And again"),
        coerce=int,
        choices=[(1, _("every week")), (2, _("every two weeks")), (4, _("every four weeks"))],
        initial=2,
    )


class DaysForm(Form):
    """What became of each line of the sketch."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, planned in PLANNED.items():
            choices = [("", _("open")), *Step.State.choices]
            self.fields[code] = forms.ChoiceField(label=str(planned.line), choices=choices, required=False)
