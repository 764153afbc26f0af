"""What stewards say of their community to the host, and whom an operator names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.agreements.models import Proposal
from commonplace.communities.models import Community
from commonplace.constellation.models import Bond, Crossing, Line
from commonplace.constellation.models.crossing import MOST_WHY
from commonplace.constellation.models.host import MOST_READINESS
from commonplace.constellation.models.relation import MOST_WORDS
from commonplace.ui.forms import Form, Options, PlainText, Ticks


class ToldForm(Form):
    """Line by line; what anyone may know of a community is no line of its own."""

    lines = forms.MultipleChoiceField(
        label=_("The host is told"),
        required=False,
        widget=Ticks,
        help_text=_("Nothing else, and nothing that is read from talk. Untick a line and the host sees it no more."),
    )
    readiness = PlainText(
        label=_("How ready it is, in your words"),
        max_length=MOST_READINESS,
        multiline=True,
        required=False,
        help_text=_("What it could take on by now, and what it still needs."),
    )

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_private = community.is_private
        known = () if self.is_private else (Line.EXISTS, Line.DOMAIN)
        field = self.fields["lines"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one.value, one.label) for one in Line if one not in known]

    def clean(self) -> dict[str, Any]:
        """Say where a private community would tell something and not that it exists, or readiness without words."""
        said = super().clean() or {}
        lines = said.get("lines", [])
        if self.is_private and lines and Line.EXISTS not in lines:
            self.add_error("lines", _("The host cannot see these without its name. Tick that it exists, or none."))
        if Line.READINESS in lines and not said.get("readiness") and "readiness" not in self.errors:
            self.add_error("readiness", _("It has no words yet. One sentence is enough, or untick it above."))
        return said


class EyeForm(Form):
    """The address of somebody who has an account here."""

    address = forms.EmailField(
        label=_("Their mail address"),
        max_length=254,
        help_text=_("Of somebody who has an account here. They see this page, and nothing else by it."),
    )


class RelationForm(Form):
    """With which community, as what, and why."""

    RELATED, DAUGHTER, MOTHER, SUCCESSOR, PREDECESSOR = "related", "daughter", "mother", "successor", "predecessor"
    WAYS = (
        (RELATED, _("We are related")),
        (DAUGHTER, _("It is a daughter of ours")),
        (MOTHER, _("It is our mother")),
        (SUCCESSOR, _("It goes on with what we began")),
        (PREDECESSOR, _("We go on with what it began")),
    )
    KINDS: ClassVar = {
        RELATED: (Bond.RELATED, False),
        DAUGHTER: (Bond.DAUGHTER, False),
        MOTHER: (Bond.DAUGHTER, True),
        SUCCESSOR: (Bond.SUCCESSOR, False),
        PREDECESSOR: (Bond.SUCCESSOR, True),
    }
    other = forms.ChoiceField(label=_("Which community"))
    how = forms.ChoiceField(label=_("How"), choices=WAYS)
    words = PlainText(
        label=_("Why, in a sentence"),
        max_length=MOST_WORDS,
        help_text=_("The stewards of the other read it now, and everyone on both pages once they agree."),
        error_messages={"required": _("It has no words yet. One sentence is enough.")},
    )

    def __init__(self, *args: Any, communities: Sequence[Community], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.communities = {str(one.pk): one for one in communities}
        field = self.fields["other"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose one")), *((key, one.name) for key, one in self.communities.items())]


class PlanForm(Form):
    """Where a crossing leads, and why."""

    kind = forms.ChoiceField(label=_("What do you plan?"), choices=Crossing.Kind.choices, widget=Options)
    name = PlainText(label=_("What the new one is called"), max_length=120, required=False)
    domain = PlainText(label=_("What it cares about"), max_length=240, required=False)
    to = forms.ChoiceField(
        label=_("With which community you become one"),
        required=False,
        help_text=_("Its stewards are asked first, and read your words."),
    )
    words = PlainText(
        label=_("Why, in your words"),
        max_length=MOST_WHY,
        multiline=True,
        help_text=_("Everyone who is asked reads it."),
        error_messages={"required": _("It has no words yet. A few sentences are enough.")},
    )
    proposal = forms.ChoiceField(
        label=_("What members decided"),
        required=False,
        help_text=_("Where it was put to them as a proposal to change the charter; of the last year."),
    )

    def __init__(
        self, *args: Any, communities: Sequence[Community], proposals: Sequence[Proposal], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.communities = {str(one.pk): one for one in communities}
        self.proposals = {str(one.pk): one for one in proposals}
        self._offer("to", {key: one.name for key, one in self.communities.items()})
        self._offer("proposal", {key: one.title for key, one in self.proposals.items()})
        if not self.proposals:
            del self.fields["proposal"]

    def _offer(self, name: str, named: dict[str, str]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("None")), *named.items()]

    def clean(self) -> dict[str, Any]:
        """Say what is missing for the kind that was chosen."""
        said = super().clean() or {}
        if said.get("kind") == Crossing.Kind.MERGE:
            if not said.get("to") and "to" not in self.errors:
                self.add_error("to", _("Choose the community with which you become one."))
        elif said.get("kind") and not said.get("name") and "name" not in self.errors:
            self.add_error("name", _("It has no name yet."))
        return said


class ComersForm(Form):
    """Who is asked whether they would come."""

    everyone = forms.BooleanField(label=_("Everyone who is here"), required=False)
    people = forms.MultipleChoiceField(label=_("Or these"), required=False, widget=Ticks)

    def __init__(self, *args: Any, offered: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(pk), name) for pk, name in offered]

    @property
    def keys(self) -> list[int]:
        """Whom to ask."""
        if self.cleaned_data["everyone"]:
            return [pk for pk, _name in self.offered]
        return [int(one) for one in self.cleaned_data["people"]]
