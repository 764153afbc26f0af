"""How a reason is asked of stewards: in their own words, or one of those that they keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from commonplace.communities.models import SavedReason
from commonplace.communities.reasons.queries import MOST
from commonplace.ui.forms import Form, PlainText

A_LINE = 70  # of a long reason in a list to choose from
ONE_LINE = 400


class WholeWords(forms.Select):
    """A list whose choices carry what they say in full, so that script can set it into the field."""

    said: Mapping[int, str] = {}  # replaced for each form, and never changed

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if value in self.said:
            option["attrs"]["data-words"] = self.said[value]
        return option


class ReasonForm(Form):
    """A form that asks for a reason, in a field of its own (`asks`), and offers those that stewards keep.

    Own words count before a chosen reason. `reasons` is None for whoever is no steward: nothing is offered to them.
    """

    asks: ClassVar[str] = "why"

    saved_reason = forms.TypedChoiceField(
        label=_("A reason that you keep"), required=False, coerce=int, widget=WholeWords
    )
    keep_reason = forms.BooleanField(label=_("Keep these words among your reasons"), required=False)

    def __init__(self, *args: Any, reasons: Sequence[SavedReason] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.said = {one.pk: one.words for one in reasons or ()}
        asked = self.fields[self.asks]
        self.must_say = asked.required
        names = list(self.fields)
        names.remove("saved_reason")
        names.remove("keep_reason")
        place = names.index(self.asks)
        if self.said:
            names.insert(place, "saved_reason")
            self._offer(self.fields["saved_reason"], asked)
            place += 1
        else:
            del self.fields["saved_reason"]
        if reasons is not None and len(reasons) < MOST:
            names.insert(place + 1, "keep_reason")
        else:
            del self.fields["keep_reason"]
        self.order_fields(names)

    @property
    def reason_fields(self) -> list[forms.BoundField]:
        """What is asked about the reason, in order, for a page that sets the other fields apart."""
        return [self[name] for name in ("saved_reason", self.asks, "keep_reason") if name in self.fields]

    def _offer(self, choice: forms.Field, asked: forms.Field) -> None:
        assert isinstance(choice, forms.TypedChoiceField)  # declared above
        choice.choices = [("", _("None, my own words")), *((pk, _short(words)) for pk, words in self.said.items())]
        choice.help_text = _("Leave the field below empty to use it as it is. Your own words count before it.")
        assert isinstance(choice.widget, WholeWords)
        choice.widget.said = self.said
        choice.widget.attrs["data-fills"] = self[self.asks].id_for_label
        # A browser would ask for words that a choice has said already.
        asked.required = False
        asked.widget.is_required = False

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        chosen = self.said.get(said.pop("saved_reason", ""), "")
        self.is_to_keep = bool(said.pop("keep_reason", False))
        if self.asks not in self.errors and not said.get(self.asks):
            said[self.asks] = chosen
            if self.must_say and not chosen:
                self.add_error(self.asks, ValidationError(self.fields[self.asks].error_messages["required"]))
        return said


def _short(words: str) -> str:
    return Truncator(words).chars(A_LINE)


class SavedReasonForm(Form):
    """A reason to keep, in the community's own words."""

    words = PlainText(
        label=_("In your words"),
        max_length=ONE_LINE,
        help_text=_("Whoever it is said to reads it as it stands here, so it names nobody."),
    )
