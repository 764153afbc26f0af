"""What is asked about someone's place here: by themselves, and by stewards."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities.models import Membership, Space
from commonplace.communities.reasons.forms import ReasonForm
from commonplace.communities.standing import Standing
from commonplace.ui.forms import Choice, Day, Form, PlainText, end_of


class PaceForm(Form):
    """How much one is asked for."""

    pace = forms.ChoiceField(label=_("Your pace"), choices=Membership.Pace, widget=Choice)


class NamingForm(Form):
    """How one agrees to be named to those outside."""

    named_as = PlainText(
        label=_("How may we name you there?"),
        max_length=120,
        required=False,
        help_text=_("Your name or a part of it; you may add what you do. Left empty, you are not named."),
    )


class LeavingForm(Form):
    """Why, if one likes to say."""

    why = PlainText(
        label=_("Why, if you like to say"),
        max_length=400,
        required=False,
        help_text=_("The stewards of this community read it, nobody else. It is forgotten when you come back."),
    )


STANDINGS = [(one.value, one.label) for one in Standing if one.opens_doors]


class StandingForm(Form):
    """Member, steward (where somebody stands behind the name) or guest, and for a guest until when."""

    standing = forms.ChoiceField(
        label=_("What are they here?"),
        widget=Choice,
        choices=STANDINGS,
    )
    until = forms.DateField(
        label=_("A guest until"),
        required=False,
        widget=Day(),
        help_text=_("Only for guests: the last day on which they may come in."),
    )

    def __init__(self, *args: Any, may_tend: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_tend:
            field = cast(forms.ChoiceField, self.fields["standing"])
            field.choices = [one for one in STANDINGS if one[0] != Standing.STEWARD]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("standing") == Standing.GUEST and "until" in said:
            if said["until"] is None or said["until"] < timezone.localdate():
                self.add_error("until", ValidationError(_("A guest stays until a day from today on."), code="day"))
            else:
                said["until"] = end_of(said["until"])
        return said


class RoleForm(Form):
    """A role and its term."""

    name = PlainText(
        label=_("Role"), max_length=80, help_text=_("Coordinator, host of the Monday question, librarian…")
    )
    since = forms.DateField(label=_("From"), widget=Day())
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=Day(),
        help_text=_("A term that ends is easier to take, and to hand on."),
    )
    is_shadow = forms.BooleanField(
        label=_("They learn it beside whoever holds it"),
        required=False,
        help_text=_(
            "They read what earlier holders learned, and do not hold it yet. Two who hold it together have it each."
        ),
    )
    is_sponsor = forms.BooleanField(
        label=_("They speak for whoever pays for the community and decides about it"),
        required=False,
        help_text=_("A sponsor, whatever the role is called: neutral ground is not for them while the term lasts."),
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("until") and said.get("since") and said["until"] < said["since"]:
            self.add_error("until", ValidationError(_("The last day comes before the first."), code="order"))
        return said


class ManyForm(Form):
    """Who gets what: the people ticked, by the numbers of their places here, and one of the gifts."""

    people = forms.TypedMultipleChoiceField(
        label=_("People"), coerce=int, error_messages={"required": _("Tick some people first.")}
    )

    def __init__(self, *args: Any, shown: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.TypedMultipleChoiceField, self.fields["people"]).choices = [(pk, pk) for pk in shown]


class GroupForm(Form):
    """In which group; only those where whoever asks sits themselves."""

    space = forms.TypedChoiceField(label=_("In which group?"), coerce=int)

    def __init__(self, *args: Any, groups: Iterable[Space], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.TypedChoiceField, self.fields["space"]).choices = [(one.pk, one.name) for one in groups]


class RemovalForm(ReasonForm):
    """Words for someone who is asked to leave."""

    asks = "words"

    words = PlainText(
        label=_("Your words to them"),
        max_length=1000,
        multiline=True,
        help_text=_(
            "They read this in a letter, over your name, and the other stewards read it too. Say what happened and what"
            " stays open to them."
        ),
    )
