"""What somebody looks for, and which protocol a gathering shall follow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonplace.protocols import wording
from commonplace.protocols.choosing import DAYS, Structure, Wish
from commonplace.protocols.needs import Need
from commonplace.protocols.protocol import Protocol
from commonplace.ui.forms import Form

MOST_PEOPLE = 1000
TIMES = (15, 30, 45, 60, 90, 240)
STRUCTURES = (
    ("", _("Any")),
    (Structure.LIGHT.value, _("Light: hardly any rules")),
    (Structure.SOME.value, _("Some form")),
    (Structure.FIRM.value, _("Firm: roles, steps, agreements")),
)


def _times() -> list[tuple[str | int, str]]:
    timed = [(one, gettext("%(length)s at most") % {"length": wording.minutes_said(one)}) for one in TIMES]
    return [("", gettext("Any")), *timed, (DAYS, gettext("Days or weeks"))]


class WishForm(Form):
    """Sent by GET: an address of it can be passed on, and works without script."""

    need = forms.ChoiceField(
        label=_("Which of these is true?"), choices=[("", _("Any")), *Need.choices], required=False
    )
    minutes = forms.ChoiceField(label=_("How much time is there?"), choices=_times, required=False)
    people = forms.IntegerField(
        label=_("How many are you?"),
        min_value=1,
        max_value=MOST_PEOPLE,
        required=False,
        error_messages={
            "invalid": _("Say it as a whole number, or leave it empty."),
            "min_value": _("At least one person has to be there."),
            "max_value": _("Leave it empty for as many as like to."),
        },
    )
    structure = forms.ChoiceField(label=_("How firmly shall it be held?"), choices=STRUCTURES, required=False)

    def wish(self) -> Wish:
        """What was said, less what could not be read."""
        said = self.cleaned_data
        minutes, structure = said.get("minutes"), said.get("structure")
        return Wish(
            need=said.get("need", ""),
            minutes=int(minutes) if minutes else None,
            people=said.get("people"),
            structure=Structure(int(structure)) if structure else None,
        )


class FollowForm(Form):
    """Which protocol a gathering follows, "" for none; and whether the later dates of its series do so, too."""

    protocol = forms.ChoiceField(label=_("Which protocol?"), required=False)
    goes_on = forms.BooleanField(label=_("Also every later date of the series"), required=False)

    def __init__(self, *args: Any, offered: Iterable[Protocol], in_series: bool, **kw: Any) -> None:
        super().__init__(*args, **kw)
        own: list[tuple[str, str]] = []
        catalogue: list[tuple[str, str]] = []
        for one in offered:
            words = f"{one.title} ({wording.length_said(one)})"
            (own if one.adaptation else catalogue).append((one.ref, words))
        field = self.fields["protocol"]
        assert isinstance(field, forms.ChoiceField)  # declared above
        groups: list[Any] = [("", gettext("None: it goes as it goes"))]
        if own:
            groups.append((gettext("Our own"), own))
        groups.append((gettext("From the catalogue"), catalogue))
        field.choices = groups
        if not in_series:
            del self.fields["goes_on"]
