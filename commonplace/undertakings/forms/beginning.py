"""What is said of any undertaking as it begins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities.audience import Audience
from commonplace.communities.models import Space
from commonplace.ui.forms import Day, Explained, OnceForm, Options, PlainText

LONGEST_AHEAD = timedelta(days=3 * 365)
DAY_ERRORS = {
    "required": _("It has no day yet."),
    "invalid": _("That is no day. Write it as year, month and day: 2027-03-24."),
}


class DayField(forms.DateField):
    """A day, not before our time and not so far ahead that nobody means it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["error_messages"] = {**DAY_ERRORS, **kwargs.get("error_messages", {})}
        super().__init__(widget=Day, input_formats=["%Y-%m-%d"], **kwargs)

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if (day is not None and not day.year > 1900) or (day is not None and day > _today() + LONGEST_AHEAD):
            raise forms.ValidationError(_("That is further away than anybody plans. Choose another day."))
        return day


class DayAheadField(DayField):
    """A day that is not over yet."""

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day is not None and day < _today():
            raise forms.ValidationError(_("That day is over. Choose one that lies ahead."))
        return day


def _today() -> date:
    return timezone.localdate()


class BeginForm(OnceForm):
    """What it is called, what it is for, and who can see it."""

    title = PlainText(
        label=_("What is it called?"),
        max_length=200,
        error_messages={"required": _("It has no name. A few words will do, as you would say them at the door.")},
    )
    purpose = PlainText(label=_("What for, in one line"), max_length=400, required=False)
    space = forms.ChoiceField(label=_("Who can see this"), widget=Options)

    def __init__(self, *args: Any, spaces: Sequence[tuple[Space, Audience]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spaces = {space.slug: space for space, _sight in spaces}
        field = self.fields["space"]
        assert isinstance(field, forms.ChoiceField)  # declared above
        field.choices = [(one.slug, Explained(one.name, sight.sentence)) for one, sight in spaces]
        field.error_messages["invalid_choice"] = _("You cannot begin one in that place. Choose another.")
        field.error_messages["required"] = _("Choose who can see it.")
        self.order_fields([name for name in self.fields if name != "space"] + ["space"])

    @property
    def chosen(self) -> Space:
        """The space that was chosen."""
        return self.spaces[self.cleaned_data["space"]]

    @property
    def content(self) -> list[object]:
        """All that was said, by which one sending is told from another."""
        return [said for name, said in sorted(self.cleaned_data.items()) if name != "idempotency_key"]
