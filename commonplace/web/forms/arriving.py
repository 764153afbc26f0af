"""What a first visit asks: three fields at most."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.people.forms import NameField
from commonplace.ui.forms import Form, PlainText

LINE = 200


class ArrivalForm(Form):
    """One line, for someone who has an account already."""

    line = PlainText(label=_("One line, if you like: what would you ask us?"), max_length=LINE, required=False)


class FirstVisitForm(ArrivalForm):
    """For someone whose address the letter has confirmed: a name, what they do, one line."""

    name = NameField()
    craft = PlainText(
        label=_("What do you do?"),
        max_length=160,
        required=False,
        widget=forms.TextInput(
            attrs={"placeholder": _("As you would say it at work"), "autocomplete": "organization-title"}
        ),
    )
    field_order = ("name", "craft", "line")


class SponsorForm(Form):
    """Nothing to fill in: one press says yes."""


class FirstSponsorForm(Form):
    """For a sponsor whose address the letter has confirmed: a name."""

    name = NameField()


class FirstVisitByLinkForm(ArrivalForm):
    """For someone who was handed the bare link: an address takes the place of the craft."""

    name = NameField()
    address = forms.EmailField(
        label=_("Where do we write to?"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("It is how you sign in again. Nobody is shown it."),
    )
    field_order = ("name", "address", "line")


class FirstSponsorByLinkForm(FirstSponsorForm):
    """For a sponsor who was handed the bare link."""

    address = FirstVisitByLinkForm.base_fields["address"]
    field_order = ("name", "address")
