"""Words said in confidence, or to fewer people, are kept only with their author’s yes, and only as long as it holds."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.inbox import INBOX
from commonplace.communities.models import Deed, Space
from commonplace.conversations.actions.changing import let_words_go
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation
from commonplace.gatherings.actions.convening import Plan, convene
from commonplace.gatherings.models import Gathering
from commonplace.letters.models import Letter
from commonplace.people.answers_by_link import answer_path
from commonplace.people.models import Person
from commonplace.repertoire.actions import consenting
from commonplace.repertoire.actions.keeping import Taken
from commonplace.repertoire.actions.wording import Source, Words
from commonplace.repertoire.models import Passage, Resource

pytestmark = pytest.mark.django_db


@pytest.fixture
def harvest(shelve, rosa) -> Callable[..., Resource]:
    """Rosa keeps all that was said in a conversation as a guide."""

    def put(talk: Conversation, **more) -> Resource:
        passages = [Taken(one, "how") for one in talk.posts.order_by("number")]
        words = Words("Between us", parts={"how": "As we said:"})
        return shelve(by=rosa, kind="guide", words=words, passages=passages, source=Source(conversation=talk), **more)

    return put


@pytest.fixture
def close(circle, ines, rosa) -> Conversation:
    """Ines and Rosa between themselves."""
    made = open_conversation(by=ines, space=circle, kind="question", title="Hushed", text="The depot lies.")
    reply(by=rosa, conversation=made, text="It does.")
    return made


@pytest.fixture
def talk(table, ines, rosa) -> Conversation:
    """Ines and Rosa where members read it."""
    made = open_conversation(by=ines, space=table, kind="question", title="Open", text="The depot lies.")
    reply(by=rosa, conversation=made, text="It does.")
    return made


def read(person: Person | None, resource: Resource) -> list[str]:
    return [one.source for one in Passage.objects.visible_to(person).filter(resource=resource).order_by("position")]


def first_of(made: Resource) -> Passage:
    return made.passages.select_related("resource__community", "resource__space").get(position=0)


def asked(person: Person, made: Resource) -> bool:
    rows = INBOX["words_asked"].rows(person=person, communities=[made.community_id])
    return rows.exists()


def close_up(space: Space, confidence: str = "chatham") -> None:
    Space.objects.filter(pk=space.pk).update(confidence=confidence)


def test_what_a_few_said_is_not_kept_for_more_before_its_author_says_yes(harvest, close, ines, rosa, hal) -> None:
    made = harvest(close)
    # Whoever takes their own words has said yes.
    assert read(hal, made) == read(ines, made) == ["It does."]
    assert [one.source for one in Passage.objects.before(rosa).order_by("position")] == ["The depot lies.", "It does."]
    assert [one.source for one in Passage.objects.before(hal)] == ["It does."]
    assert asked(ines, made)
    consenting.answer(by=ines, passage=first_of(made), says="named")
    assert read(hal, made) == ["The depot lies.", "It does."]
    assert not asked(ines, made)
    deed = Deed.objects.get(verb="let_keep", what_id=made.pk)
    assert deed.person == ines


def test_one_letter_asks_and_says_nothing_of_what_was_said(harvest, table, window, tomasz) -> None:
    made = harvest(
        open_conversation(by=tomasz, space=table, kind="tip", title="Hushed", text="The depot lies."), space=window
    )
    letter = Letter.objects.get(kind=consenting.KIND)
    for hidden in ("depot", "Hushed", made.title):
        assert hidden not in letter.text + letter.html
    assert consenting.ask_again(now=timezone.now()) == 0
    assert consenting.LAST_LOOK.may_go(letter)
    consenting.answer(by=tomasz, passage=first_of(made), says="no")
    assert not consenting.LAST_LOOK.may_go(letter)


def test_a_no_leaves_nothing_of_it_and_a_yes_can_be_taken_back(harvest, close, ines, hal, rosa) -> None:
    made = harvest(close)
    consenting.answer(by=ines, passage=first_of(made), says="named")
    consenting.answer(by=ines, passage=first_of(made), says="no")
    assert read(hal, made) == read(ines, made) == ["It does."]
    assert (first_of(made).source, first_of(made).html) == ("", "")
    assert all("depot" not in str(one.words) for one in made.revisions.all())
    with pytest.raises(consenting.IsOut):
        consenting.answer(by=ines, passage=first_of(made), says="named")
    assert not asked(ines, made)


def test_nobody_answers_for_another(harvest, close, ines, rosa) -> None:
    made = harvest(close)
    with pytest.raises(consenting.NotTheirs):
        consenting.answer(by=rosa, passage=first_of(made), says="named")
    with pytest.raises(ValueError, match="perhaps"):
        consenting.answer(by=ines, passage=first_of(made), says="perhaps")


def test_without_a_name_neither_name_nor_the_way_there_is_shown(client: Client, harvest, close, ines, rosa) -> None:
    made = harvest(close)
    consenting.answer(by=ines, passage=first_of(made), says="nameless")
    client.force_login(rosa)
    quote = client.get(f"/c/stick/repertoire/{made.pk}/").context["chapters"][0].quotes[0]
    assert (quote.byline, quote.url, quote.is_changed) == (None, "", False)


@pytest.mark.parametrize("says", ["named", "nameless", "no"])
def test_the_link_in_the_letter_answers_without_signing_in(client: Client, harvest, close, ines, hal, says) -> None:
    made = harvest(close)
    link = answer_path(consenting.CODE, ines, first_of(made).pk, choice=says, at=timezone.now())
    assert "The depot lies." in client.get(link).text
    assert asked(ines, made)
    client.post(link)
    assert not asked(ines, made)
    assert ("The depot lies." in read(hal, made)) == (says != "no")
    client.post(link)
    assert ("The depot lies." in read(hal, made)) == (says != "no")


def test_the_page_answers_too_and_is_its_author_s_alone(client: Client, harvest, close, ines, rosa, hal) -> None:
    made = harvest(close)
    address = f"/c/stick/repertoire/words-of-mine/{first_of(made).pk}"
    for other in (rosa, hal):
        client.force_login(other)
        assert client.get(address).status_code == client.post(address, {"says": "named"}).status_code == 404
    client.force_login(ines)
    assert "The depot lies." in client.get(address).text
    assert client.post(address, {"says": "perhaps"}).status_code == 422
    assert client.post(address, {"says": "named"}).status_code == 302
    assert "The depot lies." in read(hal, made)
    assert client.post(address, {"says": "no"}).status_code == 302
    assert client.get(address).status_code == 404


def test_what_members_said_reaches_strangers_only_with_a_yes(harvest, talk, window, ines, hal) -> None:
    made = harvest(talk, space=window)
    assert read(None, made) == read(hal, made) == ["It does."]
    consenting.answer(by=ines, passage=first_of(made), says="named")
    assert read(None, made) == ["The depot lies.", "It does."]


def test_a_yes_for_members_is_none_for_everybody(harvest, close, table, ines, hal) -> None:
    made = harvest(close)
    consenting.answer(by=ines, passage=first_of(made), says="named")
    Space.objects.filter(pk=table.pk).update(visibility="public")
    assert read(None, made) == []
    assert read(hal, made) == []
    assert asked(ines, made)
    assert consenting.ask_again(now=timezone.now()) == 2


def test_where_a_space_becomes_chatham_house_its_authors_are_asked_again(harvest, talk, table, ines, hal) -> None:
    made = harvest(talk)
    assert len(read(hal, made)) == 2
    assert not asked(ines, made)
    close_up(table)
    # Whoever reads the post reads it here: members both.
    assert len(read(hal, made)) == 2
    assert asked(ines, made)
    assert consenting.ask_again(now=timezone.now()) == 2
    assert consenting.ask_again(now=timezone.now()) == 0


def test_what_was_taken_is_held_back_from_those_who_cannot_read_the_source_any_more(
    harvest, talk, circle, ines, rosa, hal
) -> None:
    made = harvest(talk)
    Conversation.objects.filter(pk=talk.pk).update(space=circle)
    close_up(circle)
    assert read(hal, made) == []
    assert len(read(ines, made)) == len(read(rosa, made)) == 2
    consenting.answer(by=ines, passage=first_of(made), says="named")
    assert read(hal, made) == ["The depot lies."]
    # A yes to Chatham House is none to sealed.
    close_up(circle, "sealed")
    assert read(hal, made) == []
    assert asked(ines, made)
    consenting.answer(by=ines, passage=first_of(made), says="nameless")
    assert read(hal, made) == ["The depot lies."]


def test_a_gathering_in_confidence_makes_its_conversation_so(harvest, talk, table, ines, hal, rosa) -> None:
    made = harvest(talk)
    plan = Plan("The depot", datetime(2027, 3, 3, 19, 0), "Europe/Warsaw")  # noqa: DTZ001  # a wall's
    held = convene(by=ines, space=table, plan=plan)
    Gathering.objects.filter(pk=held.pk).update(conversation=talk, confidence="chatham")
    assert asked(ines, made)
    late = harvest(talk)
    assert read(hal, late) == ["It does."]
    assert consenting.confidence_of(first_of(late)) == "chatham"


def test_words_of_nobody_known_stay_where_they_were_said(harvest, close, ines, hal, rosa) -> None:
    close.posts.filter(author=ines).update(author=None)
    made = harvest(close)
    assert read(hal, made) == ["It does."]
    assert not Letter.objects.filter(kind=consenting.KIND).exists()


def test_words_that_went_for_good_are_gone_where_they_are_kept(harvest, talk, hal) -> None:
    made = harvest(talk)
    let_words_go(post=talk.posts.get(number=1), title="Gone")
    assert read(hal, made) == ["It does."]
    assert consenting.let_go_of_words(now=timezone.now()) == 1
    assert first_of(made).source == first_of(made).html == ""
