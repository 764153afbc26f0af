"""Instruments are data: what a round asks, of which circles, and where the questions come from; in our own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Circle(TextChoices):
    """Who is asked, and told apart; everybody belongs to one of these and no more."""

    MEMBERS = "members", _("Members")
    CORE = "core", _("The core group")
    HOST = "host", _("The host’s side")
    OUTSIDE = "outside", _("People who did not join")


# From not at all to entirely.
LEAST, MOST = 1, 5
STEPS: Mapping[int, Words] = {
    1: _("not at all"),
    2: _("hardly"),
    3: _("partly"),
    4: _("mostly"),
    5: _("entirely"),
}
# What stands in the way is solved together; how we are with each other is talked about first.
TO_SOLVE, TO_HEAR = "problem-solving", "hot-topic"
INSIDE = (Circle.MEMBERS, Circle.CORE, Circle.HOST)
OWN = "own"
MOST_OWN = 9


@dataclass(frozen=True)
class Item:
    """One sentence that people say how far it is true, and `what` it is about in a word or three.

    `form` is the protocol of the catalogue that suits an hour about it, where it is low.
    """

    code: str
    what: Words
    words: Words
    asked: Sequence[Circle] = tuple(Circle)
    form: str = TO_SOLVE


@dataclass(frozen=True)
class Part:
    """Some items under a heading; without one where it is empty."""

    title: Words
    items: Sequence[Item]


@dataclass(frozen=True)
class Instrument:
    """A set of parts by a code that stays, with a sentence on what it looks at and where it comes from."""

    code: str
    title: Words
    line: Words
    source: Words
    parts: Sequence[Part]

    @property
    def items(self) -> list[Item]:
        """All its items, in their order."""
        return [item for part in self.parts for item in part.items]


FITNESS = Instrument(
    "fitness",
    _("The nine questions"),
    _("Results, resources and values: does the community pass the test of fitness?"),
    _("After the nine questions in ARACY’s guide to communities of practice, said in our own words."),
    (
        Part(
            _("Results"),
            (
                Item("reporting", _("Reporting results"), _("We all care that something comes of it, and tell what.")),
                Item("benefit", _("Use for one’s own work"), _("Whoever takes part gets something for their work.")),
                Item("recognition", _("Recognition"), _("Our host says in the open that what we achieve counts.")),
            ),
        ),
        Part(
            _("Resources"),
            (
                Item("time", _("Time"), _("Members have the time that taking part needs."), INSIDE),
                Item("means", _("What the host gives"), _("Our host gladly gives hours, rooms and good reasons.")),
                Item("leading", _("How it is led"), _("Meetings and talk are led so that one likes to come."), INSIDE),
            ),
        ),
        Part(
            _("Values"),
            (
                Item(
                    "listening",
                    _("Listening"),
                    _("To listen to one another is held in high regard here."),
                    form=TO_HEAR,
                ),
                Item(
                    "giving", _("Giving"), _("People give without asking at once what they get for it."), form=TO_HEAR
                ),
                Item(
                    "difference",
                    _("Difference"),
                    _("Whoever thinks or works differently is taken seriously."),
                    form=TO_HEAR,
                ),
            ),
        ),
    ),
)
SUCCESS = Instrument(
    "success",
    _("What makes it succeed"),
    _("Eight things that communities name when they say why they live, or why they died."),
    _("After the success and failure factors that Etienne and Beverly Wenger-Trayner gathered, in our own words."),
    (
        Part(
            "",
            (
                Item("domain", _("What it is about"), _("What we are here for matters to those who come.")),
                Item("core", _("A lively core"), _("A few people carry it with energy, and not always the same.")),
                Item("led", _("Led from within"), _("It is led by people who know the work themselves.")),
                Item("practice", _("Work as it is"), _("We talk about work as it really is, mishaps included.")),
                Item("trust", _("Trust"), _("One can ask here what one would not ask elsewhere."), form=TO_HEAR),
                Item("rhythm", _("Rhythm"), _("We meet often enough, and not too often.")),
                Item("worth", _("Worth the time"), _("An hour here is worth more than an hour elsewhere.")),
                Item("backing", _("Backing"), _("Those who decide stand behind it and leave it to us.")),
            ),
        ),
    ),
)
DIMENSIONS = Instrument(
    "dimensions",
    _("Six sides"),
    _("Domain, community, practice, motivation, structure and mandate: one sentence for each."),
    _("After the six dimensions of the Asian Development Bank’s surveys of its communities, in our own words."),
    (
        Part(
            "",
            (
                Item("domain", _("Domain"), _("It is clear what we care for, and what is somebody else’s.")),
                Item("community", _("Community"), _("We know one another well enough to turn to each other.")),
                Item("practice", _("Practice"), _("We have ways of working and things to use that are ours.")),
                Item("motivation", _("Motivation"), _("People come because they want to.")),
                Item("structure", _("Structure"), _("Roles and ways are as loose and as firm as we need them.")),
                Item("mandate", _("Mandate"), _("It is settled what we may do, and who counts on us.")),
            ),
        ),
    ),
)
BELONGING = Instrument(
    "belonging",
    _("Belonging"),
    _("Five sentences on whether one is at home here. Those who did not join are not asked."),
    _("Written for this house."),
    (
        Part(
            "",
            (
                Item("missed", _("Being missed"), _("Somebody would notice if I stayed away."), INSIDE, form=TO_HEAR),
                Item("asking", _("Asking"), _("I can say here that I do not know."), INSIDE, form=TO_HEAR),
                Item("heard", _("Being heard"), _("What I say is taken up."), INSIDE, form=TO_HEAR),
                Item("likeness", _("People like me"), _("There are others here like me."), INSIDE, form=TO_HEAR),
                Item("having_a_say", _("Having a say"), _("I can change how things are done here."), INSIDE),
            ),
        ),
    ),
)
INSTRUMENTS: Mapping[str, Instrument] = {one.code: one for one in (FITNESS, SUCCESS, DIMENSIONS, BELONGING)}
TITLES: Mapping[str, Words] = {
    **{one.code: one.title for one in INSTRUMENTS.values()},
    OWN: _("Our own questions"),
}


def of_ones_own(questions: Sequence[str]) -> Instrument:
    """The instrument that a community wrote itself: what is asked is what it is about."""
    items = tuple(Item(f"own-{number}", words, words) for number, words in enumerate(questions, start=1))
    return Instrument(OWN, TITLES[OWN], "", _("Written by stewards of this community."), (Part("", items),))
