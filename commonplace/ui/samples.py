"""What the style guide shows: invented people and plain examples, in English, for those who build pages."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django import forms
from django.utils import timezone

from commonplace.store.paging import Page
from commonplace.ui import places
from commonplace.ui.charts import (
    GATE_TOPS,
    PULSE_HEIGHT,
    Bar,
    Beat,
    Dot,
    Gate,
    Lane,
    Rung,
    to_scale,
)
from commonplace.ui.dot_layout import DOT, boxes, strew
from commonplace.ui.forms import Choice, Explained, Form, Options, PlainText, Ticks
from commonplace.ui.spine import Link, Reader, Spine

WEEKS = [9, 12, 7, 14, 11, 6, 3, 8, 13, 15, 10, 12]
COLOURS = [
    *("canvas", "surface", "well", "rule", "edge", "text", "text-soft", "text-faint"),
    *("accent", "accent-strong", "accent-line", "accent-wash", "note", "note-line", "note-wash", "alarm", "alarm-wash"),
]
# What a template says of itself: in one line, or over several.
HEAD = re.compile(r"{# (.+?) #}|{% comment %}(.+?){% endcomment %}", re.DOTALL)
RINGS = {"core": 9, "active": 21, "occasional": 38, "peripheral": 75, "transactional": 30}


WORDS = {
    "margin": "A tinted ochre rule and an italic head. Never a box. Who can see this, who may know, what is missing.",
    "not_sent": "Your mail carried a 40 MB file; we take up to 25. Nothing is lost, the text is in your drafts.",
    "no_cases": "No cases yet. A case begins when someone says “I do not understand what I am looking at.”",
    "table": "Every chart has one of these, or a list that says the same.",
    "caption": "Conversations by month, and how many found an answer",
    "rings": "Participation this quarter: 9 core, 21 active, 38 occasional, 75 peripheral, 30 around the edge.",
    "code": "q_min = 8.6  # litres a second, since the outlet was raised by four metres for the new tower in spring",
}


class SampleForm(Form):
    """One field of each sort."""

    title = PlainText(max_length=120, label="In one line", help_text="As you would say it to a colleague at the van.")
    body = PlainText(
        max_length=20000,
        multiline=True,
        required=False,
        label="What you see, what you have tried",
        help_text="Leave out customers and street names.",
        widget=forms.Textarea(attrs={"placeholder": "What have you seen or tried? Half an idea is fine."}),
    )
    where = forms.ChoiceField(
        label="Where", choices=[("all", "The Listening Stick, all members"), ("pipe", "Plastic pipe, the four of us")]
    )
    opening = forms.ChoiceField(
        label="How would you begin?",
        widget=Options(two=True),
        initial="experience",
        choices=[
            ("experience", Explained("Has anyone had…?", "I want to hear what others have lived")),
            ("question", Explained("Where can I find…?", "a sheet, a person, a place")),
            ("problem", Explained("How can we…?", "a problem to work on together")),
            ("idea", Explained("What if…?", "half-baked; please do not quote")),
        ],
    )
    coming = forms.ChoiceField(
        label="Will you come?",
        widget=Choice,
        initial="yes",
        choices=[("yes", "I’ll come"), ("try", "I’ll try"), ("no", "Not this time")],
    )
    languages = forms.MultipleChoiceField(
        label="Languages",
        widget=Ticks,
        required=False,
        choices=[("pt", "Portuguese"), ("en", "English"), ("pl", "Polish")],
    )
    follow = forms.BooleanField(
        label="Tell me about replies", required=False, help_text="By mail, at once. You may stop it in any letter."
    )


def returned_form() -> SampleForm:
    """Return the sample as it comes back with two things in the way."""
    written = {
        "title": "",
        "body": "We dug at 180 and found a dry coupling.",
        "where": "clinic",
        "opening": "idea",
        "coming": "no",
    }
    form = SampleForm({f"back-{name}": words for name, words in written.items()}, prefix="back")
    form.is_valid()
    return form


def spine() -> Spine:
    """Return the spine of the prototypes."""
    return Spine(
        reader=Reader("Inês Baptista", "#leaf"),
        house=(Link("Search", "#leaf"), Link("For you", "#leaf", "3")),
        community=Link("The Listening Stick", "#leaf"),
        rooms=(
            Link("Today", "#leaf", current=True),
            Link("Conversations", "#leaf", "4 open"),
            Link("People", "#leaf", "143"),
            Link("About", "#leaf"),
        ),
        stewards=(Link("Cultivate", "#leaf"),),
        also=(Link("The Lone Shift", "#leaf", "new"), Link("New Facilitators", "#leaf", "1")),
    )


def _dots() -> list[Dot]:
    strewn = strew(RINGS, boxes({ring: ring for ring in RINGS}))
    if strewn is None:
        return []
    return [
        Dot(x, y, "out" if ring == "transactional" else "new" if person % 8 == 3 else "", strewn.size * DOT)
        for ring, spots in strewn.spots.items()
        for person, (x, y) in enumerate(spots)
    ]


def _bars() -> list[Bar]:
    marks = {0: "7 Sep", 4: "5 Oct", 8: "2 Nov", 11: "this week"}
    heights = to_scale([float(week) for week in WEEKS], PULSE_HEIGHT)
    weeks = enumerate(zip(WEEKS, heights, strict=True))
    return [Bar(high, f"{week} conversations", at in (1, 4, 9), marks.get(at, "")) for at, (week, high) in weeks]


def parts() -> list[tuple[str, str]]:
    """Return every template that pages include or extend, with the comment at its head, which documents its context."""
    folder = Path(__file__).parent / "templates"
    found = []
    for path in sorted((folder / "ui").rglob("*.html")):
        said = HEAD.search(path.read_text())
        if said and "guide" not in path.parts and path.stem != "guide":
            found.append((str(path.relative_to(folder)), " ".join((said[1] or said[2]).split())))
    return found


def everything() -> dict[str, Any]:
    """Return the whole context of the style guide."""
    now = timezone.now()
    return {
        "spine": spine(),
        "colours": COLOURS,
        "categories": [f"cat-{number}" for number in range(1, 7)],
        "form": SampleForm(),
        "returned": returned_form(),
        "heads": [Link(word, "#leaf") for word in ("night flow", "pressure", "district meters", "plastic pipe")],
        "kinds": ["Where can I find…?", "Has anyone had…?", "Can I visit…?", "What do you think of…?"],
        "sieve": [
            Link("Everything", "#leaf", "61", current=True),
            Link("Nobody has answered yet", "#leaf", "4"),
            Link("Mine", "#leaf"),
        ],
        "facts": [
            ("Ask me about", "night flow, pressure on hillsides"),
            ("Learning about", "plastic pipe"),
            ("Place", ""),
        ],
        "record": [
            {
                "at": datetime(2026, 6, 2, tzinfo=UTC),
                "text": "Hours water ran, instead of leaks counted.",
                "url": "#leaf",
                "link": "Compare",
            },
            {"at": datetime(2025, 1, 14, tzinfo=UTC), "text": "The pause over the new year."},
        ],
        "page": Page([], newer="sample", older="sample"),
        "moments": [
            now - ago for ago in (timedelta(minutes=4), timedelta(hours=5), timedelta(days=3), timedelta(days=400))
        ],
        "bars": _bars(),
        "lanes": [
            Lane("Conversations", 1, tuple(Beat(radius) for radius in to_scale([float(week) for week in WEEKS], 9))),
            Lane("Gatherings", 2, tuple(Beat(6 if at % 3 == 1 else 0, planned=at > 9) for at in range(12))),
        ],
        "scale": ["Sep", "", "", "", "Oct", "", "", "", "Nov", "", "", ""],
        "dots": _dots(),
        "gates": [Gate(GATE_TOPS["active"], "6 in"), Gate(GATE_TOPS["occasional"], "8 in · 11 out")],
        "rungs": [
            Rung(9, "Core", "steward something, seen most weeks"),
            Rung(21, "Active", "contribute in three weeks of twelve or more", 6, 4),
            Rung(38, "Occasional", "come when the subject is theirs", 8, 11),
            Rung(75, "Peripheral", "14 newcomers, 53 who follow along", 12, 5),
            Rung(30, "Around the edge", "guests, subscribers, people we asked once"),
        ],
        "heads_of_table": ["Month", "Conversations", "Answered"],
        "rows": [("September", 42, 38), ("October", 28, 21), ("November", 50, None)],
        "parts": parts(),
        "places": places.published(),
        "words": WORDS,
        "long_word": "Trinkwasserrohrnetzdruckregelungsbeauftragte, Stadtwerke Niederlahnstein",
    }
