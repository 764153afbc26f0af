"""What is looked at, and where it shows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.ui.forms import Choice, Explained, Form, Options, PlainText
from commonplace.value.actions.indicators import Looked
from commonplace.value.cycles import ASKS, Cycle, Horizon, Whose
from commonplace.value.measures import MEASURES
from commonplace.value.models import MOST_NAME, MOST_SOURCE, MOST_UNIT, Indicator, Source
from commonplace.value.models.indicator import MOST_QUESTION

WRONG = {"invalid_choice": _("That is no longer one of the choices. Please choose again.")}
HOWS = (
    (Source.COUNTED, Explained(_("The house counts it"), _("From what was done here, once each quarter."))),
    (Source.ASKED, Explained(_("Members are asked"), _("One sentence, now and then, kept without a name."))),
    (Source.BY_HAND, Explained(_("We enter it"), _("A number from elsewhere, with its source."))),
)


def _measures() -> list[tuple[str, Any]]:
    return [("", _("Choose what is counted")), *((one.code, one.name) for one in MEASURES)]


class PlacedForm(Form):
    """Its name, and where it shows."""

    name = PlainText(
        label=_("What do you look at?"),
        max_length=MOST_NAME,
        help_text=_("In a few words, such as “Hours of leaking saved”."),
        error_messages={"required": _("It has no name yet.")},
    )
    cycle = forms.ChoiceField(
        label=_("Where does it show?"),
        choices=[(one.value, Explained(one.label, ASKS[one])) for one in Cycle],
        widget=Options(two=True),
        error_messages={**WRONG, "required": _("Choose where it shows.")},
    )
    horizon = forms.ChoiceField(
        label=_("How soon?"),
        choices=Horizon.choices,
        widget=Choice(),
        error_messages={**WRONG, "required": _("Choose how soon it shows.")},
    )
    whose = forms.ChoiceField(
        label=_("For whom?"),
        choices=Whose.choices,
        widget=Choice(),
        error_messages={**WRONG, "required": _("Choose for whom it is worth something.")},
    )

    @classmethod
    def of(cls, indicator: Indicator) -> PlacedForm:
        """As it stands."""
        return cls(initial={name: getattr(indicator, name) for name in ("name", "cycle", "horizon", "whose")})

    @property
    def placed(self) -> dict[str, Any]:
        """The four of them."""
        data = self.cleaned_data
        return {
            "name": data["name"],
            "cycle": Cycle(data["cycle"]),
            "horizon": Horizon(data["horizon"]),
            "whose": Whose(data["whose"]),
        }


class LookedForm(PlacedForm):
    """Something to look at, with how it is known."""

    source = forms.ChoiceField(
        label=_("How shall we know?"),
        choices=HOWS,
        widget=Options(),
        error_messages={**WRONG, "required": _("Choose how we shall know.")},
    )
    measure = forms.ChoiceField(
        label=_("What is counted?"),
        choices=_measures,
        required=False,
        help_text=_("Only where the house counts it."),
        error_messages=WRONG,
    )
    question = PlainText(
        label=_("The sentence that members are asked"),
        max_length=MOST_QUESTION,
        required=False,
        help_text=_("Only where members are asked: a sentence that is more or less true of each."),
    )
    unit = PlainText(
        label=_("In which unit?"),
        max_length=MOST_UNIT,
        required=False,
        help_text=_("Only where we enter it, such as “hours” or “visits”."),
    )

    def clean(self) -> None:
        """Each way to know has one thing more to say, and the others are left aside."""
        super().clean()
        missing = {
            Source.COUNTED: ("measure", _("Choose what is counted.")),
            Source.ASKED: ("question", _("Write the sentence that members are asked.")),
            Source.BY_HAND: ("unit", _("Say in which unit.")),
        }
        source = self.cleaned_data.get("source")
        if source:
            name, words = missing[Source(source)]
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, words)

    @property
    def looked(self) -> Looked:
        """What was written, without what belongs to another way to know."""
        data, source = self.cleaned_data, self.cleaned_data["source"]
        return Looked(
            **self.placed,
            measure=data["measure"] if source == Source.COUNTED else "",
            question=data["question"] if source == Source.ASKED else "",
            unit=data["unit"] if source == Source.BY_HAND else "",
        )


class UnitForm(Form):
    """Another unit from now on, and why."""

    unit = PlainText(
        label=_("The unit from now on"),
        max_length=MOST_UNIT,
        error_messages={"required": _("Say in which unit.")},
    )
    note = PlainText(
        label=_("Why it is another"),
        max_length=MOST_SOURCE,
        help_text=_("It stands between the numbers before and after, which are never added or compared."),
        error_messages={"required": _("One sentence on why, for whoever reads both.")},
    )
