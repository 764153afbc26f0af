"""A letter for many people: the frame and what everyone may read are set once for each language, the rest for each.

The words and their markup come from one source, the lines of the sections; what stands in the mail holds no address
that its writers put there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from commonplace.attention.actions.stopping import stop_address
from commonplace.candour.queries import keys_told
from commonplace.communities.content import CONTENT
from commonplace.communities.digests import DIGEST_SECTIONS, DigestLine, Reader
from commonplace.communities.inbox import Need, may_wait
from commonplace.communities.models import Membership
from commonplace.digests.models import Issue, Period
from commonplace.digests.needs import needs_of
from commonplace.digests.pieces import Told, told
from commonplace.letters.compose import compose
from commonplace.letters.lines import in_lines
from commonplace.letters.naming import community_named, person_named
from commonplace.lib.names import holds_address
from commonplace.lib.text import one_line, tidy
from commonplace.people.models import Person

PIECES, STOP = "[[pieces]]", "[[stop]]"


class Piece(NamedTuple):
    """One thing as it stands in a letter, after its number in the plain words."""

    html: str
    text: str
    about: tuple[str, int]
    not_for: int | None


class Words(NamedTuple):
    """One person's letter."""

    subject: str
    text: str
    html: str
    things: int
    stop: str
    about: frozenset[tuple[str, int]] = frozenset()


@dataclass(frozen=True)
class _Frame:
    """A letter without its things, in one language."""

    subject: str
    text: tuple[str, str]
    html: tuple[str, str]
    shared: Sequence[Piece]


class Composer:
    """Composes the letters of one issue as things stand at `now`; made anew for every few hundred people, so that what
    is held back meanwhile is in no letter after that.
    """

    def __init__(self, issue: Issue, *, now: datetime, may_wait_for: Collection[int] | None = None) -> None:
        self.issue, self.now = issue, now
        self.community = issue.community
        self.may_wait = may_wait(issue.community, now=now) if may_wait_for is None else may_wait_for
        self._items = list(issue.things().filter(is_kept=True))
        self._frames: dict[str, _Frame] = {}
        self._pieces: dict[tuple[str, DigestLine], Piece | None] = {}

    def letters(self, standings: Sequence[Membership]) -> Iterator[tuple[Membership, Words]]:
        """Everyone's letter, of standings with their persons joined; `things` is 0 where there is nothing to tell."""
        by_language: dict[str, list[Membership]] = defaultdict(list)
        for one in standings:
            one.community = self.community
            by_language[self.language_of(one.person)].append(one)
        for language, some in sorted(by_language.items()):
            with translation.override(language):
                yield from self._in(language, some)

    def language_of(self, person: Person) -> str:
        """The language someone chose, or else that of the community where the house has it."""
        known = dict(settings.LANGUAGES)
        chosen = (person.language, self.community.language)
        return next((one for one in chosen if one in known), settings.LANGUAGE_CODE)

    def _in(self, language: str, standings: Sequence[Membership]) -> Iterator[tuple[Membership, Words]]:
        frame = self._frame(language)
        needs = needs_of(standings, self.may_wait, now=self.now)
        before, after = self._personal(standings)
        for one in standings:
            key = one.person_id
            theirs, said = self._things(
                language, key, needs.get(key, ()), before.get(key, ()), frame.shared, after.get(key, ())
            )
            yield one, self._letter(frame, theirs, one.person)._replace(about=said)

    def _personal(self, standings: Sequence[Membership]) -> tuple[Mapping[int, list[DigestLine]], ...]:
        """What sections tell each person alone: what someone could answer before what all read, the rest after it."""
        before: dict[int, list[DigestLine]] = defaultdict(list)
        after: dict[int, list[DigestLine]] = defaultdict(list)
        for section in DIGEST_SECTIONS:
            if section.personal is not None:
                found = section.personal(standings, self.issue.since, self.now)
                place = before if section.candidates is not None else after
                for person, lines in found.items():
                    place[person] += lines[: section.at_most]
        return before, after

    def _things(
        self,
        language: str,
        person: int,
        needs: Sequence[Need],
        before: Iterable[DigestLine],
        shared: Sequence[Piece],
        after: Iterable[DigestLine],
    ) -> tuple[list[Piece], frozenset[tuple[str, int]]]:
        """The pieces of one letter in their order, each thing once, and the things that they are about."""
        said: set[tuple[object, ...]] = set()
        pieces: list[Piece] = []
        for need in needs:
            if piece := self._piece(language, _as_line(need)):
                pieces.append(piece)
                said |= set(need.about) | {("person", key) for key in need.speaks_of("newcomer")}
        in_common = {piece.about for piece in shared}
        own = (self._piece(language, line) for line in before if line.about not in in_common)
        rest = (self._piece(language, line) for line in after)
        for piece in (*own, *shared, *rest):
            if piece is not None and piece.not_for != person and piece.about not in said:
                said.add(piece.about)
                pieces.append(piece)
        about = [(str(kind), keys) for kind, *keys in said if kind in CONTENT]
        return pieces, frozenset((kind, key) for kind, keys in about for key in keys if isinstance(key, int))

    def _letter(self, frame: _Frame, pieces: Sequence[Piece], person: Person) -> Words:
        stop = stop_address(person.pk, self.issue.community_id)
        text = "\n\n".join(f"{n}. {piece.text}" for n, piece in enumerate(pieces, start=1))
        html = "\n".join(piece.html for piece in pieces)
        things = len(pieces) + bool(self.issue.words)
        return Words(
            frame.subject,
            f"{frame.text[0]}{text}{frame.text[1].replace(STOP, stop)}",
            f"{frame.html[0]}{html}{frame.html[1].replace(STOP, stop)}",
            things,
            stop,
        )

    def _frame(self, language: str) -> _Frame:
        if language not in self._frames:
            reader = Reader.everyone_inside(self.community)
            shared = [self._piece(language, _with_why(one)) for one in self._told(reader)]
            words = compose("digests/letters/digest", self._around(reader), language)
            text, html = in_lines(tidy(words.text)), tidy(words.html)
            (before, after), (above, below) = text.split(PIECES), html.split(PIECES)
            self._frames[language] = _Frame(
                words.subject, (before, after), (above, below), [one for one in shared if one is not None]
            )
        return self._frames[language]

    def _told(self, reader: Reader) -> list[Told]:
        return told(self.issue, reader, now=self.now, items=self._items)

    def _around(self, reader: Reader) -> dict[str, object]:
        issue, slug = self.issue, self.community.slug
        signed = reader.viewpoint.name_of(issue.words_by) if issue.words_by else ""
        return {
            "community": community_named(self.community.name),
            "day": formats.date_format(issue.on, pgettext("a weekday and its date", "l j F")),
            "is_daily": issue.period == Period.DAILY,
            "since": formats.date_format(issue.since, pgettext("day of this year", "j F")),
            "words": issue.words,
            "signed": person_named(signed) if signed else "",
            "page": f"{settings.BASE_URL}{reverse('community', args=[slug])}",
            "archive": f"{settings.BASE_URL}{reverse('letters_of', args=[slug])}",
            "mine": f"{settings.BASE_URL}{reverse('my_attention')}#in-{slug}",
            "keys": [
                (formats.date_format(one.month, _("F Y")), one.spoken)
                for one in keys_told(self.community, now=self.now)
            ],
            "pieces": PIECES,
            "stop": STOP,
        }

    def _piece(self, language: str, line: DigestLine) -> Piece | None:
        key = language, line
        if key not in self._pieces:
            self._pieces[key] = _set(line)
        return self._pieces[key]


