"""What is asked of stewards who change how the community is set up."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from commonplace.communities.doors import Joining, Visibility
from commonplace.communities.models import Community
from commonplace.ui.forms import Explained, Form, Options, PlainText

Stage = Community.Stage

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
