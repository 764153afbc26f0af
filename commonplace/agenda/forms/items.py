"""What is said as something is put on the agenda, ended, or reviewed at the end of a season."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.agenda.models import Kind
from commonplace.communities.audience import Audience
from commonplace.communities.models import Space
from commonplace.protocols.protocol import Protocol
from commonplace.ui.forms import Choice, Explained, Form, OnceForm, Options, PlainText


class SayForm(Form):
    """What it is, why it matters, and what would suit it."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Kind, widget=Choice)
    title = PlainText(
        label=_("In one line"),
        max_length=160,
        error_messages={"required": _("It has no name yet. A few words will do, as you would say them at the door.")},
    )
    why = PlainText(
        label=_("Why it matters"),
        max_length=2000,
        multiline=True,
        required=False,
        help_text=_("What it costs us, or what we could do if we knew. Who could tell us something about it."),
    )
    protocol = forms.ChoiceField(
        label=_("Which form would suit it?"), required=False, help_text=_("You may leave that to others.")
    )

    @property
    def said(self) -> dict[str, Any]:
        """What was said of it, as the actions take it."""
        given = self.cleaned_data
        return {"kind": given["kind"], "title": given["title"], "why": given["why"], "form": given["protocol"]}

    def __init__(self, *args: Any, offered: Sequence[Protocol], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("None yet")), *((one.ref, one.title) for one in offered)]
        cast(forms.ChoiceField, self.fields["protocol"]).choices = choices


class PutForm(OnceForm, SayForm):
    """The same, and who can see it."""

    space = forms.ChoiceField(label=_("Who can see this"), widget=Options)

    def __init__(self, *args: Any, spaces: Sequence[tuple[Space, Audience]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spaces = {space.slug: space for space, _sight in spaces}
        field = cast(forms.ChoiceField, self.fields["space"])
        field.choices = [(one.slug, Explained(one.name, sight.sentence)) for one, sight in spaces]
        field.error_messages["required"] = _("Choose who can see it.")
        self.order_fields(["kind", "title", "why", "protocol", "space"])


class TakingForm(Form):
    """Which gathering takes it up."""

    gathering = forms.TypedChoiceField(label=_("Which gathering takes it up?"), coerce=int)

    def __init__(self, *args: Any, offered: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.TypedChoiceField, self.fields["gathering"]).choices = list(offered)


class EndForm(Form):
    """What came of it."""

    came_of = PlainText(
        label=_("What came of it?"),
        max_length=2000,
        multiline=True,
        help_text=_("What we know or do now. “Nothing, and here is why” is worth as much."),
    )


class ReviewForm(OnceForm):
    """What served us, and what is next."""

    served = PlainText(
        label=_("What served us this season?"),
        max_length=2000,
        multiline=True,
        help_text=_("And what did not. As it was said, without names that would rather not stand here."),
    )
    comes_next = PlainText(label=_("What is next?"), max_length=2000, multiline=True, required=False)
