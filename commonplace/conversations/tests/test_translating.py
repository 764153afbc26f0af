"""A post is said again in another language, beside the original, and says when the original has moved on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from commonplace.communities.membership.actions.admitting import admit
from commonplace.communities.moderation.actions import hold, release
from commonplace.communities.standing import Standing
from commonplace.conversations.actions import translating
from commonplace.conversations.actions.changing import edit, let_words_go, restore, withdraw
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.models import Conversation, Post, PostTranslation
from commonplace.lib.direction import isolated
from commonplace.people.actions import erasing, register
from commonplace.people.mine import MINE
from commonplace.search.models import SearchEntry

pytestmark = pytest.mark.django_db

ENGLISH = "The air valve uphill sang."
POLISH = "Śpiewał *odpowietrznik* pod górą."
type SignIn = Callable[..., Client]


def say(post: Post, by, text: str = POLISH, **more) -> PostTranslation:
    """Say an English post in Polish, from the revision that it is at."""
    fresh = Post.objects.select_related("conversation__community", "conversation__space").get(pk=post.pk)
    said = {"language": "pl", "out_of": "en", "number": fresh.revision, **more}
    return translating.translate(by=by, post=fresh, text=text, **said)


@pytest.fixture
def polish(answered: Post, tomasz, leila) -> PostTranslation:
    """What Tomasz answered, in Polish by Leila."""
    return say(answered, leila)


def here(post: Post) -> str:
    return f"/c/stick/conversations/{post.conversation_id}/"


def found(post: Post) -> str:
    return SearchEntry.objects.get(kind="post", object_id=post.pk).body


def test_a_reader_meets_their_language_first_and_the_original_a_press_away(
    signed_in: SignIn, answered: Post, polish: PostTranslation, hal
) -> None:
    client, page = signed_in(hal), here(answered)
    in_english = client.get(page).text
    assert ("air valve</strong>" in in_english, "odpowietrznik" in in_english) == (True, False)
    assert f'href="{page}?from=2&amp;in=pl#p2"' in in_english
    in_polish = client.get(page, headers={"accept-language": "pl"}).text
    assert ("air valve</strong>" in in_polish, 'lang="pl"><p dir="auto">Śpiewał' in in_polish) == (False, True)
    assert f'href="{page}?from=2&amp;in=en#p2"' in in_polish
    original = client.get(f"{page}?from=2&in=en", headers={"accept-language": "pl"}).text
    assert ("air valve</strong>" in original, "odpowietrznik" in original) == (True, False)
    # What is flagged is what is read.
    assert f"/flag/post_translation/{polish.pk}" in in_polish
    assert f"/flag/post/{answered.pk}" in original


def test_an_opening_has_a_title_too(signed_in: SignIn, asked: Conversation, hal) -> None:
    opening = asked.posts.get()
    client, at = signed_in(hal), f"{here(opening)}posts/1/again?from=en&in=pl"
    assert "A valve that sings at night</p>" in client.get(at).text
    missing = client.post(at, {"text": POLISH, "number": "1", "over": "0"})
    assert (missing.status_code, "It has no title." in missing.text, POLISH in missing.text) == (422, True, True)
    sent = {"title": "Śpiewająca zasuwa", "text": POLISH, "number": "1", "over": "0"}
    assert client.post(at, sent)["Location"] == f"{here(opening)}?from=1&in=pl#p1"
    page = client.get(f"{here(opening)}?in=pl").text
    assert 'lang="pl">Śpiewająca zasuwa</p>' in page
    assert f"{asked.title}</h1>" in page
    assert "Śpiewająca zasuwa" in found(opening)
    # Where the words say no more than the title, it stands there once.
    client.post(at, sent | {"text": "Śpiewająca zasuwa", "over": "1"})
    assert client.get(f"{here(opening)}?in=pl").text.count("Śpiewająca zasuwa") == 1


def test_it_is_behind_once_the_original_moves_on(
    signed_in: SignIn, answered: Post, polish: PostTranslation, tomasz
) -> None:
    edit(by=tomasz, post=answered, text=f"{answered.source} Look there.", on_revision=1)
    client, page = signed_in(tomasz), here(answered)
    behind = client.get(f"{page}?in=pl").text
    assert "The original has moved on since." in behind
    assert f"{page}posts/2/history" in behind
    assert "behind the original" in client.get(page).text
    again = f"{page}posts/2/again?from=en&in=pl"
    assert "<ins> Look there." in client.get(again).text
    client.post(again, {"text": f"{POLISH} Zajrzyj.", "number": "2", "over": "1"})
    assert "The original has moved on since." not in client.get(f"{page}?in=pl").text
    assert PostTranslation.objects.count() == 2
    assert ("Zajrzyj" in found(answered), found(answered).count("odpowietrznik")) == (True, 1)


def test_two_who_say_it_at_once_both_keep_their_words(
    signed_in: SignIn, answered: Post, polish: PostTranslation, hal
) -> None:
    sent = {"text": "Inaczej.", "number": "1", "over": "0"}
    crossed = signed_in(hal).post(f"{here(answered)}posts/2/again?from=en&in=pl", sent)
    assert crossed.status_code == 409
    assert 'name="over" value="1"' in crossed.text
    assert "<del>Śpiewał" in crossed.text
    assert ">\nInaczej.</textarea>" in crossed.text


def test_who_reads_a_third_language_says_out_of_which_it_is(signed_in: SignIn, table, juan_writes: Post, hal) -> None:
    say(juan_writes, hal, ENGLISH, title="A valve", language="en", out_of="es")
    client, page = signed_in(hal), here(juan_writes)
    assert ENGLISH in client.get(page).text
    assert "una válvula" in client.get(f"{page}?in=es").text
    # A Polish reader, whose language it is not said in, meets the original.
    assert "una válvula" in client.get(page, headers={"accept-language": "pl"}).text
    # Whoever reads it besides, too, before one that they would have to be given.
    hal.languages = ["es"]
    hal.save(update_fields=["languages"])
    assert "una válvula" in client.get(page, headers={"accept-language": "pl"}).text
    choosing = client.get(f"{page}posts/1/again").text
    assert '<option value="es" selected>' in choosing
    assert '<option value="en" selected>' in choosing
    same = client.get(f"{page}posts/1/again?from=es&in=es")
    assert (same.status_code, "in this language already" in same.text) == (422, True)


@pytest.fixture
def juan_writes(table, leila) -> Post:
    """An opening in Spanish, of which the house does not know that."""
    return open_conversation(by=leila, space=table, kind="tip", title="Se oye", text="Canta una válvula.").posts.get()


def test_who_may(signed_in: SignIn, stick, answered: Post, polish, hal, leila, stranger, now) -> None:
    assert not PostTranslation.objects.visible_to(stranger).exists()
    for language, out_of in (("en", "en"), ("xx", "en"), ("pl", "xx")):
        with pytest.raises(translating.NoLanguage):
            say(answered, hal, language=language, out_of=out_of)
    with pytest.raises(translating.TooManyEditions):
        say(answered, hal, language="pt", number=9)
    with pytest.raises(translating.NothingSaid):
        say(answered, hal, "[](https://example.org)", language="pt")
    nobody = register(name="Nobody", address="nobody@example.org", is_confirmed=True)
    with pytest.raises(translating.NotTheirs):
        say(answered, nobody, language="pt")
    # The same again, as when it is sent twice, is no edition.
    assert say(answered, hal) == polish
    guest = register(name="Gast Gastowski", address="gast@example.org", is_confirmed=True)
    admit(person=guest, community=stick, standing=Standing.GUEST, until=now + timedelta(days=9))
    client, at = signed_in(guest), f"{here(answered)}posts/2/again"
    assert client.get(at).status_code == 403
    assert "posts/2/again" not in client.get(here(answered)).text
    assert signed_in(nobody).get(at).status_code == 404
    assert signed_in(hal).get(f"{here(answered)}posts/{2**70}/again").status_code == 404


def test_a_held_one_is_hidden_and_found_by_nobody(signed_in: SignIn, answered, polish, ines, hal, leila) -> None:
    assert "odpowietrznik" in found(answered)
    held = hold(
        by=ines, kind="post_translation", object_id=polish.pk, community=answered.conversation.community, why="?"
    )
    assert list(PostTranslation.objects.visible_to(leila)) == [polish]
    assert not PostTranslation.objects.visible_to(hal).exists()
    assert "odpowietrznik" not in signed_in(hal).get(f"{here(answered)}?in=pl").text
    assert "odpowietrznik" not in found(answered)
    release(by=ines, hold=held, why="Fine.")
    assert "odpowietrznik" in found(answered)


def test_what_is_taken_back_stands_in_no_other_language(signed_in: SignIn, answered, polish, tomasz, hal) -> None:
    withdraw(by=tomasz, post=answered)
    assert not PostTranslation.objects.visible_to(hal).exists()
    assert "odpowietrznik" not in signed_in(hal).get(f"{here(answered)}?in=pl").text
    with pytest.raises(translating.IsGone):
        say(answered, hal, "Inaczej.", over=1)
    restore(by=tomasz, post=answered)
    assert "odpowietrznik" in found(answered)
    let_words_go(post=answered, title="")
    assert not PostTranslation.objects.exists()


@pytest.mark.parametrize("withdraws", [True, False])
def test_whoever_goes_takes_what_they_said_along(answered, polish, hal, leila, tomasz, withdraws: bool) -> None:
    # Of a later revision the same holds, as somebody else has seen.
    edit(by=tomasz, post=answered, text="It was the air valve.", on_revision=1)
    say(answered, hal, over=1)
    erasing.erase(person=leila, withdraw=withdraws)
    assert PostTranslation.objects.count() == (0 if withdraws else 2)
    assert PostTranslation.objects.filter(by=leila.pk).count() == 0
    assert ("odpowietrznik" in found(answered)) is not withdraws


def test_the_words_of_whoever_goes_are_said_in_no_other_language(answered, polish, tomasz) -> None:
    erasing.erase(person=tomasz, withdraw=True)
    assert not PostTranslation.objects.exists()


def test_a_name_behind_an_at_calls_nobody_and_is_no_link(answered, leila, hal) -> None:
    assert f">@{hal.name} słyszał.<" in say(answered, leila, f"@{hal.name} słyszał.").html
    assert not answered.mentions.exists()


def test_programs_read_it_with_the_post(signed_in: SignIn, answered: Post, polish, hal, leila) -> None:
    client = signed_in(hal)
    listed = f"/api/v1/communities/stick/conversations/{answered.conversation_id}/posts"
    opening, answer = client.get(listed).json()["items"]
    assert opening["translations"] == []
    (said,) = answer["translations"]
    assert (said["language"], said["out_of"], said["by"]["name"], said["is_behind"]) == ("pl", "en", leila.name, False)
    assert said["url"].endswith(f"{here(answered)}?from=2&in=pl#p2")


def test_readers_of_other_languages_get_what_is_kept_for_all(
    signed_in: SignIn, answered: Post, polish, hal, django_assert_max_num_queries
) -> None:
    client = signed_in(hal)
    client.get(here(answered))
    for asked, polish_words in (("", False), ("xx", False), ("pl", True), ("'<b>", False)):
        with django_assert_max_num_queries(12):
            page = client.get(here(answered), {"in": asked}).text
        assert ("odpowietrznik" in page) is polish_words
    assert isolated("Leila Haddad") in client.get(here(answered), {"in": "pl"}).text


def test_whoever_said_it_takes_it_along_while_it_stands(answered, polish, leila, tomasz) -> None:
    def taken() -> list[str]:
        return [row["source"] for row in MINE["post_translations"].told_to(leila)]

    assert taken() == [POLISH]
    withdraw(by=tomasz, post=answered)
    assert taken() == []
