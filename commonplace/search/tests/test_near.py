"""What is typed amiss finds the word that is meant, and tells nobody of words they may not see."""

from collections.abc import Callable, Iterable
from datetime import datetime

import pytest
from django.test import Client

from commonplace.communities.models import Community, Hold, Space
from commonplace.people.models import Person
from commonplace.search import near
from commonplace.search.index import Entry, keep
from commonplace.search.near import distance, slips_of
from commonplace.search.queries import Filters, Found, find

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("posts")]
Write = Callable[..., None]


@pytest.fixture
def write(now: datetime, ines: Person) -> Write:
    numbers = iter(range(1, 1000))

    def write(space: Space, *bodies: str, **more: object) -> None:
        keep(
            Entry(
                kind="post",
                object_id=(number := next(numbers)),
                community_id=space.community_id,
                space_id=space.pk,
                person_id=ines.pk,
                body=body,
                happened_at=now,
                parent_id=number,
                **more,  # type: ignore[arg-type]
            )
            for body in bodies
        )

    return write


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A house is as large as its last key, and PostgreSQL goes on counting from one test to the next."""
    monkeypatch.setattr(near, "TWO_SLIPS_UP_TO", 10**9)


def look(person: Person | None, text: str) -> Found:
    return find(person, text, Filters(), is_near=True)


def said(found: Found) -> list[tuple[str, list[str]]]:
    return [(one.asked, list(one.found)) for one in found.instead]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("correlater", "correlated"),  # another
        ("corelated", "correlated"),  # too few
        ("corrrelated", "correlated"),  # too many
        ("corrleated", "correlated"),  # in each other's place
        ("xorrelated", "correlated"),  # the first one
        ("hydrofone", "hydrophone"),  # two slips
        ("corelaxed", "correlated"),  # two, one in each half
        ("vavle", "valves"),
        ("заслонкы", "заслонка"),
        ("Lodź ", "Łódka"),
    ],
)
def test_a_slip_finds_the_word_that_is_meant(ines: Person, table: Space, write: Write, typed: str, meant: str) -> None:
    write(table, "Two peaks, a dry hole", f"We {meant} at night", "Something else entirely")
    found = look(ines, typed)
    if typed == "Lodź ":
        assert (list(found.hits), said(found)) == ([], [])
        return
    assert [hit.url for hit in found.hits] == ["/2"]
    assert said(found) == [(typed, [meant])]
    assert f"<mark>{meant}</mark>" in found.hits[0].excerpt
    assert [(why.asked, why.found, why.how) for why in found.hits[0].why] == [(typed, meant, "near")]


def test_a_word_that_stands_there_is_meant(ines: Person, table: Space, write: Write) -> None:
    write(table, "A valve and a meter", "A valse with a metre")
    assert said(look(ines, "valve")) == []
    assert said(look(ines, "valse metre")) == []
    found = look(ines, "valve metex")
    assert [hit.url for hit in found.hits] == ["/1"]
    assert said(found) == [("metex", ["meter"])]


def test_only_what_was_typed_amiss_is_exchanged(ines: Person, table: Space, write: Write) -> None:
    write(table, "A correlator beside a pump", "A correlator", "A pump")
    found = look(ines, "correlater pump")
    assert [hit.url for hit in found.hits] == ["/1"]
    assert said(found) == [("correlater", ["correlator"])]


@pytest.mark.parametrize("typed", ["2018", "zwo", "x" * 30, "pumq7", "🌿🌿🌿🌿"])
def test_figures_and_short_words_are_what_they_are(ines: Person, table: Space, write: Write, typed: str) -> None:
    write(table, "2019 two pumps pumq8 " + "x" * 29)
    assert (list(look(ines, typed + " ").hits), said(look(ines, typed + " "))) == ([], [])


def test_no_word_is_told_that_one_may_not_read(
    ines: Person,
    hal: Person,
    stranger: Person,
    table: Space,
    circle: Space,
    window: Space,
    write: Write,
    stick: Community,
) -> None:
    write(circle, "We correlated")
    write(window, "Correlating is an art")
    write(table, "Hydrophones hum")
    assert said(look(ines, "correlater")) == [("correlater", ["correlated", "Correlating"])]
    # The stem is the same, and yet the one form of it is a word of the circle.
    assert said(look(hal, "correlater")) == said(look(stranger, "correlater")) == [("correlater", ["Correlating"])]
    assert said(look(hal, "hydrophonez")) == [("hydrophonez", ["Hydrophones"])]
    assert (said(look(stranger, "hydrophonez")), said(look(None, "hydrofones"))) == ([], [])
    Hold.objects.create(community=stick, kind="post", object_id=3, why="a look")
    assert said(look(hal, "hydrophonez")) == []


def test_the_page_says_it_and_offers_to_ask(
    client: Client,
    ines: Person,
    table: Space,
    write: Write,
    django_assert_max_num_queries: Callable,
) -> None:
    write(table, *["We correlated"] * 30)
    client.force_login(ines)
    for words, expected in (
        ("correlater", "Nothing under “correlater”; shown: “correlated”."),
        ("zzyzxa b", "Nothing found"),
    ):
        with django_assert_max_num_queries(12):
            page = client.get("/search", {"q": words}).content.decode()
        assert expected in page
    assert '/c/stick/conversations/new?kind=question&amp;title=zzyzxa+b"' in page
    assert "Ask it in The Listening Stick" in page
    form = client.get("/c/stick/conversations/new?kind=question&title=zzyzxa+b").content.decode()
    assert 'value="zzyzxa b"' in form


def test_strangers_are_not_asked_to_ask(client: Client, stick: Community) -> None:
    page = client.get("/search", {"q": "zzyzxa"}).content.decode()
    assert "Nothing found" in page
    assert "Ask it in" not in page


def test_distance_counts_slips() -> None:
    pairs: Iterable[tuple[str, str, int]] = [
        ("valve", "valve", 0),
        ("vavle", "valve", 1),
        ("valv", "valve", 1),
        ("walve", "valve", 1),
        ("hydrofone", "hydrophone", 2),
        ("", "ab", 2),
        ("abcdef", "badcfe", 3),
    ]
    for one, other, slips in pairs:
        assert distance(one, other) == distance(other, one) == slips
    assert all(distance("pump", one) == 1 for one in slips_of("pump"))
