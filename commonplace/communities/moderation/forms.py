"""What is asked of whoever flags, holds, lets go or appeals: a measure perhaps, and always a reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.communities.models import Hold
from commonplace.communities.reasons.forms import ReasonForm
from commonplace.ui.forms import Explained, Form, Options, PlainText

ONE_LINE = 400


class FlagForm(Form):
    """Why something should be looked at."""

    why = PlainText(
        label=_("What should a steward know?"),
        max_length=ONE_LINE,
        multiline=True,
        help_text=_("Stewards read this. Nobody is told that it came from you, stewards neither."),
    )


class HoldForm(ReasonForm):
    """Held for a look or hidden for good, and why."""

    measure = forms.ChoiceField(
        label=_("How far?"),
        widget=Options,
        initial=Hold.Measure.HELD,
        choices=[
            (
                Hold.Measure.HELD,
                Explained(
                    _("Hold it back for a look"), _("While you talk it over with its author or with each other.")
                ),
            ),
            (
                Hold.Measure.HIDDEN,
                Explained(_("Hide it"), _("It is not meant to come back. The author may still appeal.")),
            ),
        ],
    )
    why = PlainText(
        label=_("Why?"),
        max_length=ONE_LINE,
        multiline=True,
        help_text=_(
            "The author reads this, and it stands in the log, for whoever may come in here. Name nobody in it."
        ),
    )


class ReleaseForm(ReasonForm):
    """Why it may be read again."""

    why = PlainText(
        label=_("Why may it be read again?"),
        max_length=ONE_LINE,
        help_text=_("It stands in the log, for whoever may come in here. Name nobody in it."),
    )


class SeveralForm(ReasonForm):
    """Things of one person to decide about together; `shown` are those that the page shows, in a word each."""

    things = forms.MultipleChoiceField(label=_("What it is about"), error_messages={"required": _("Tick some first.")})
    why = PlainText(
        label=_("Why?"),
        max_length=ONE_LINE,
        multiline=True,
        help_text=_(
            "One reason for all that is ticked. The author reads it in one letter, and it stands in the log, for"
            " whoever may come in here. Name nobody in it."
        ),
    )

    def __init__(self, *args: Any, shown: Iterable[str], needs_why: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["things"]
        assert isinstance(field, forms.MultipleChoiceField)  # declared above
        field.choices = [(one, one) for one in shown]
        if not needs_why:
            self.must_say = self.fields["why"].required = False

    @property
    def keys(self) -> list[tuple[str, int]]:
        """What was ticked, by kind and key."""
        pairs = (one.rpartition(":") for one in self.cleaned_data["things"])
        return [(kind, int(pk)) for kind, _colon, pk in pairs]


class AppealForm(Form):
    """One line by the author."""

    words = PlainText(
        label=_("In one line: why should it be looked at again?"),
        max_length=ONE_LINE,
        help_text=_("Stewards read it. It does not stand in the log."),
    )
