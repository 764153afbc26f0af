"""What former runs know of a community: letters, the conversations they lead to, and who wrote them."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.crypto import salted_hmac

from commonplace.communities.models import Community, Membership
from commonplace.lib.mail import floods, threading
from commonplace.lib.mail.identity import Former
from commonplace.lib.mail.message import MailMessage
from commonplace.lib.mail.senders import Sender
from commonplace.lib.mail.subjects import bare_subject
from commonplace.people.models import ArchiveAddress, Person
from commonplace.store.bulk import fitted
from commonplace.transfer.archive import digest_of
from commonplace.transfer.models import Anchor, Handle, Letter

AT_ONCE = 500
LONGEST_HANDLE = 520
FORGOTTEN = "forgotten "  # how the handle of someone who was erased begins


@dataclass(frozen=True, slots=True)
class Standing:
    """A letter that is known: whether it still lies aside, who wrote it, what tells its words from another's, and its
    moment and subject, by which it stays the same letter where its words are read otherwise by now.
    """

    is_aside: bool
    name: str
    address: str
    gist: str
    sent_at: datetime
    subject: str

    def is_copied_by(self, message: MailMessage) -> bool:
        """Whether it was sent at that moment under that subject: then it is that letter, however its words are read.

        Asked where an id or a sender says so too; a moment that was only guessed says nothing.
        """
        return (
            not message.date_doubtful
            and self.sent_at == message.sent_at
            and self.subject == digest_of(bare_subject(message.subject))
        )


class FormerRuns:
    """The letters of a community that came before; answers what `threading.Known` asks."""

    def __init__(self, community: Community) -> None:
        self.community = community
        # By its key: one that is looked at before it is founded has none, and nothing came.
        self._letters = Letter.objects.filter(community_id=community.pk)
        self.is_empty = not self._letters.exists()
        self.waited: set[str] = set()  # letters that were waiting for an elder when they were last asked for

    def standing_of(self, digests: Collection[str]) -> dict[str, Standing]:
        """Which of the letters are known, and how each of them stands."""
        if self.is_empty:
            return {}
        known: dict[str, Standing] = {}
        for some in batched(digests, AT_ONCE, strict=False):
            rows = self._letters.filter(digest__in=some)
            known |= self._standings(rows)
        return known

    def without_id(self, messages: Iterable[MailMessage], known: Container[str]) -> dict[str, str]:
        """Of letters without an id of their own, those that came before and are not known by it but under another: by
        the ids that both were given. Ids were made of words once, and words are read better from time to time.
        """
        found: dict[str, str] = {}
        messages = [one for one in messages if digest_of(one.message_id) not in known]
        if self.is_empty or not messages:
            return found
        former = self.standing_of({digest_of(one.former_id) for one in messages})
        said = {(digest_of(bare_subject(one.subject)), one.sent_at) for one in messages}
        alike: dict[tuple[str, datetime], list[tuple[str, Standing]]] = {}
        for some in batched(sorted(said), AT_ONCE, strict=False):
            subjects, moments = ({*column} for column in zip(*some, strict=True))
            rows = self._letters.filter(subject__in=subjects, sent_at__in=moments)
            for digest, standing in self._standings(rows).items():
                alike.setdefault((standing.subject, standing.sent_at), []).append((digest, standing))
        for one in messages:
            digest, before = digest_of(one.message_id), digest_of(one.former_id)
            same = alike.get((digest_of(bare_subject(one.subject)), one.sent_at), ())
            if before in former:
                found[digest] = before
            elif twin := next((known for known, standing in same if _is_twin(standing, one)), None):
                found[digest] = twin
        return found

    def _standings(self, rows: QuerySet[Letter]) -> dict[str, Standing]:
        fields = ("digest", "place", "post", "sender__name", "sender__address", "gist", "sent_at", "subject")
        return {
            digest: Standing(place is None and post is None, *rest)
            for digest, place, post, *rest in rows.values_list(*fields)
        }

    def conversations(self, ids: Collection[str]) -> Mapping[str, str]:
        found: dict[str, str] = {}
        if self.is_empty:
            return found
        for some in batched(ids, AT_ONCE, strict=False):
            anchors = Anchor.objects.filter(community=self.community, digest__in=some, letter__post__isnull=False)
            for digest, pk in anchors.values_list("digest", "letter__post__conversation"):
                found[digest] = key_of(pk)
            letters = self._letters.filter(digest__in=some, post__isnull=False)
            for digest, pk in letters.values_list("digest", "post__conversation"):
                found[digest] = key_of(pk)
        return found

    def sightings(self, subjects: Collection[str]) -> Mapping[str, Iterable[threading.Sighting]]:
        found: dict[str, list[threading.Sighting]] = {}
        if self.is_empty:
            return found
        named = {digest_of(subject): subject for subject in subjects}
        for some in batched(named, AT_ONCE, strict=False):
            rows = self._letters.filter(subject__in=some, post__isnull=False)
            for subject, at, digest, waits in rows.values_list("subject", "sent_at", "digest", "waits"):
                found.setdefault(named[subject], []).append(threading.Sighting(at, digest, waits))
                if waits:
                    self.waited.add(digest)
        return found

    def handles(self) -> dict[str, tuple[int, int | None, str]]:
        """Every handle seen here: its row, its person and its name."""
        rows = Handle.objects.filter(community_id=self.community.pk).values_list("handle", "pk", "person", "name")
        return {handle: (pk, person, name) for handle, pk, person, name in rows}

    def correspondence(self) -> Iterator[floods.Arrival]:
        """The letters kept before, as much of them as tells a flood from this community's ordinary days."""
        if self.is_empty:
            return
        rows = self._letters.filter(post__isnull=False, is_automatic=False).values_list(
            "digest", "post__author", "post__conversation", "sent_at", "post__conversation__title"
        )
        for digest, person, conversation, at, title in rows.iterator(chunk_size=2000):
            yield floods.Arrival.of(
                message_id=digest,
                person=person_key(person),
                conversation=key_of(conversation),
                sent_at=at,
                subject=title,
                names_ids=True,
            )


