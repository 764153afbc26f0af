"""What is asked of stewards who change how the community is set up."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.communities.models import Community, Space
from commonplace.ui.forms import Choice, Explained, Form, Options, PlainText

Visibility, Joining, Stage = Community.Visibility, Community.Joining, Community.Stage

# A line that is too long for one; what comes of it is one line all the same.
TWO_LINES = forms.Textarea(attrs={"rows": 2})


class CommunityForm(Form):
    """Name and lines, who may know of it, how one comes in, its stage of life and its language."""

    name = PlainText(label=_("Name"), max_length=120)
    opening = PlainText(
        label=_("Opening"),
        max_length=600,
        multiline=True,
        required=False,
        help_text=_("One or two sentences that make the right people lean in."),
    )
    domain = PlainText(label=_("Domain: what we care about"), max_length=240, required=False, widget=TWO_LINES)
    community = PlainText(
        label=_("Community: who we are to each other"), max_length=240, required=False, widget=TWO_LINES
    )
    practice = PlainText(
        label=_("Practice: what counts as knowing it here"), max_length=240, required=False, widget=TWO_LINES
    )
    visibility = forms.ChoiceField(
        label=_("Who may know of it?"),
        widget=Options,
        choices=[
            (
                Visibility.PUBLIC,
                Explained(
                    _("Public"), _("Strangers look in at its rooms, and read every space that is set to anyone.")
                ),
            ),
            (
                Visibility.LISTED,
                Explained(
                    _("Listed"),
                    _("Strangers find its about page and a way to ask. They look in where a space is set to anyone."),
                ),
            ),
            (
                Visibility.PRIVATE,
                Explained(_("Private"), _("Only those invited know that it is there. Open spaces reach members only.")),
            ),
        ],
    )
    joining = forms.ChoiceField(
        label=_("How does one come in?"),
        widget=Options,
        choices=[
            (Joining.OPEN, Explained(_("Openly"), _("Whoever wants comes in."))),
            (Joining.REQUEST, Explained(_("On request"), _("A steward reads one line and answers."))),
            (Joining.INVITATION, Explained(_("By invitation"), _("A member invites."))),
        ],
    )
    stage = forms.ChoiceField(
        label=_("Where in its life is it?"),
        widget=Options,
        choices=[
            (Stage.POTENTIAL, Explained(_("Potential"), _("People who share this work are finding each other."))),
            (Stage.COALESCING, Explained(_("Coalescing"), _("They meet, and find out what is worth doing together."))),
            (Stage.MATURING, Explained(_("Maturing"), _("Its edges and its practice grow clear."))),
            (Stage.STEWARDSHIP, Explained(_("Stewardship"), _("It keeps its ground and stays lively."))),
            (
                Stage.TRANSFORMATION,
                Explained(_("Transformation"), _("It becomes something else, or comes to an end well.")),
            ),
        ],
    )
    language = forms.ChoiceField(label=_("Language of its search"), choices=settings.LANGUAGES)


class SpaceForm(Form):
    """A space's name, what it is for, and who reads it."""

    name = PlainText(label=_("Name"), max_length=120)
    purpose = PlainText(label=_("What is it for?"), max_length=240, required=False, widget=TWO_LINES)
    visibility = forms.ChoiceField(
        label=_("Who can read it?"),
        widget=Options,
        initial=Space.Visibility.MEMBERS,
        choices=[
            (
                Space.Visibility.PUBLIC,
                Explained(
                    _("Anyone"), _("Without signing in; search engines too. In a private community: its members.")
                ),
            ),
            (Space.Visibility.MEMBERS, Explained(_("Members"), _("Everyone with a place here, guests too."))),
            (
                Space.Visibility.GROUP,
                Explained(_("A group"), _("A few named people, you among them. Not even other stewards.")),
            ),
        ],
    )


class SeatForm(Form):
    """Who gets a seat in a group."""

    person = forms.TypedChoiceField(label=_("Who?"), coerce=int)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]


STANDINGS = (("member", _("member")), ("steward", _("steward")), ("guest", _("guest")))


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
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Only for guests: the last day on which they may come in."),
    )

    def __init__(self, *args: Any, may_tend: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_tend:
            field = cast(forms.ChoiceField, self.fields["standing"])
            field.choices = [one for one in STANDINGS if one[0] != "steward"]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("standing") == "guest" and "until" in said:
            if said["until"] is None or said["until"] < timezone.localdate():
                self.add_error("until", ValidationError(_("A guest stays until a day from today on."), code="day"))
            else:
                said["until"] = end_of(said["until"])
        return said


def end_of(day: date) -> datetime:
    """The last moment of a day, where the reader is."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


class RoleForm(Form):
    """A role and its term."""

    name = PlainText(
        label=_("Role"), max_length=80, help_text=_("Coordinator, host of the Monday question, librarian…")
    )
    since = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("A term that ends is easier to take, and to hand on."),
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("until") and said.get("since") and said["until"] < said["since"]:
            self.add_error("until", ValidationError(_("The last day comes before the first."), code="order"))
        return said


class RemovalForm(Form):
    """Words for someone who is asked to leave."""

    words = PlainText(
        label=_("Your words to them"),
        max_length=1000,
        multiline=True,
        help_text=_(
            "They read this in a letter, over your name, and the other stewards read it too. Say what happened and what"
            " stays open to them."
        ),
    )


class TopicForm(Form):
    """Another name for a topic."""

    name = PlainText(label=_("Name"), max_length=60)


class MergeForm(Form):
    """Which topic takes this one in."""

    into = forms.TypedChoiceField(label=_("Make it one with"), coerce=int)

    def __init__(self, *args: Any, topics: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = topics  # type: ignore[attr-defined]
