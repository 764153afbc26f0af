"""Who is in a made-up house: people, communities, spaces and topics, before anybody says a word."""

from datetime import UTC, timedelta

import numpy as np
from allauth.account.models import EmailAddress
from django.utils import timezone

from bench.language import Language
from bench.tables import Table, moment
from bench.visitors import WRITERS
from commonplace.communities.doors import Joining, SpaceVisibility, Visibility
from commonplace.communities.models import Community, Membership, Space, SpaceSeat, Topic
from commonplace.communities.modules import at_first
from commonplace.communities.standing import Standing
from commonplace.people.models import Person

SPACES = (("table", SpaceVisibility.MEMBERS), ("window", SpaceVisibility.PUBLIC), ("circle", SpaceVisibility.GROUP))
# A small house is young rather than quiet: its pages are as full as those of a large one, so that they can be compared.
MOST_DAYS, FEWEST_DAYS, POSTS_A_DAY = 5 * 365, 180, 30
TOPICS = 24


def _is_remembered(pk: int) -> bool:
    """Whether this person is a name of an archive, that nobody stands behind."""
    return pk > WRITERS and pk % 9 == 0


class Inhabitants:
    """Everybody in a house of so many posts."""

    def __init__(self, posts: int) -> None:
        self.days = min(MOST_DAYS, max(FEWEST_DAYS, posts // POSTS_A_DAY))
        self.posts, self.dice, self.now = posts, np.random.default_rng(7), timezone.now().astimezone(UTC)
        self.language = Language(self.dice)

    def make_people(self) -> None:
        number = max(WRITERS * 2, self.posts // 50)
        table, addresses = Table(Person), Table(EmailAddress)
        for pk in range(1, number + 1):
            first, last = self.word(), self.word()
            joined = moment(self.now - timedelta(days=int(self.dice.integers(40, self.days))))
            table.add(
                id=pk,
                name=f"{first.capitalize()} {last.capitalize()}",
                password="!",  # nosec B106  # opens nothing
                joined_at=joined,
                craft=self.title(3),
                claimed_at=None if _is_remembered(pk) else joined,
                changed_at=joined,
            )
            if not _is_remembered(pk):
                address = f"person-{pk}@example.org"
                addresses.add(id=pk, user_id=pk, email=address, verified=True, primary=True)
        table.write()
        addresses.write()
        self.people = number

    def make_communities(self) -> None:
        """The first has half of the people and of the posts, the next a quarter, and so on."""
        number = 6
        self.members: list[np.ndarray] = []
        spaces, standings, topics, people = Table(Space), Table(Membership), Table(Topic), np.arange(1, self.people + 1)
        founded = moment(self.now - timedelta(days=self.days + 30))
        for pk in range(1, number + 1):
            count = max(WRITERS, self.people >> pk)
            chosen = people[:count] if pk == 1 else self.dice.choice(people, size=count, replace=False)
            self.members.append(chosen)
            Community.objects.create(
                pk=pk,
                slug=f"house-{pk}",
                name=self.title(2),
                domain=self.title(6),
                community=self.title(5),
                practice=self.title(5),
                visibility=Visibility.PUBLIC if pk < 4 else Visibility.LISTED,
                joining=Joining.OPEN,
                stage="maturing",
                modules=at_first(),
                founded_at=self.now - timedelta(days=self.days + 30),
                people_count=sum(not _is_remembered(int(pk)) for pk in chosen),
                remembered_count=sum(_is_remembered(int(pk)) for pk in chosen),
                version=self.posts,
            )
            for place, (slug, reach) in enumerate(SPACES):
                spaces.add(
                    id=pk * 3 + place - 2,
                    community_id=pk,
                    slug=slug,
                    name=slug.capitalize(),
                    visibility=reach,
                    position=place,
                    made_at=founded,
                )
            for person in chosen:
                standings.add(
                    person_id=int(person),
                    community_id=pk,
                    joined_at=founded,
                    cares_about=self.title(5),
                    standing=Standing.STEWARD if person in chosen[:3] else Standing.MEMBER,
                )
            for at in range(TOPICS):
                word = self.language.words[500 + pk * TOPICS + at]
                topics.add(id=(pk - 1) * TOPICS + at + 1, community_id=pk, slug=word, name=word.capitalize())
        for place, row in enumerate(standings.rows, start=1):
            row[standings.places["id"]] = place
        for table in (spaces, standings, topics):
            table.write()
        SpaceSeat.objects.bulk_create(
            SpaceSeat(space_id=pk * 3, person_id=int(person))
            for pk in range(1, number + 1)
            for person in self.members[pk - 1][:8]
        )

    def word(self) -> str:
        return self.language.words[int(self.dice.integers(len(self.language.words)))]

    def title(self, length: int) -> str:
        return " ".join(self.word() for _ in range(length)).capitalize()
