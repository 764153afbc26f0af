"""What forms of a mutual benchmark take in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonplace.ui.forms import Form, Markdown, Options, PlainText
from commonplace.undertakings import figures
from commonplace.undertakings.actions.comparing import Given, MeasureTerms
from commonplace.undertakings.forms.beginning import BeginForm
from commonplace.undertakings.models import Figure, Measure

QUESTION_ERRORS = {"required": _("Ask it in a line; what it is about stands or falls with the question.")}
TEXT_ERRORS = {"required": _("It has no words yet. One sentence is enough.")}


class FigureField(PlainText):
    """A number as English or Polish writes it; None where nothing is written."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": "12"})
        super().__init__(max_length=40, required=False, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        said = super().clean(value)
        if not said:
            return None
        try:
            return figures.read(said)
        except figures.TwoNumbers as two:
            meant = {"whole": two.args[0], "part": two.args[1]}
            raise forms.ValidationError(
                gettext("That is one number in English and another in Polish. Write %(whole)s or %(part)s.") % meant
            ) from None
        except figures.TooLong:
            raise forms.ValidationError(
                gettext("That has more digits than this table keeps: eleven before the point, four behind it.")
            ) from None
        except figures.NoNumber:
            raise forms.ValidationError(
                gettext("That is no number. Write it in figures, such as 12.5 or 12,5; the unit stands beside.")
            ) from None


def question_field(label: Any) -> PlainText:
    """The question that an undertaking turns on; it stands where other kinds say what for."""
    return PlainText(label=label, max_length=400, error_messages=QUESTION_ERRORS)


def speaks_for_field() -> PlainText:
    """For which unit or organisation somebody takes part."""
    return PlainText(
        label=_("For which unit or organisation?"),
        max_length=120,
        required=False,
        help_text=_("It stands behind your name, for those who take part alone."),
    )


class ComparisonForm(BeginForm):
    """A mutual benchmark as it begins."""

    field_order = ("title", "purpose", "period", "promise", "speaks_for", "space")
    purpose = question_field(_("What do you want to find out about one another?"))
    period = PlainText(
        label=_("Which time are the first numbers of?"),
        max_length=60,
        help_text=_("As you say it: 2026, the dry season. Others can follow."),
        error_messages={"required": _("Say which time, such as a year.")},
    )
    promise = PlainText(
        label=_("What do you promise one another?"),
        max_length=400,
        initial=_("No number leaves this group, and nobody is told who gave which."),
        help_text=_("Whoever takes part says yes to it first."),
        error_messages={"required": _("Without a promise nobody tells a true number.")},
    )
    speaks_for = speaks_for_field()


class MeasureForm(Form):
    """What is compared."""

    name = PlainText(
        label=_("What is measured?"),
        max_length=120,
        error_messages={"required": _("Give it a name, as you would say it.")},
    )
    unit = PlainText(
        label=_("In which unit?"),
        max_length=40,
        help_text=_("Such as: litres for each connection and day."),
        error_messages={"required": _("Without a unit no two numbers can stand side by side.")},
    )
    counted = PlainText(
        label=_("How is it counted?"),
        max_length=400,
        multiline=True,
        help_text=_("What counts and what does not, so that all count alike."),
        error_messages={"required": _("Say how it is counted; here comparisons usually break.")},
    )
    better = forms.ChoiceField(
        label=_("Which way is better?"),
        widget=Options,
        choices=Measure.Better.choices,
        initial=Measure.Better.NEITHER,
        help_text=_("It is said in words beside the table. Nobody is ranked by it."),
    )
    goes_below_zero = forms.BooleanField(label=_("It can be below nought"), required=False)

    def terms(self) -> MeasureTerms:
        """What was said, as the action takes it."""
        return MeasureTerms(**self.cleaned_data)


class PeriodForm(Form):
    """Another time to give numbers for."""

    words = PlainText(
        label=_("Another time to compare"),
        max_length=60,
        error_messages={"required": _("Say which time, such as a year.")},
    )


class NumbersForm(Form):
    """One's own numbers of a period: for each measure a number, what stands behind it, or that one leaves it out."""

    def __init__(self, *args: Any, measures: Iterable[Measure], own: Mapping[int, Figure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measures = list(measures)
        for one in self.measures:
            before = own.get(one.pk)
            number = before.amount if before is not None else None
            self.fields[f"amount_{one.pk}"] = FigureField(
                label=_("Your number"),
                initial=figures.written(number) if number is not None else "",
                help_text=one.unit,
            )
            self.fields[f"note_{one.pk}"] = PlainText(
                label=_("What stands behind it"),
                max_length=400,
                required=False,
                initial=before.note if before is not None else "",
            )
            self.fields[f"left_out_{one.pk}"] = forms.BooleanField(
                label=_("I leave this one out"),
                required=False,
                initial=before is not None and before.amount is None,
            )

    @property
    def each(self) -> Sequence[tuple[Measure, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Each measure with its three fields."""
        return [
            (one, self[f"amount_{one.pk}"], self[f"note_{one.pk}"], self[f"left_out_{one.pk}"]) for one in self.measures
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for one in self.measures:
            amount: Decimal | None = data.get(f"amount_{one.pk}")
            if amount is not None and amount < 0 and not one.goes_below_zero:
                self.add_error(f"amount_{one.pk}", _("As it is counted here, it cannot be below nought."))
            if amount is not None and data.get(f"left_out_{one.pk}"):
                self.add_error(f"left_out_{one.pk}", _("There is a number too. Keep one of the two."))
        return data

    def given(self) -> dict[int, Given]:
        """What was given, as the action takes it."""
        said = self.cleaned_data
        return {
            one.pk: Given(said[f"amount_{one.pk}"], said[f"note_{one.pk}"], said[f"left_out_{one.pk}"])
            for one in self.measures
        }


class ShowForm(Form):
    """What somebody would show the others."""

    words = PlainText(label=_("What would you show, and how?"), max_length=300, required=False)


class LessonForm(Form):
    """A lesson, as it would be told to the community."""

    text = Markdown(
        label=_("What have you learned, without a number that is somebody’s?"),
        max_length=4000,
        error_messages=TEXT_ERRORS,
    )


class TakePartForm(Form):
    """For whom one takes part; with a `promise`, yes to that."""

    speaks_for = speaks_for_field()
    promise = forms.BooleanField(
        label=_("I promise that"),
        error_messages={"required": _("Whoever takes part says yes to it first.")},
    )

    def __init__(self, *args: Any, promises: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not promises:
            del self.fields["promise"]
