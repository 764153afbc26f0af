"""A protocol as somebody changes it: its words, and its phases with their order, in one plain form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from commonplace.communities.audience import Audience
from commonplace.communities.models import Space
from commonplace.protocols.bounds import (
    LINE,
    LONGEST_TIMED,
    MOST_DAYS,
    MOST_MINUTES,
    MOST_PHASES,
    PHASE_TITLE,
    PROMPT,
    SHORTEST_TIMED,
    TITLE,
)
from commonplace.protocols.protocol import Capture, Phase, Protocol, Speaks
from commonplace.protocols.wording import minutes_said
from commonplace.ui.forms import OUR_WORDS, Explained, OnceForm, Options, PlainText, Ticks

BLANK = 2  # empty steps at the end of the form, for what is added
# Fields that are added later say what the others say (see `ui.forms.Form`).
CHOICES = {"invalid_choice": OUR_WORDS["invalid_choice"][1]}
NUMBERS = {
    "required": _("Say it as a whole number."),
    "invalid": _("Say it as a whole number."),
    "min_value": _("That is too little."),
    "max_value": _("That is too much."),
}
PARTS = ("place", "title", "minutes", "days", "speaks", "prompt", "captures")


class AdaptationForm(OnceForm):
    """Title, line and every phase; `rows` counts the phases that the form has, a phase without a title goes."""

    title = PlainText(
        label=_("What do you call it?"),
        max_length=TITLE,
        error_messages={"required": _("It has no name. Call it as you would announce it.")},
    )
    line = PlainText(
        label=_("In one line"),
        max_length=LINE,
        error_messages={"required": _("Somebody has to recognise in one line what it is.")},
    )
    space = forms.ChoiceField(label=_("Who can see this"), widget=Options)
    rows = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        like: Protocol,
        spaces: Sequence[tuple[Space, Audience]] = (),
        is_new: bool,
        rows: int = 0,
        **kw: Any,
    ) -> None:
        self.like = like
        number = min(rows, MOST_PHASES) or self._rows(args[0] if args else kw.get("data"))
        kw["initial"] = {**self._initial(like, number), **kw.get("initial", {})}
        super().__init__(*args, **kw)
        self.spaces = {space.slug: space for space, _sight in spaces}
        where = self.fields["space"]
        assert isinstance(where, forms.ChoiceField)  # declared above
        if is_new:
            where.choices = [(one.slug, Explained(one.name, sight.sentence)) for one, sight in spaces]
            where.error_messages["required"] = _("Choose who can see it.")
        else:
            # Where it stands it stays, and changing it twice is changing it once.
            del self.fields["space"], self.fields["idempotency_key"]
        for n in range(number):
            self._add(n)

    def _rows(self, data: Mapping[str, Any] | None) -> int:
        said = str(data.get("rows", "")) if data is not None else ""
        if said.isascii() and said.isdigit() and len(said) < 4:
            return min(max(int(said), 1), MOST_PHASES)
        return min(len(self.like.phases) + BLANK, MOST_PHASES)

    @staticmethod
    def _initial(like: Protocol, number: int) -> dict[str, Any]:
        said: dict[str, Any] = {"title": like.title, "line": like.line, "rows": number}
        for n in range(number):
            said[f"place_{n}"] = n + 1
            said[f"speaks_{n}"] = Speaks.ALL.value
        for n, phase in enumerate(like.phases):
            said |= {
                f"title_{n}": phase.title,
                f"minutes_{n}": phase.minutes,
                f"days_{n}": phase.days,
                f"speaks_{n}": phase.speaks.value,
                f"prompt_{n}": phase.prompt,
                f"captures_{n}": [one.value for one in phase.captures],
            }
        return said

    def _add(self, n: int) -> None:
        """The fields of one phase."""
        self.fields[f"place_{n}"] = forms.IntegerField(
            label=_("Which step?"), min_value=0, max_value=999, required=False, error_messages=NUMBERS
        )
        self.fields[f"title_{n}"] = PlainText(
            label=_("What is the step called?"), max_length=PHASE_TITLE, required=False
        )
        self.fields[f"minutes_{n}"] = forms.IntegerField(
            label=_("How many minutes?"), min_value=1, max_value=MOST_MINUTES, required=False, error_messages=NUMBERS
        )
        if not self.like.is_timed:
            self.fields[f"days_{n}"] = forms.IntegerField(
                label=_("Open for how many days?"),
                min_value=1,
                max_value=MOST_DAYS,
                required=False,
                error_messages=NUMBERS,
            )
        self.fields[f"speaks_{n}"] = forms.ChoiceField(
            label=_("Who speaks?"), choices=Speaks.choices, required=False, error_messages=CHOICES
        )
        self.fields[f"prompt_{n}"] = PlainText(
            label=_("What does somebody say aloud?"), max_length=PROMPT, multiline=True, required=False
        )
        self.fields[f"prompt_{n}"].widget.attrs["rows"] = 3
        self.fields[f"captures_{n}"] = forms.MultipleChoiceField(
            label=_("What is kept of it?"),
            choices=Capture.choices,
            widget=Ticks,
            required=False,
            error_messages=CHOICES,
        )

    def steps(self) -> list[list[forms.BoundField]]:
        """The fields of each phase, for the page."""
        return [
            [self[f"{part}_{n}"] for part in PARTS if f"{part}_{n}" in self.fields]
            for n in range(MOST_PHASES)
            if f"title_{n}" in self.fields
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for n in self._told(data):
            for part, words in (
                ("minutes", _("Say how many minutes it takes.")),
                ("days", _("Say for how many days it is open.")),
                ("prompt", _("Write what somebody would say.")),
            ):
                name = f"{part}_{n}"
                if name in self.fields and name not in self.errors and not data.get(name):
                    self.add_error(name, words)
        if not self.errors:
            minutes = sum(data[f"minutes_{n}"] for n in self._told(data))
            if not self._told(data):
                self.add_error(None, _("It has no step left. One at least is needed."))
            elif self.like.is_timed and not SHORTEST_TIMED <= minutes <= LONGEST_TIMED:
                words = _("Its steps come to %(length)s; from five minutes to two weeks is a gathering.")
                self.add_error(None, words % {"length": minutes_said(minutes)})
        return data

    def _told(self, data: Mapping[str, Any]) -> list[int]:
        """The phases that have a title, in the order that was asked for."""
        there = [n for n in range(MOST_PHASES) if f"title_{n}" in self.fields and data.get(f"title_{n}")]
        return sorted(there, key=lambda n: (_place(data.get(f"place_{n}")), n))

    def protocol(self) -> Protocol:
        """What was said, on the recipe that it began from."""
        data = self.cleaned_data
        taken: set[str] = set()
        phases = []
        before = {phase.title: phase.code for phase in self.like.phases}
        for n in self._told(data):
            title = data[f"title_{n}"]
            code = _code(before.get(title) or slugify(title)[:40] or "step", taken)
            phases.append(
                Phase(
                    code,
                    title,
                    data[f"minutes_{n}"],
                    Speaks(data.get(f"speaks_{n}") or Speaks.ALL),
                    data[f"prompt_{n}"],
                    tuple(Capture(one) for one in data.get(f"captures_{n}", ())),
                    data.get(f"days_{n}") or 0,
                )
            )
        return replace(self.like, title=data["title"], line=data["line"], phases=tuple(phases), adaptation=None)


def _place(said: int | None) -> int:
    return 1000 if said is None else said


def _code(wished: str, taken: set[str]) -> str:
    """A code that no other phase has."""
    code, n = wished, 2
    while code in taken:
        code, n = f"{wished}-{n}", n + 1
    taken.add(code)
    return code


class FileForm(OnceForm):
    """A protocol that comes as a file."""

    file = forms.FileField(
        label=_("The file"),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        error_messages={
            "required": _("Choose the file of a protocol."),
            "empty": _("There is nothing in this file."),
        },
    )
    space = forms.ChoiceField(label=_("Who can see this"), widget=Options)

    def __init__(self, *args: Any, spaces: Sequence[tuple[Space, Audience]], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.spaces = {space.slug: space for space, _sight in spaces}
        where = self.fields["space"]
        assert isinstance(where, forms.ChoiceField)  # declared above
        where.choices = [(one.slug, Explained(one.name, sight.sentence)) for one, sight in spaces]
        where.error_messages["required"] = _("Choose who can see it.")
        if spaces:
            where.initial = spaces[0][0].slug
