"""What may be asked of a search, checked; a bad filter is left out, never an error."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities.models import Community
from commonplace.people.models import Person
from commonplace.search.findable import filters as offered
from commonplace.search.findable import states
from commonplace.search.queries import Filters
from commonplace.store.prepared import prepared
from commonplace.ui.forms import Form, PlainText
from commonplace.ui.kept_parts import Part, kept, slot

BY_DATE = "date"
ORDERS = {"": _("the best first"), BY_DATE: _("the latest first")}
TIMES = {"": _("at any time"), "30": _("in the last month"), "365": _("in the last year")}


NARROWING = ("community", "kind", "topic", "writer", "state", "when", "order")


class Line(Form):
    """What one looks for."""

    q = PlainText(label=_("What are you looking for?"), max_length=200, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs["type"] = "search"


def set_line() -> Part:
    """The line as it is set while nothing is wrong with it, with a slot for its `text`."""
    return kept(_line)


def _line() -> str:
    return str(Line(initial={"q": slot("text")})["q"].as_field_group())


class SearchForm(Line):
    """One line, and what narrows it."""

    community = forms.ChoiceField(label=_("Where"), required=False)
    kind = forms.ChoiceField(label=_("What kind"), required=False)
    topic = PlainText(label=_("Filed under"), max_length=60, required=False)
    writer = PlainText(label=_("Written by"), max_length=80, required=False)
    state = forms.ChoiceField(label=_("How it stands"), required=False)
    order = forms.ChoiceField(label=_("In which order"), required=False, choices=list(ORDERS.items()))
    person = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**62)
    when = forms.ChoiceField(label=_("When"), required=False, choices=list(TIMES.items()))

    def __init__(
        self,
        *args: object,
        viewer: Person | None,
        kinds: list[tuple[str, object]],
        states: list[tuple[str, object]],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places = {community.slug: community for community in _open_to(viewer=viewer)}
        self._offer("community", [("", _("everywhere")), *((one.slug, one.name) for one in self.places.values())])
        self._offer("kind", [("", _("anything")), *kinds])
        self._offer("state", [("", _("any way")), *states])

    def _offer(self, name: str, choices: list[tuple[str, object]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def filters(self) -> Filters:
        """What the form narrows to; what did not fit is left out."""
        self.is_valid()
        said = self.cleaned_data
        days = said.get("when")
        return Filters(
            community=self.places.get(said.get("community") or ""),
            kind=said.get("kind") or "",
            topic=said.get("topic") or "",
            person_id=said.get("person"),
            writer=said.get("writer") or "",
            state=said.get("state") or "",
            since=timezone.now() - timedelta(days=int(days)) if days else None,
        )

    def choosing(self) -> dict[str, Any]:
        """What narrows it, as fields are set by hand: each with its choices, none for a line to write in."""
        return {
            "fields": [
                {
                    "name": name,
                    "label": str(field.label),
                    "value": self.data.get(name, ""),
                    "choices": _said(cast("Any", field.choices)) if isinstance(field, forms.ChoiceField) else None,
                }
                for name, field in ((name, self.fields[name]) for name in NARROWING)
            ]
        }

    def narrowed(self) -> list[tuple[object, object]]:
        """What is asked for besides the words: the label of each field and what was chosen or written there."""
        said: list[tuple[object, object]] = []
        for name, value in self.cleaned_data.items():
            field = self.fields[name]
            if value and name not in ("q", "person"):
                choices = dict(field.widget.choices) if isinstance(field, forms.ChoiceField) else {}
                said.append((field.label, choices.get(value, value)))
        return said


def form_of(said: Any, viewer: Person | None) -> SearchForm:
    """The form of a search as it was asked, with what the house offers to narrow it by."""
    return SearchForm(
        said,
        viewer=viewer,
        kinds=[(code, str(words)) for code, words in offered().items()],
        states=[(code, str(state.words)) for code, state in states().items()],
    )


def _said(choices: Iterable[Any]) -> list[tuple[str, str]]:
    return [(value, str(words)) for value, words in choices]


@prepared
def _open_to(*, viewer: Person | None) -> QuerySet[Community]:
    return Community.objects.open_to(viewer).only("slug", "name").order_by("name")
