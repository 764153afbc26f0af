"""What is said of a collection, and of each thing in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.communities.audience import Audience
from commonplace.communities.models import Space
from commonplace.repertoire.lengths import MAX_GOOD_FOR, MAX_TITLE
from commonplace.ui.forms import Explained, Form, OnceForm, Options, PlainText


class CalledForm(Form):
    """What it is called, and for whom it is."""

    title = PlainText(
        label=_("What is it called?"),
        max_length=MAX_TITLE,
        error_messages={"required": _("It has no name. “First month on loggers” would be one.")},
    )
    good_for = PlainText(label=_("For whom, and what it leads to"), max_length=MAX_GOOD_FOR, required=False)


class CollectForm(CalledForm, OnceForm):
    """A collection about to begin."""

    space = forms.ChoiceField(label=_("Who can see this"), widget=Options)

    def __init__(self, *args: Any, spaces: Sequence[tuple[Space, Audience]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spaces = {space.slug: space for space, _sight in spaces}
        field = self.fields["space"]
        assert isinstance(field, forms.ChoiceField)  # declared above
        field.choices = [(one.slug, Explained(one.name, sight.sentence)) for one, sight in spaces]
        field.error_messages["required"] = _("Choose who can see it.")


class StopForm(Form):
    """What comes next in it, and why."""

    resource = forms.TypedChoiceField(
        label=_("What comes next?"),
        coerce=int,
        error_messages={"required": _("Choose something that is kept here.")},
    )
    words = PlainText(label=_("Why it stands here"), max_length=400, required=False)

    def __init__(self, *args: Any, others: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resource"].choices = [("", _("Choose")), *others]  # type: ignore[attr-defined]
