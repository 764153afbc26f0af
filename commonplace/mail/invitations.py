"""Gatherings as invitations that calendars understand: out with the letter that asks, back with the answer.

An invitation names its reader and nobody else; whoever organizes it is the house, by an address for this reader and
this gathering alone. An answer counts for the person whose address it is from, by the rules of every letter here.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.utils import parseaddr
from typing import Final

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import override

from commonplace.communities.viewpoint import standing_of
from commonplace.gatherings.actions import changes
from commonplace.gatherings.actions.answering import IsOff, IsOver, answer
from commonplace.gatherings.actions.changes import told_in
from commonplace.gatherings.actions.telling import KIND, News
from commonplace.gatherings.by_link import link_for
from commonplace.gatherings.calendar import date_of, names_of, says_words
from commonplace.gatherings.models import Answer, Gathering, Invited
from commonplace.gatherings.models.terms import Terms
from commonplace.letters.models import Letter
from commonplace.letters.naming import community_named
from commonplace.letters.sheets import Sheet, Sheets
from commonplace.letters.signed_addresses import takes_mail_in
from commonplace.lib.addresses import one_address
from commonplace.lib.calendars.events import Event
from commonplace.lib.calendars.lines import MOST_BYTES, NoCalendar
from commonplace.lib.calendars.replies import Reply, replies_in
from commonplace.lib.calendars.writing import Invitation, Method, invitations_as_bytes
from commonplace.lib.names import holds_address
from commonplace.lib.zones import NoSuchZone, moment
from commonplace.mail.addresses import Signed, behind_signed, signed_address
from commonplace.mail.authentication import Verdict, verdict_on
from commonplace.mail.hooks import Door
from commonplace.mail.queries import person_of
from commonplace.mail.reading import read_arrival
from commonplace.people.languages import in_language_of
from commonplace.people.models import Person
from commonplace.people.queries import person_by_now

logger = logging.getLogger(__name__)
MOST_PARTS: Final = 50
# With which word the address begins where a person's calendar answers, and where a guest's from outside does.
PERSONS: Final = "calendar"
GUESTS: Final = "guest"
_ASKING: Final = {
    one.name for one in (News.ASKED, News.MOVED, News.SEAT, News.OFF, News.DATED, News.KEPT, News.IN_LINE)
}
_SAID: Final = {"ACCEPTED": Answer.Says.YES, "TENTATIVE": Answer.Says.MAYBE, "DECLINED": Answer.Says.NO}
_STANDS: Final = {
    Answer.Says.YES: "ACCEPTED",
    Answer.Says.MAYBE: "TENTATIVE",
    Answer.Says.WAITING: "TENTATIVE",
    Answer.Says.NO: "DECLINED",
}


# --- Out ----------------------------------------------------------------------------------------------------------


def sheet_for(letter: Letter) -> Sheet | None:
    """The invitation in a letter about a gathering, as it stands now, or that it is off."""
    news, gathering_pk, answer_pk = (*letter.about.split(" "), "", "", "")[:3]
    if news not in _ASKING or not (gathering_pk.isdigit() and answer_pk.isdigit()):
        return None
    said = _answers().filter(pk=int(answer_pk), gathering=int(gathering_pk)).first()
    return _sheet([said], letter.to) if said is not None else None


def sheet_of_changes(letter: Letter) -> Sheet | None:
    """What a letter of changes brings to a calendar: of one name and by one method, as RFC 5546 has it, the most."""
    answers = _answers().filter(pk__in=[row.answer_id for row in told_in(letter)])
    found: dict[tuple[str, bool], list[Answer]] = defaultdict(list)
    for said in answers.order_by("gathering__starts_at", "pk"):
        found[date_of(said.gathering).uid, said.gathering.is_cancelled].append(said)
    return _sheet(max(found.values(), key=len), letter.to) if found else None


def _answers() -> QuerySet[Answer]:
    return Answer.objects.select_related(
        "person", "guest", "gathering__community", "gathering__space", "gathering__series__community"
    ).select_related("gathering__series__space")


def _sheet(answers: Sequence[Answer], to: str) -> Sheet | None:
    if any(said.gathering.is_open_dated for said in answers):
        return None
    asked = [_asked(said, to) for said in answers]
    last = max(said.gathering.changed_at for said in answers)
    return Sheet(_method(answers[0].gathering), invitations_as_bytes(asked, stamp=last))


def _asked(said: Answer, to: str) -> tuple[Event, Invitation]:
    gathering, guest = said.gathering, said.guest
    spoken = in_language_of(said.person) if said.person is not None else override(guest.language if guest else None)
    with spoken:
        event = date_of(gathering, tells=_tells)
    if said.guest_id is not None:
        # Whoever was asked from outside sees no page here, and reads no words that they did not ask for.
        event = replace(event, about="", page=link_for(gathering.pk, guest=said.guest_id))
    return event, _invitation(gathering, said, to)


def _tells(terms: Terms) -> bool:
    """Whether words go out, by the rules for letters; a title that leads elsewhere does not."""
    return says_words(terms) and not any(holds_address(one) for one in (terms.title, terms.place, terms.purpose))


def _method(gathering: Gathering) -> Method:
    if not takes_mail_in():
        return Method.PUBLISH  # nobody would hear the answer
    return Method.CANCEL if gathering.is_cancelled else Method.REQUEST


def _invitation(gathering: Gathering, said: Answer, to: str) -> Invitation:
    ours = parseaddr(str(settings.DEFAULT_FROM_EMAIL))[1]
    return Invitation(
        method=_method(gathering),
        organizer=_address(gathering, said) if takes_mail_in() else ours,
        organizer_name=community_named(gathering.community.name),
        attendee=to,
        stands=_STANDS.get(Answer.Says(said.says), "NEEDS-ACTION"),
    )


def _address(gathering: Gathering, said: Answer) -> str:
    """Where the calendar of this person, or of this guest, answers this gathering, for a year after it."""
    word, whose = (PERSONS, said.person_id) if said.guest_id is None else (GUESTS, said.guest_id)
    return signed_address(word, whose or 0, gathering.pk, at=gathering.ends_at)


SHEETS_OF_GATHERINGS = Sheets(KIND, sheet_for)
SHEETS_OF_CHANGES = Sheets(changes.KIND, sheet_of_changes)


# --- Back ---------------------------------------------------------------------------------------------------------


def takes(address: str) -> bool:
    """Whether it is one of these addresses."""
    return _behind(address, timezone.now()) is not None


def _behind(address: str, now: datetime) -> tuple[str, Signed] | None:
    for word in (PERSONS, GUESTS):
        if found := behind_signed(word, address, now=now):
            return word, found
    return None


def take(raw: bytes, address: str, now: datetime) -> None:
    """Keep what somebody's calendar answers; what counts for nobody is passed over, for no program reads a refusal."""
    meant = _behind(address, now)
    letter = read_arrival(raw, mail_from="calendar", may_only_quote=True)
    if meant is None or letter is None or letter.is_lost or not letter.sender:
        return
    if verdict_on(raw, letter.sender) is Verdict.FAILED:
        return
    word, signed = meant
    gathering = Gathering.objects.filter(pk=signed.about_id).select_related("community", "space", "series").first()
    whose = _whose(word, signed.person_id, letter.sender, gathering)
    if gathering is None or whose is None:
        return
    for reply in _replies(raw):
        if _is_of(reply, gathering) and _is_from(reply, whose):
            _keep(reply, gathering, whose, now)


