"""Times that could be, as somebody types them; and the one of them that it becomes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonplace.gatherings.actions.convening import ImpossibleTime
from commonplace.gatherings.actions.polling import MOST_TIMES, IsPast, NoSuchHour, end_of_day, moment_of
from commonplace.gatherings.repeating import Repeat
from commonplace.lib.zones import NoSuchZone
from commonplace.ui.forms import Choice, Day, Explained, Form, Hour, Options

ROWS: Final = 12
# What is said where the date is open.
OF_OPEN: Final = (
    "dating",
    "ask_until",
    "asks",
    *(f"{name}_{n}" for n in range(1, ROWS + 1) for name in ("day", "hour")),
)
NO_DAY: Final = _("That is no day. Write it as year, month and day: 2027-03-24.")
NO_HOUR: Final = _("That is no hour. Write it as hours and minutes: 15:00.")


class TimesForm(Form):
    """Several times that could be, each a day and an hour by one clock; and until when they are asked about."""

    ask_until = forms.DateField(
        label=_("Until which day do you ask?"),
        widget=Day,
        required=False,
        input_formats=["%Y-%m-%d"],
        help_text=_("Left empty: until a day before the first of the times."),
        error_messages={"invalid": NO_DAY},
    )
    rows_at_least = 1
    rows_shown = ROWS

    def __init__(self, *args: Any, there: Collection[datetime] = (), zone: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.there, self.clock = set(there), zone
        self.walls: list[datetime] = []
        self.closes: datetime | None = None
        for n in range(1, self.rows_shown + 1):
            # Its row is said to a screen reader; in the list of what stands in the way it is named.
            self.fields[f"day_{n}"] = forms.DateField(
                label=_("Day of time %(n)d") % {"n": n},
                widget=Day,
                required=False,
                input_formats=["%Y-%m-%d"],
                error_messages={"invalid": NO_DAY},
            )
            self.fields[f"hour_{n}"] = forms.TimeField(
                label=_("Hour of time %(n)d") % {"n": n},
                widget=Hour,
                required=False,
                input_formats=["%H:%M", "%H:%M:%S"],
                error_messages={"invalid": NO_HOUR},
            )

    @property
    def rows(self) -> Sequence[tuple[forms.BoundField, forms.BoundField]]:
        """Each time as its two fields."""
        return [(self[f"day_{n}"], self[f"hour_{n}"]) for n in range(1, self.rows_shown + 1)]

    @property
    def first_rows(self) -> Sequence[tuple[forms.BoundField, forms.BoundField]]:
        """Those that stand open."""
        return self.rows[:4]

    @property
    def more_rows(self) -> Sequence[tuple[forms.BoundField, forms.BoundField]]:
        """Those that unfold."""
        return self.rows[4:]

    @property
    def has_more(self) -> bool:
        """Whether something is typed in those that unfold."""
        return any(day.value() or hour.value() for day, hour in self.more_rows)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.check_times(self.clock)
        return data

    def check_times(self, zone: str) -> None:
        """Read the rows by the clock of a zone into `walls`, with what is wrong beside the row in which it is."""
        taken, now = set(self.there), timezone.now()
        self.walls = []
        for n, wall in self._filled():
            try:
                starts_at = moment_of(wall, zone, now=now)
            except IsPast:
                self.add_error(f"day_{n}", _("That is over already."))
            except NoSuchHour:
                self.add_error(f"hour_{n}", _("No clock there shows this hour on that day; it is left out."))
            except ImpossibleTime:
                self.add_error(f"day_{n}", _("No gathering can be then. Choose another day."))
            except NoSuchZone:
                return  # said beside the zone
            else:
                if starts_at in taken:
                    self.add_error(f"day_{n}", _("This time stands here twice."))
                taken.add(starts_at)
                self.walls.append(wall)
        self._check_number()
        self._check_until(zone, now)

    def _filled(self) -> Iterator[tuple[int, datetime]]:
        for n in range(1, self.rows_shown + 1):
            names = (f"day_{n}", f"hour_{n}")
            day, hour = (self.cleaned_data.get(name) for name in names)
            if any(name in self.errors for name in names):
                continue
            if day and hour is not None:
                yield n, datetime.combine(day, hour.replace(second=0, microsecond=0))
            elif day:
                self.add_error(names[1], _("It has no hour yet."))
            elif hour is not None:
                self.add_error(names[0], _("It has no day yet."))

    def _check_number(self) -> None:
        if any(name.startswith(("day_", "hour_")) for name in self.errors):
            return
        if len(self.walls) < self.rows_at_least:
            few = _("Propose two times at least.") if self.rows_at_least > 1 else _("Which time do you propose?")
            self.add_error("day_1", few)
        elif len(self.there) + len(self.walls) > MOST_TIMES:
            self.add_error("day_1", _("These are more times than anyone looks through: twenty at most."))

    def _check_until(self, zone: str, now: datetime) -> None:
        day: date | None = self.cleaned_data.get("ask_until")
        if day is None:
            return
        try:
            self.closes = end_of_day(datetime.combine(day, datetime.min.time()), zone)
        except (NoSuchZone, OverflowError):
            self.add_error("ask_until", NO_DAY)
            return
        if self.closes <= now:
            self.add_error("ask_until", _("That day is over already."))


class Dating(models.TextChoices):
    """Whether it has a day, or people are asked when they can."""

    SET = "set", _("It has a day")
    OPEN = "open", _("The date is open")


class OpenDateForm(TimesForm):
    """Whether it has a day, and where not, when it could be and who is asked."""

    rows_at_least = 2
    dating = forms.ChoiceField(
        label=_("When?"), choices=Dating.choices, initial=Dating.SET, required=False, widget=Choice
    )
    asks = forms.ChoiceField(
        label=_("Whom do you ask?"),
        choices=[
            ("everyone", Explained(_("Everyone who can see it"), _("It waits for them on their page For you."))),
            ("named", Explained(_("Those whom I ask by name"), _("Each hears of it by a letter, when you ask them."))),
        ],
        initial="everyone",
        required=False,
        widget=Options,
    )

    @property
    def is_open(self) -> bool:
        """Whether the date is open, and people are asked when they can."""
        return "dating" in self.fields and self["dating"].value() == Dating.OPEN


class MoreTimesForm(TimesForm):
    """A few times more, for a date that is looked for already."""

    rows_shown = 4

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ask_until"].help_text = _("Left empty, it stays as it is.")


class ChoosingForm(Form):
    """Which of the times it becomes, and whether it comes again from then on."""

    time = forms.TypedChoiceField(
        label=_("When is it?"),
        coerce=int,
        widget=Options,
        error_messages={
            "required": _("Choose one of the times."),
            "invalid_choice": _("That time was taken out, or has begun. Choose another."),
        },
    )
    repeat = forms.ChoiceField(
        label=_("How often?"),
        choices=[one for one in Repeat.choices if one[0] != Repeat.RULE],
        initial=Repeat.ONCE,
        required=False,
        help_text=_("From then on; you can change or call off each date by itself."),
    )

    def __init__(self, *args: Any, times: Sequence[tuple[int, Explained]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        time = self.fields["time"]
        assert isinstance(time, forms.TypedChoiceField)  # declared above
        time.choices = times
