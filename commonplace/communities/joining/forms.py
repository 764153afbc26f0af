"""What is asked of those who come, and of those who open the door."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonplace.communities.joining.actions.linking import LONGEST, MOST_PLACES
from commonplace.communities.reasons.forms import ReasonForm
from commonplace.people.forms import SignUpForm
from commonplace.ui.forms import Day, Form, OnceForm, PlainText, end_of

A_YEAR = timedelta(days=366)


class JoinForm(Form):
    """What one cares about in this domain."""

    cares_about = PlainText(label=_("What do you care about here, and what would you ask us?"), max_length=400)


class StrangerJoinForm(SignUpForm):
    """The same, with a name and an address, for someone who has no account yet."""

    cares_about = PlainText(label=_("What do you care about here, and what would you ask us?"), max_length=400)
    field_order = ("name", "email", "cares_about")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Where do we write to?")
        self.fields["email"].help_text = _("A code comes there first, to be sure that it is yours. Nobody is shown it.")


class AnswerForm(ReasonForm):
    """Yes or no to someone who asks to join, with a line."""

    asks = "words"

    words = PlainText(label=_("Your line to them"), max_length=400)
    accept = forms.TypedChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))], coerce=lambda said: said == "yes")


class InvitationForm(OnceForm):
    """One's own words, a name, perhaps an address, perhaps a last day."""

    words = PlainText(
        label=_("Your own words to them"),
        max_length=1000,
        multiline=True,
        help_text=_("They stand at the top of the page that greets them. Why them, and what for?"),
    )
    name = PlainText(label=_("Their name"), max_length=120, required=False)
    address = forms.EmailField(
        label=_("Their mail address, if we should write to them"),
        max_length=254,
        required=False,
        help_text=_("Without one you get a link to hand over yourself."),
    )
    guest_until = forms.DateField(
        label=_("Only as a guest, until"),
        required=False,
        widget=Day(),
        help_text=_("Left empty, they come in as a member."),
    )

    def clean_guest_until(self) -> datetime | None:
        """The end of that day in the inviter's time zone; a day that is over, or far away, is no day for a guest."""
        day = self.cleaned_data["guest_until"]
        if day is None:
            return None
        today = timezone.localdate()
        if not today <= day <= today + A_YEAR:
            raise ValidationError(_("A day from today on, within a year."), code="day")
        return end_of(day)


class ManyInvitationsForm(OnceForm):
    """The same words to several people, each at an address of their own."""

    words = PlainText(
        label=pgettext_lazy("to several people", "Your own words to them"),
        max_length=1000,
        multiline=True,
        help_text=_("They stand in each letter, and at the top of the page that greets them. Why them, and what for?"),
    )
    lines = PlainText(
        label=_("Their mail addresses"),
        max_length=40_000,
        multiline=True,
        help_text=_("One a line, with the name before it if you like: Rosa Quispe, rosa@example.org"),
    )


class GroupLinkForm(OnceForm):
    """Words to a group, how many may come, and until when."""

    words = PlainText(
        label=pgettext_lazy("to several people", "Your own words to them"),
        max_length=1000,
        multiline=True,
        help_text=pgettext_lazy(
            "to several people", "They stand at the top of the page that greets them. Why them, and what for?"
        ),
    )
    places = forms.IntegerField(label=_("How many people"), min_value=1, max_value=MOST_PLACES)
    ends_at = forms.DateField(
        label=_("Until"),
        widget=Day(),
        help_text=_("The link opens the door to the end of that day. Three months at most."),
    )

    def clean_ends_at(self) -> datetime:
        """The end of that day in the steward's time zone."""
        day = self.cleaned_data["ends_at"]
        today = timezone.localdate()
        if not today <= day < today + LONGEST:
            raise ValidationError(_("A day from today on, within three months."), code="day")
        return end_of(day)


class HelloForm(Form):
    """A hello to a newcomer."""

    words = PlainText(label=_("Your hello"), max_length=1000, multiline=True)
