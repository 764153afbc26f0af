"""What many conversations are about: phrases that come again in their titles, of more than one person.

Whoever asks says in the title what it is about; what stands in a text only is as often a greeting or a line of code. Of
phrases within each other one is kept, as in `salience.py`. Nothing here knows a database.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from commonplace.lib.salience import Phrase, Stem, phrases, plainly

FEWEST: Final = 3  # titles
PEOPLE: Final = 2
MANY: Final = 30  # titles; of as many, what a fifth of them have says nothing of any
WIDEST: Final = 0.2
WITHIN: Final = 0.75  # of its titles have a longer phrase around it: then that one is the word
MOST: Final = 60

# Words by which people say that they ask, answer or announce, whatever it is about.
_ASKING: Final[Mapping[str, frozenset[str]]] = {
    "en": frozenset(
        """a i announce announcement anyone anybody added adding available based basic best better called calling cannot
        can't change changes changed create creating custom default difference different digest doesn't don't everybody
        everyone example examples fail failed failing fails failure feature find fix fixed fixes fwd get getting good
        handling hello help hi how-to howto idea ideas implement implementing introduction issue issues large learn list
        looking make making message missing multiple name need needed needs new newbie news no-one old open
        passing please possible prerelease problem problems question questions quick recommendation recommendations
        recommended release released removal removed request requests running save seeking set setting show showing
        simple simply someone something start started starting status strange suggestion suggestions tell thank thanks
        thing things thoughts time tip tips today tool tools trouble trying understand understanding unable update
        updated updates use used useful user users using value values version vol want way ways welcome wondering work
        working works write writing wrong year years""".split()
    ),
    "pl": frozenset(
        """a i o u w z cześć dzień dobry dziękuję dzięki gdzie ktoś kto listy nowa nowe nowy ogłoszenie pomoc pomocy
        pomóc pomysł potrzebna potrzebne potrzebny problem problemu problemy proszę prośba przykład przykłady pyt
        pytanie pytania rada rady szukam używać wersja wiadomość witam witajcie zapytanie zmiana zmiany""".split()
    ),
}


@dataclass(frozen=True)
class Title:
    """What a conversation is called, and who called it so."""

    words: str
    who: int | None


def asking(language: str) -> frozenset[str]:
    """Words of a language that titles have whatever they are about."""
    return _ASKING.get(language, frozenset())


def recurring(
    titles: Iterable[Title], *, small: Collection[str] = frozenset(), stem: Stem = plainly, beside: str = ""
) -> list[Phrase]:
    """The phrases that come again in these titles, most telling first; none that stands in `beside`, such as the name
    of the place where all of it was said.
    """
    stem = cache(stem)
    said = {part for phrase in phrases(beside.replace("-", " "), small=small, stem=stem) for part in phrase}
    number = 0
    times: Counter[tuple[str, ...]] = Counter()
    people: dict[tuple[str, ...], set[int | None]] = defaultdict(set)
    shown: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for title in titles:
        number += 1
        for stems, words in phrases(title.words, small=small, stem=stem).items():
            times[stems] += 1
            shown[stems][words] += 1
            if len(people[stems]) < PEOPLE:
                people[stems].add(title.who)
    widest = number * WIDEST if number >= MANY else number
    found = {
        stems: count
        for stems, count in times.items()
        if FEWEST <= count <= widest and len(people[stems]) >= PEOPLE and not said.issuperset(_apart(stems))
    }
    for stems, count in list(found.items()):
        for part in _parts(stems):
            if count >= WITHIN * times[part]:
                found.pop(part, None)
    told = [
        Phrase(shown[stems].most_common(1)[0][0], stems, count * math.log2(1 + len(stems)))
        for stems, count in found.items()
    ]
    return sorted(told, key=lambda one: (-one.weight, one.words))[:MOST]


def _apart(stems: tuple[str, ...]) -> list[str]:
    """The words of a phrase, of which some may be put together with a hyphen."""
    return [word for stem in stems for word in stem.replace("-", " ").split()]


def _parts(stems: tuple[str, ...]) -> set[tuple[str, ...]]:
    """The shorter phrases that stand within one."""
    length = len(stems)
    return {stems[begin:end] for begin in range(length) for end in range(begin + 1, length + 1) if end - begin < length}
