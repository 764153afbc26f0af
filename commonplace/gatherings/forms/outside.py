"""A calendar of others."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from commonplace.gatherings.actions.outside import web_address
from commonplace.lib.outward import NotOutward, check
from commonplace.ui.forms import Form, PlainText


class OutsideForm(Form):
    """A calendar of others to look at: what it is called here, and where it is."""

    name = PlainText(
        label=_("What is it called here?"),
        max_length=120,
        error_messages={"required": _("Give it a name, so that everyone knows whose dates these are.")},
    )
    address = PlainText(
        label=_("Its address"),
        max_length=1000,
        widget=forms.URLInput,
        help_text=_("As its owner gives it out for calendar programs, often ending in .ics. Stewards alone see it."),
        error_messages={"required": _("Where is it? Its owner gives out an address.")},
    )

    def clean_address(self) -> str:
        """An address that the house may ask; whatever its name leads to is looked at when it is asked."""
        said = web_address(self.cleaned_data["address"])
        try:
            check(said, is_inside_too=settings.CALENDARS_INSIDE)
        except NotOutward:
            raise forms.ValidationError(
                _("That is no address that the house may ask: https:// and a name, without a passphrase in it.")
            ) from None
        return said