def _is_twin(standing: Standing, message: MailMessage) -> bool:
    """Whether a known letter is one without an id: of one sender, and the same words, or the same moment."""
    sender = message.sender
    if standing.address or sender.address:
        is_theirs = standing.address == sender.address
    else:
        is_theirs = bool(sender.name) and standing.name.casefold() == sender.name.casefold()
    same_words = bool(message.gist) and standing.gist == message.gist
    return is_theirs and (same_words or standing.is_copied_by(message))


def known_people(handles: Mapping[str, tuple[int, int | None, str]]) -> list[Former]:
    """The handles of former runs that are somebody's."""
    return [Former(handle, person_key(person), name) for handle, (_, person, name) in handles.items() if person]


def holders_of(addresses: Collection[str], community: Community) -> dict[str, Person]:
    """Whose each address is by the archives of this community alone: its stewards learn of no name by another's.

    Nobody with an account who never was in this community: an archive makes no member of them, and puts no words into
    their mouth.
    """
    here = Membership.objects.filter(community=community.pk, person=OuterRef("person"))
    may_come = Q(person__claimed_at__isnull=True) | Q(Exists(here))
    here_alone = ArchiveAddress.objects.filter(may_come, archive_of=community.pk or 0).exclude(archive_of=0)
    found: dict[str, Person] = {}
    for some in batched(sorted(addresses), AT_ONCE, strict=False):
        for one in here_alone.filter(address__in=some).select_related("person"):
            found[one.address] = one.person
    return found


def in_short(handle: str) -> str:
    """A handle as it is stored: one that is longer than any honest one ends in its digest."""
    kept = fitted(Handle, "handle", handle)
    return handle if kept == handle else f"{kept[: LONGEST_HANDLE - 33]} {digest_of(handle)}"


def forgotten(handle: str) -> str:
    """What stands in a handle's place once its owner was erased: recognised if it comes again, and telling nothing."""
    return f"{FORGOTTEN}{salted_hmac('commonplace.transfer.forgotten', handle, algorithm='sha256').hexdigest()}"


def forgotten_among(
    stored: Mapping[str, str], known: Collection[str], handle_of: Mapping[Sender, str], person_of: Mapping[Sender, str]
) -> set[str]:
    """Of handles, each with what it is stored as, those of people who were erased, by whatever handle of theirs."""
    gone = {handle for handle, kept in stored.items() if forgotten(kept) in known}
    keys = {person_of[sender] for sender, handle in handle_of.items() if handle in gone}
    return {handle_of[sender] for sender, key in person_of.items() if key in keys} & stored.keys()


def key_of(conversation: int) -> str:
    """The key that stands for a conversation of a former run; in order of age."""
    return f"conversation {conversation:020d}"


def number_of(key: str) -> int | None:
    """The conversation that a key stands for, where it is a former run's."""
    return int(key.removeprefix("conversation ")) if key.startswith("conversation ") else None


def person_key(person: int | None) -> str:
    """The key that stands for somebody known from a former run."""
    return f"person {person:020d}" if person else ""


def person_of_key(key: str) -> int | None:
    """The person that a key stands for, where they are known from a former run."""
    return int(key.removeprefix("person ")) if key.startswith("person ") and key[7:].isdigit() else None
