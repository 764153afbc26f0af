"""A time zone as people say it: by a town with the same clock."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonplace.people.languages import zone_choices, zone_of, zones_like
from commonplace.ui.forms import PlainText, Searched


class ZoneField(PlainText):
    """A time zone, typed as the name of a town; its value is the name that the world's database has for it."""

    def __init__(self, **kwargs: Any) -> None:
        offered = Searched(offered=lambda: [name for _zone, name in zone_choices()])
        super().__init__(max_length=80, widget=offered, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Shows a zone by the name of its town."""
        return dict(zone_choices()).get(value, value)

    def clean(self, value: Any) -> str:
        said: str = super().clean(value)
        if not said or (zone := zone_of(said)):
            return zone if said else ""
        if near := zones_like(said):
            message = _("No time zone is named so. Did you mean %(near)s?")
            raise forms.ValidationError(message, params={"near": " · ".join(near)})
        raise forms.ValidationError(_("No time zone is named so. A larger town with the same clock will do."))
