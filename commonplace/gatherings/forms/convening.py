"""A gathering as it is planned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from commonplace.communities.audience import Audience
from commonplace.communities.doors import Confidence
from commonplace.communities.models import Space
from commonplace.gatherings.actions.convening import LONGEST, SHORTEST, ImpossibleTime, Plan
from commonplace.gatherings.confidence import may_be_chosen
from commonplace.gatherings.forms.polling import NO_DAY, NO_HOUR, OF_OPEN, OpenDateForm
from commonplace.gatherings.models import Gathering
from commonplace.gatherings.repeating import Repeat, rule_for
from commonplace.gatherings.rooms import are_offered
from commonplace.lib.recurrence import LONGEST as LONGEST_RULE
from commonplace.lib.recurrence import NotARule, first_wall, tidy_rule
from commonplace.people.zone_field import ZoneField
from commonplace.ui.forms import Day, Explained, Hour, OnceForm, Options, PlainText

DRAFT = "gathering"
OF_SET = ("on", "at", "repeat", "rule", "until")  # said where it has a day
# The fields that a draft keeps.
DRAFTED = (
    *("title", "purpose", "on", "at", "zone", "minutes", "where", "link", "telephone", "capacity", "text", "space"),
    *("own_room", "confidence", "repeat", "rule", "until", *OF_OPEN),
)
MOST_SEATS = 100_000
CONFIDENCES = {
    Confidence.ORDINARY: _("Members who see this page see who comes."),
    Confidence.CHATHAM: _(
        "What is said may be used, never who said it. Only those who hold it see who comes, and the house records"
        " nothing."
    ),
    Confidence.SEALED: _("What is said stays there. Only those who hold it see who comes, and letters tell no title."),
}


class Reach(models.TextChoices):
    """Which dates of a series a change is for."""

    THIS = "this", _("This date alone")
    FOLLOWING = "following", _("This date and all that follow")
    ALL = "all", _("All from now on")


REACHES = [
    (Reach.THIS.value, Explained(Reach.THIS.label, _("The others stay as they are."))),
    (
        Reach.FOLLOWING.value,
        Explained(
            Reach.FOLLOWING.label, _("What is otherwise on a single date stays, and so does what was called off.")
        ),
    ),
    (Reach.ALL.value, Explained(Reach.ALL.label, _("The same, for every date that is not over."))),
]


class PlanForm(OpenDateForm, OnceForm):
    """A gathering as it is planned: what for, when, where, and how far it goes."""

    title = PlainText(
        label=_("What is it called?"),
        max_length=200,
        error_messages={"required": _("It has no name. A few words will do, as you would say them at the door.")},
    )
    purpose = PlainText(
        label=_("What for, in one line"),
        max_length=400,
        required=False,
        help_text=_("Somebody has to recognise why they should come."),
    )
    on = forms.DateField(
        label=_("On which day?"),
        widget=Day,
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": _("It has no day yet."),
            "invalid": NO_DAY,
        },
    )
    at = forms.TimeField(
        label=_("At what time?"),
        widget=Hour,
        input_formats=["%H:%M", "%H:%M:%S"],
        error_messages={
            "required": _("It has no hour yet."),
            "invalid": NO_HOUR,
        },
    )
    zone = ZoneField(
        label=_("By whose clock?"),
        help_text=_("A town with that clock. Everyone sees it in their own hours."),
        error_messages={"required": _("Say by whose clock: a town will do.")},
    )
    minutes = forms.IntegerField(
        label=_("How many minutes?"),
        initial=60,
        min_value=SHORTEST,
        max_value=LONGEST,
        error_messages={
            "required": _("Say how long it takes, in minutes."),
            "invalid": _("Say it in minutes, as a whole number."),
            "min_value": _("That is too short to meet: five minutes at least."),
            "max_value": _("That is longer than two weeks. Make several of it."),
        },
    )
    where = PlainText(label=_("A place"), max_length=300, required=False)
    link = PlainText(
        label=_("An address to meet at online"),
        max_length=500,
        required=False,
        help_text=_("It opens ten minutes before, to those who come."),
    )
    own_room = forms.BooleanField(
        label=_("A room on our own server"),
        required=False,
        help_text=_("Made for this gathering alone, under a name that nobody guesses; instead of an address above."),
    )
    telephone = PlainText(label=_("A telephone line"), max_length=100, required=False)
    capacity = forms.IntegerField(
        label=_("How many can come?"),
        required=False,
        min_value=1,
        max_value=MOST_SEATS,
        help_text=_("Left empty: as many as like to. Who comes later waits in line and moves up."),
        error_messages={
            "invalid": _("Say it as a whole number, or leave it empty."),
            "min_value": _("At least one person has to fit."),
            "max_value": _("Leave it empty for as many as like to."),
        },
    )
    # Under the name that drafts keep words by.
    text = PlainText(label=_("What to prepare"), max_length=4000, required=False, multiline=True)
    space = forms.ChoiceField(label=_("Who can see this"), widget=Options)
    confidence = forms.ChoiceField(label=_("What may be told of it"), widget=Options)
    begun = forms.CharField(required=False, widget=forms.HiddenInput)
    # Where the draft of it is kept.
    place = forms.CharField(required=False, initial=DRAFT, widget=forms.HiddenInput)
    repeat = forms.ChoiceField(label=_("How often?"), choices=Repeat.choices, initial=Repeat.ONCE, required=False)
    until = forms.DateField(
        label=_("Until which day?"),
        widget=Day,
        required=False,
        input_formats=["%Y-%m-%d"],
        help_text=_("Left empty: it goes on, and its dates are made a year ahead."),
        error_messages={"invalid": NO_DAY},
    )
    rule = PlainText(
        label=_("A rule of one’s own"),
        max_length=LONGEST_RULE,
        required=False,
        help_text=_("As calendars write it, such as FREQ=MONTHLY;BYDAY=1MO,3MO."),
    )

    reach = forms.ChoiceField(
        label=_("For which dates?"), choices=REACHES, initial=Reach.THIS, widget=Options, required=False
    )

    def __init__(
        self,
        *args: Any,
        spaces: Sequence[tuple[Space, Audience]] = (),
        of: Gathering | None = None,
        leads: bool = False,
        **kw: Any,
    ):
        super().__init__(*args, **kw)
        self.of = of
        self.spaces = {space.slug: space for space, _sight in spaces}
        space = self.fields["space"]
        assert isinstance(space, forms.ChoiceField)  # declared above
        if of is None:
            space.choices = [(one.slug, Explained(one.name, sight.sentence)) for one, sight in spaces]
            space.error_messages["invalid_choice"] = _("You cannot call people together in that place. Choose another.")
            space.error_messages["required"] = _("Choose who can see it.")
        else:
            # Where it stands it stays: whoever has said yes did so before these people.
            for name in ("space", "repeat", "until", "rule", *OF_OPEN):
                del self.fields[name]
            if of.is_open_dated:
                # Its times are proposed and taken out on a page of their own, all by one clock.
                for name in ("on", "at", "zone"):
                    del self.fields[name]
        if not are_offered():
            del self.fields["own_room"]
        if not leads:
            del self.fields["reach"]
        confidence = self.fields["confidence"]
        assert isinstance(confidence, forms.ChoiceField)  # declared above
        offered = may_be_chosen(of.space.confidence) if of is not None else list(Confidence)
        confidence.choices = [(one.value, Explained(one.label, CONFIDENCES[one])) for one in offered]
        confidence.initial = offered[0].value

    def clean_link(self) -> str:
        """An address of the web and no other kind: everyone will press it."""
        said: str = self.cleaned_data["link"]
        if said and "://" not in said:
            said = f"https://{said}"
        if said:
            URLValidator(schemes=["https", "http"], message=_("That is no address of the web."))(said)
        return said

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        # What is typed on the other side of the choice stays as it is, and stands in nobody's way.
        for name in OF_SET if self.is_open else OF_OPEN:
            self.errors.pop(name, None)
        if self.is_open:
            if data.get("zone"):
                self.check_times(data["zone"])
        elif {"on", "at", "zone", "minutes"} <= data.keys() and data["zone"]:
            try:
                _starts_at = self.plan().starts_at
            except ImpossibleTime:
                self.add_error("on", _("No gathering can be then. Choose another day."))
            else:
                self._check_rule(data)
        return data

    def _check_rule(self, data: dict[str, Any]) -> None:
        rule = self.whole_rule()
        try:
            comes_true = not rule or first_wall(tidy_rule(rule), self.plan().wall, zone=data["zone"]) is not None
        except NotARule:
            self.add_error("rule", _("That is no rule of days, weeks, months or years that is kept here."))
            return
        if not comes_true:
            where = "until" if data.get("until") else "rule"
            self.add_error(where, _("By this there would be no date at all."))

    def whole_rule(self) -> str:
        """The rule by which it comes again; "" for once."""
        said = self.cleaned_data
        repeat = said.get("repeat") or Repeat.ONCE
        if repeat == Repeat.RULE and not said.get("rule"):
            return "-"  # no rule, and none of the plain choices
        return rule_for(repeat, said["on"], own=said.get("rule", ""), until=said.get("until"))

    def plan(self) -> Plan:
        """What was said, as the actions take it."""
        said = self.cleaned_data
        if self.is_open:
            wall, zone = self.walls[0], said["zone"]
        elif self.of is not None and self.of.is_open_dated:
            wall, zone = self.of.wall, self.of.zone
        else:
            wall, zone = datetime.combine(said["on"], said["at"].replace(second=0, microsecond=0)), said["zone"]
        return Plan(
            title=said.get("title", ""),
            wall=wall,
            zone=zone,
            minutes=said["minutes"],
            purpose=said.get("purpose", ""),
            place=said.get("where", ""),
            link="" if said.get("own_room") else said.get("link", ""),
            own_room=bool(said.get("own_room")),
            telephone=said.get("telephone", ""),
            capacity=said.get("capacity"),
            prepare=said.get("text", ""),
            confidence=said.get("confidence", Confidence.ORDINARY),
        )


def initial_of(gathering: Gathering) -> dict[str, Any]:
    """What a form shows first that changes a gathering; one that copies it leaves out the day."""
    said = {
        name: getattr(gathering, name)
        for name in (*("title", "purpose", "zone", "minutes", "link", "telephone", "capacity", "confidence"),)
    }
    return said | {
        "on": gathering.wall_on,
        "at": gathering.wall_time,
        "text": gathering.prepare,
        "where": gathering.place,
        "own_room": bool(gathering.room),
    }


def asked_for(said: Mapping[str, str]) -> dict[str, str]:
    """The title, day, hour, clock and length that an address asks for, each where the form would take it."""
    form = PlanForm()
    names = [name for name in ("title", "on", "at", "zone", "minutes") if said.get(name)]
    fields = {name: form.fields[name] for name in names}
    return {name: said[name] for name, field in fields.items() if _is_taken(field, said[name])}


def _is_taken(field: forms.Field, said: str) -> bool:
    try:
        field.clean(said)
    except forms.ValidationError:
        return False
    return True