def _whose(word: str, pk: int, sender: str, gathering: Gathering | None) -> Person | Invited | None:
    """Who answers, where they wrote by an address of their own and may still answer."""
    if gathering is None:
        return None
    if word == GUESTS:
        guest = Invited.objects.filter(pk=pk, gathering=gathering, withdrawn_at=None).first()
        is_held = not Gathering.objects.not_held().filter(pk=gathering.pk).exists()
        return guest if guest is not None and one_address(guest.address) == sender and not is_held else None
    person = person_of(sender)
    if person is None or person != person_by_now(pk):
        return None
    is_here = standing_of(person, gathering.community) is not None
    sees = Gathering.objects.visible_to(person).filter(pk=gathering.pk).exists()
    return person if is_here and sees else None


def _replies(raw: bytes) -> list[Reply]:
    for number, part in enumerate(message_from_bytes(raw).walk()):
        if number >= MOST_PARTS:
            break
        if part.get_content_type() in ("text/calendar", "application/ics"):
            data = part.get_payload(decode=True)
            if isinstance(data, bytes) and len(data) <= MOST_BYTES:
                try:
                    return replies_in(data)
                except NoCalendar:
                    continue
    return []


def _is_of(reply: Reply, gathering: Gathering) -> bool:
    """Whether it answers this gathering, and as it stands: a yes to a date of before is none to the new one."""
    if reply.sequence is not None and reply.sequence < gathering.sequence:
        return False
    for uid, wall, zone in names_of(gathering):
        if reply.uid != uid:
            continue
        try:
            if wall is None or reply.instead_of == moment(wall, zone):
                return True
        except NoSuchZone:
            continue
    return False


def _is_from(reply: Reply, whose: Person | Invited) -> bool:
    if isinstance(whose, Invited):
        return reply.address == one_address(whose.address)
    return person_of(reply.address) == whose


def _keep(reply: Reply, gathering: Gathering, whose: Person | Invited, now: datetime) -> None:
    says = _SAID.get(reply.says)
    if says is None:
        return
    person, guest = (whose, None) if isinstance(whose, Person) else (None, whose)
    try:
        answer(gathering=gathering, says=says, person=person, guest=guest, at=now)
    except (IsOff, IsOver):
        logger.info("A calendar answered the gathering %s, to which nobody comes any more.", gathering.pk)


DOOR = Door("answers of calendars", takes, take)