def _with_why(one: Told) -> DigestLine:
    """A line as a human chose it: their reason first, and their name."""
    if not one.why:
        return one.line
    if one.chosen_by is None:
        why = _("“%(why)s”") % {"why": one.why}
    else:
        why = _("“%(why)s” %(name)s") % {"why": one.why, "name": person_named(one.chosen_by.name)}
    return replace(one.line, text=why)


def _as_line(need: Need) -> DigestLine:
    url = need.letter_url or need.url
    return DigestLine(title=need.title, text=need.why, url=url, kind=_("This waits for you"), action=need.action)


def _set(line: DigestLine) -> Piece | None:
    """A line in markup and in plain words; None where its title would carry an address into somebody's mail."""
    if holds_address(line.title):
        return None
    said = {
        "kind": line.kind,
        "title": line.title,
        "by": person_named(line.by) if line.by else "",
        "text": "" if holds_address(line.text) else line.text,
        "action": line.action,
        "url": f"{settings.BASE_URL}{line.url}",
    }
    markup = render_to_string("ui/mail/item.html", said)
    html = " ".join(filter(None, (part.strip() for part in tidy(markup).split("\n"))))
    head = [said["kind"], said["title"], said["by"]]
    body = ["", said["text"]] if said["text"] else []
    words = [*filter(None, head), *body, f"{said['action']}: {said['url']}"]
    text = "\n   ".join(one_line(one) for one in words)
    return Piece(html, in_lines(_without_trailing(text)), line.about, line.not_for)


def _without_trailing(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.split("\n"))
