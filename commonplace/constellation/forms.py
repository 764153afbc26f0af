"""What stewards say of their community to the host, and whom an operator names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.communities.models import Community
from commonplace.constellation.models import Bond, Line
from commonplace.constellation.models.host import MOST_READINESS
from commonplace.constellation.models.relation import MOST_WORDS
from commonplace.ui.forms import Form, PlainText, Ticks


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
