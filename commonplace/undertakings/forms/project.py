"""What forms of a learning project take in."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from commonplace.ui.forms import Form, Markdown, PlainText
from commonplace.undertakings.forms.beginning import BeginForm, DayAheadField, DayField
from commonplace.undertakings.forms.benchmark import TEXT_ERRORS, question_field
from commonplace.undertakings.forms.looking_out import HttpField


def words_field(*, required: bool = True) -> PlainText:
    """What a milestone says."""
    return PlainText(
        label=_("What should be so by then?"),
        max_length=200,
        required=required,
        help_text=_("Something that one can see on that day: a first try, a draft, a talk with somebody."),
        error_messages={"required": _("Say what one could see on that day.")},
    )


class ProjectForm(BeginForm):
    """A learning project as it begins, with a first milestone where one is known."""

    field_order = ("title", "purpose", "milestone", "on", "space")
    purpose = question_field(_("What do we not know that would change how we work?"))
    milestone = words_field(required=False)
    on = DayAheadField(label=_("By which day?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["milestone"].label = _("A first milestone: what should be so by then?")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("milestone") and data.get("on") is None and "on" not in self.errors:
            self.add_error("on", _("Say by which day, or leave both for later."))
        if data.get("on") is not None and not data.get("milestone") and "milestone" not in self.errors:
            self.add_error("milestone", _("Say what should be so on that day, or leave both for later."))
        return data


class MilestoneForm(Form):
    """Another milestone."""

    words = words_field()
    on = DayAheadField(label=_("By which day?"))


class MoveForm(Form):
    """To which day a milestone is moved."""

    on = DayField(label=_("By which day?"))
    why = PlainText(label=_("Why, in a line"), max_length=400, required=False)


class LetGoForm(Form):
    """Why a milestone is let go."""

    why = PlainText(label=_("Why, in a line"), max_length=400, required=False)


class NoteForm(Form):
    """What was learned on the way."""

    words = PlainText(
        label=_("What came out otherwise than you thought?"),
        max_length=1000,
        multiline=True,
        error_messages={"required": _("One sentence is enough.")},
    )


class ProductForm(Form):
    """What came out of it; `lies` is an address, of this house or another."""

    what = PlainText(
        label=_("What is it?"),
        max_length=200,
        help_text=_("A card, a sheet, a way of doing something."),
        error_messages={"required": _("Give it a name, as you would say it.")},
    )
    for_whom = PlainText(
        label=_("For whom?"),
        max_length=200,
        error_messages={"required": _("Somebody has to use it. Who?")},
    )
    lies = HttpField(
        label=_("Where does it lie?"),
        help_text=_(
            "An address. A file is best put in a conversation of this community; give the address of that. Whoever may"
            " not read the conversation does not see it here either."
        ),
    )


class ClosingForm(Form):
    """What became of the question."""

    became = Markdown(
        label=_("What became of the question?"),
        max_length=20_000,
        help_text=_("Answered, turned into another, or given up with what is known now. Each is worth telling."),
        error_messages=TEXT_ERRORS,
    )
