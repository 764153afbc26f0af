"""Calling somebody: whoever may see the place is reached, however they are typed; nobody else is, and one is told."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonplace.communities import access
from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.models import Community, Space
from commonplace.communities.spaces.actions import open_space
from commonplace.communities.standing import Standing
from commonplace.communities.viewpoint import look
from commonplace.conversations.actions.changing import edit
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.actions.wording import word
from commonplace.conversations.models import Conversation, Mention, Post
from commonplace.conversations.queries.offering import chosen, offered
from commonplace.lib.folding import folded
from commonplace.people.actions.profile import Belonging, belong, change_profile
from commonplace.people.counts import KEPT
from commonplace.people.merging import merge
from commonplace.people.models import Person

SignIn = Callable[[Person], Client]
HERE = "/c/stick/conversations/"
CALLABLE = f"{HERE}callable"


def called(post: Post) -> list[Person]:
    return [one.person for one in Mention.objects.standing().filter(post=post).order_by("person")]


def whys(text: str, space: Space) -> list[tuple[str, str | None]]:
    return [(one.name, one.why_not) for one in word(text, space=space, slug="stick").calls]


def refreshed(post: Post) -> Post:
    return Post.objects.select_related("conversation__community", "conversation__space").get(pk=post.pk)


# --- However a name is typed --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Łucja Żak", "łucja żak"),
        ("łucja żak", "ŁUCJA ŻAK"),
        ("Zofia Wójcik", "Zofia Wojcik"),
        ("ÉLODIE ÖLÇER", unicodedata.normalize("NFD", "Élodie Ölçer")),
        ("Йордан Щукин", "йордан щукин"),
        ("हिन्दी देवी", "हिन्दी देवी"),
        ("Seán O’Brien", "Seán O'Brien"),
        ("Seán O'Brien", "SEÁN O’BRIEN"),
        ("Ada (Kofi) Mensah", "Ada (Kofi) Mensah"),
        ("Vale [WUC]", "vale [wuc]"),
        ("María del Carmen de los Ángeles Ruiz", "maría del carmen de los ángeles ruiz"),
    ],
)
def test_whoever_is_typed_is_called(
    member: Callable[[str], Person], asked: Conversation, hal: Person, name: str, typed: str
) -> None:
    someone = member(name)
    assert called(reply(by=hal, conversation=asked, text=f"Ask @{typed}, please.")) == [someone]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=50).map(
        lambda name: " ".join(name.split())
    ),
    st.sampled_from(["", " ", ", and so on", ".", "\n\nmore", "’s", ")"]),
)
def test_whoever_is_offered_is_called_by_what_is_written(
    stick: Community, table: Space, hal: Person, leila: Person, tomasz: Person, name: str, after: str
) -> None:
    change_profile(person=leila, name=name or "x")
    change_profile(person=tomasz, name=name or "x")
    viewpoint = look(hal, "stick")
    words = folded(name).split()
    for offer in offered(viewpoint, table, words[0]) if words else []:
        worded = word(f"Ask {offer.text}{after}", space=table, slug="stick")
        assert worded.names == {offer.person_id}, (offer.text, worded.html)


@pytest.mark.parametrize("name", ["\U0001da00", "\U0001da00abc", "***"])
def test_a_name_that_cannot_be_typed_is_called_by_its_number(
    stick: Community, table: Space, hal: Person, leila: Person, name: str
) -> None:
    change_profile(person=leila, name=name)
    (offer,) = chosen(look(hal, "stick"), table, [leila.pk])
    assert word(f"Ask {offer.text}.", space=table, slug="stick").names == {leila.pk}


def test_names_are_kept_folded_by_whatever_changes_them(
    someone: Callable[..., Person], unclaimed: Person, stick: Community
) -> None:
    person = someone("Łucja Żak")
    assert Person.objects.get(pk=person.pk).folded_name == "lucja zak"
    change_profile(person=person, name="Zoë Ćwik", craft="Welder")
    assert Person.objects.get(pk=person.pk).folded_name == "zoe cwik"
    change_profile(person=person, craft="Weaver")
    Person.objects.filter(pk=unclaimed.pk).update(name="Șofia")
    (kept,) = KEPT
    assert list(kept.wrong(person.joined_at)) == [unclaimed.pk]
    kept.mend([unclaimed.pk])
    assert list(kept.wrong(person.joined_at)) == []
    assert Person.objects.get(pk=unclaimed.pk).folded_name == "sofia"


# --- Two of one name ----------------------------------------------------------------------------------------------


def test_accents_and_a_living_account_tell_two_apart(
    member: Callable[[str], Person], table: Space, unclaimed: Person
) -> None:
    jose, other = member("José Ruiz"), member("Jose Ruiz")
    change_profile(person=unclaimed, name="José Ruiz")
    assert word("@josé ruiz", space=table, slug="stick").names == {jose.pk}
    assert word("@jose ruiz", space=table, slug="stick").names == {other.pk}


def test_a_number_says_which_of_two_is_meant(
    member: Callable[[str], Person], table: Space, asked: Conversation, hal: Person, stranger: Person
) -> None:
    one, two = member("Ada Mensah"), member("Ama Other")
    change_profile(person=two, name="Ada Mensah", craft="Welder")
    belong(person=two, belongings=[Belonging("Kumasi Water")])
    assert whys("@Ada Mensah", table) == [("Ada Mensah", "two")]
    post = reply(by=hal, conversation=asked, text=f"Ask @ada mensah#{two.pk}!")
    assert called(post) == [two]
    assert f'/people/{two.pk}/" class="mention"' in post.html
    assert ">@ada mensah</a>!" in post.html
    # A number that is not of that name, or not of anyone here, means nobody.
    for text in (f"@Ada Mensah#{hal.pk}", f"@Ada Mensah#{stranger.pk}", "@Ada Mensah#99999", f"@see ticket#{one.pk}"):
        assert word(text, space=table, slug="stick").names == frozenset()
    offers = offered(look(hal, "stick"), table, "mens")
    assert [(offer.text, offer.about) for offer in offers] == [
        (f"@Ada Mensah#{one.pk}", ""),
        (f"@Ada Mensah#{two.pk}", "Welder · Kumasi Water"),
    ]


def test_a_number_follows_whoever_turned_out_to_be_another(
    member: Callable[[str], Person], table: Space, unclaimed: Person
) -> None:
    change_profile(person=unclaimed, name="Ada Mensah")
    ada, was = member("Ada Mensah"), unclaimed.pk
    member("Another Ada")
    merge(kept=ada, other=unclaimed, why="the same")
    assert word(f"@Ada Mensah#{was}", space=table, slug="stick").names == {ada.pk}


def test_a_second_of_the_name_does_not_switch_off_the_first(
    member: Callable[[str], Person], asked: Conversation, hal: Person
) -> None:
    ada = member("Ada Mensah")
    post = reply(by=hal, conversation=asked, text="Ask @Ada Mensah")
    second = member("Second Person")
    change_profile(person=second, name="Ada Mensah")
    edit(by=hal, post=refreshed(post), text="Do ask @Ada Mensah", on_revision=1)
    assert called(post) == [ada]
    assert 'class="mention"' in refreshed(post).html


def test_a_namesake_who_cannot_see_the_place_changes_nothing(
    member: Callable[[str], Person], circle: Space, rosa: Person
) -> None:
    namesake = member("Namesake of Rosa")
    change_profile(person=namesake, name=rosa.name)
    assert word("@Rosa Quispe", space=circle, slug="stick").names == {rosa.pk}


# --- Who may see the place ----------------------------------------------------------------------------------------


def test_nobody_is_called_to_what_they_may_not_see(
    circle: Space, table: Space, rosa: Person, ines: Person, hal: Person, stranger: Person, unclaimed: Person
) -> None:
    text = "@Hal Brennan @Rosa Quispe @Stranger Ng @Old Correspondent"
    assert whys(text, circle) == [
        ("Rosa Quispe", None),
        ("Hal Brennan", "unseen"),
        ("Stranger Ng", "nobody"),
        ("Old Correspondent", "unseen"),
    ]
    assert whys(text, table)[2] == ("Old Correspondent", "archive")
    made = open_conversation(by=ines, space=circle, kind="discussion", title="Of us", text=text)
    assert called(made.posts.get()) == [rosa]
    assert f"/people/{hal.pk}/" not in made.posts.get().html


@pytest.mark.parametrize("visibility", ["public", "members", "group"])
def test_who_reads_a_space_is_asked_the_same_from_both_sides(
    stick: Community, circle: Space, rosa: Person, ines: Person, hal: Person, stranger: Person, visibility: str
) -> None:
    for seats in ([ines], [ines, hal]):
        space = open_space(community=stick, slug=f"s{len(seats)}", name="S", visibility=visibility, seats=seats)
        reading = set(Person.objects.filter(access.is_here_and_reads(space)))
        here = [rosa, ines, hal]
        assert reading == {one for one in here if Space.objects.visible_to(one).filter(pk=space.pk).exists()}


def test_a_guest_whose_time_ran_out_is_not_called(
    someone: Callable[..., Person], stick: Community, table: Space, hal: Person, now: datetime
) -> None:
    guest = someone("Gusta Guest")
    admit(
        person=guest, community=stick, standing=Standing.GUEST, until=now - timedelta(days=1),
        at=now - timedelta(days=9),
    )  # fmt: skip
    assert whys("@Gusta Guest", table) == [("Gusta Guest", "nobody")]
    assert offered(look(hal, "stick"), table, "gus") == []


def test_only_those_who_may_see_the_place_are_offered(
    signed_in: SignIn, circle: Space, table: Space, ines: Person, rosa: Person, hal: Person, tomasz: Person,
    stranger: Person, unclaimed: Person,
) -> None:  # fmt: skip
    made = open_conversation(by=ines, space=circle, kind="discussion", title="Of us", text="Us.")
    client = signed_in(ines)
    for asked_of, found in (
        ({"q": "ro", "space": "circle"}, ["@Rosa Quispe"]),
        ({"q": "ha", "space": "circle"}, []),
        ({"q": "ha", "conversation": str(made.pk)}, []),
        ({"q": "qui", "conversation": str(made.pk)}, ["@Rosa Quispe"]),
        ({"q": "HA", "space": "table"}, ["@Hal Brennan"]),
        ({"q": "s", "space": "table"}, []),
        ({"q": "old", "space": "table"}, []),
        ({"q": "inês", "space": "table"}, []),
        ({"q": "", "space": "table"}, []),
        ({"q": "\0%_", "space": "nonsense"}, []),
    ):
        answer = client.get(CALLABLE, asked_of)
        assert [one.text for one in answer.context["people"]] == found, asked_of
    assert signed_in(hal).get(CALLABLE, {"q": "ro", "conversation": str(made.pk)}).status_code == 404
    # A place where one may not write is no other than one that is not there.
    for space in ("circle", "nonsense"):
        answer = signed_in(hal).get(CALLABLE, {"q": "tom", "space": space})
        assert [one.text for one in answer.context["people"]] == ["@Tomasz Wilk"]
    assert signed_in(stranger).get(CALLABLE, {"q": "ro"}).status_code == 404


# --- Edits --------------------------------------------------------------------------------------------------------


def test_an_edit_calls_whoever_is_new_and_calls_them_once(
    asked: Conversation, hal: Person, tomasz: Person, leila: Person, now: datetime
) -> None:
    post = reply(by=hal, conversation=asked, text="@Tomasz Wilk", at=now)
    states = ["@Tomasz Wilk @Leila Haddad", "@Tomasz Wilk", "@Leila Haddad"]
    for number, text in enumerate(states, 1):
        edit(by=hal, post=refreshed(post), text=text, on_revision=number, at=now + timedelta(hours=number))
    rows = Mention.objects.filter(post=post).values_list("person", "named_at", "dropped_at")
    assert set(rows) == {
        (tomasz.pk, now, now + timedelta(hours=3)),
        (leila.pk, now + timedelta(hours=1), None),
    }
