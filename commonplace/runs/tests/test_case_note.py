"""A case note: nobody's sentence but the writer's, read by a second, posted with its presenter's word, gone by it."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from commonplace.communities.inbox import needs_from, waiting_for
from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.models import Membership
from commonplace.conversations.actions import changing
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation, Post, Revision
from commonplace.letters.models import Letter
from commonplace.people.actions.erasing import erase
from commonplace.people.models import Affiliation
from commonplace.protocols.protocol import Capture
from commonplace.runs.actions import case_note, noting, stepping
from commonplace.runs.actions.asking_presenter import LAST_LOOK
from commonplace.runs.models import CaseNote, Check, Run
from commonplace.runs.tests.test_pages import as_, at
from commonplace.search.models import SearchEntry

pytestmark = pytest.mark.django_db
RARE = "Quetzalcoatlus under the road"
TEXT = f"A logger said leak and the street did not. {RARE}."


def ended(run: Run, hal) -> Run:
    stepping.step(run=run, act=stepping.Act.FINISH, number=2, by=hal)
    run.refresh_from_db()
    return run


def say(person, run: Run, word: str, **more: object):
    return as_(person).post(at(run, "case-note"), {"do": word, **more})


def words(run: Run, reader, presenter, **more: object) -> dict[str, object]:
    return {"text": TEXT, "reader": reader.pk, "presenter": presenter.pk, "checks": Check.values, **more}


@pytest.fixture
def told(run, hal, tomasz) -> Run:
    """It has ended; Tomasz brought the case, and Hal writes."""
    noting.note(run=run, phase=4, kind=Capture.LIVED, words="A valve *sang*.", person=tomasz)
    noting.note(run=run, phase=4, kind=Capture.GAP, words="No rule for when to stop.", person=hal)
    ended(run, hal)
    say(hal, run, "begin")
    return run


@pytest.fixture
def asked(told, hal, tomasz, leila) -> Run:
    say(hal, told, "ask", **words(told, leila, tomasz))
    return told


@pytest.fixture
def read(asked, leila) -> Run:
    say(leila, asked, "read", version=CaseNote.objects.get().version)
    return asked


@pytest.fixture
def posted_not(read, tomasz) -> Run:
    say(tomasz, read, "allow", version=CaseNote.objects.get().version)
    return read


@pytest.fixture
def posted(posted_not, hal) -> Run:
    say(hal, posted_not, "post")
    return posted_not


def now_at() -> str:
    return CaseNote.objects.get().waits_for


def waits(person) -> list[str]:
    standings = list(Membership.objects.current().filter(person=person).select_related("community"))
    found = [one for one in waiting_for(person, standings, now=timezone.now()) if one.code.startswith("case_note")]
    return [one.title for one in needs_from(found, {one.community_id: one for one in standings}, person)]


def test_the_draft_orders_what_was_kept_and_adds_no_sentence(told, hal) -> None:
    note = CaseNote.objects.get()
    assert (note.writer, now_at()) == (hal, "writer")
    lines = [one for one in note.text.splitlines() if one]
    assert lines[0].removeprefix("## ") in {phase.title for phase in told.steps_of_protocol}
    assert lines[1:] == ["- A valve \\*sang\\*.", "- No rule for when to stop."]


def test_it_is_offered_where_somebody_brought_a_case_and_once(run, hal, tomasz, leila) -> None:
    ended(run, hal)
    assert "Write it" in as_(hal).get(at(run)).text
    assert "Write it" not in as_(leila).get(at(run)).text
    assert say(leila, run, "begin").status_code == 403
    for person in (hal, hal, tomasz):
        say(person, run, "begin")
    assert CaseNote.objects.get().writer == hal


def test_what_the_house_knows_is_marked_for_the_writer(told, hal, tomasz, leila) -> None:
    Affiliation.objects.create(person=leila, organisation="Sedapar")
    say(hal, told, "save", **words(told, leila, tomasz, text="Tomasz at Sedapar saw 3 <b>pits</b>."))
    shown = as_(hal).get(at(told, "case-note")).text
    assert re.findall(r"<mark>(.*?)</mark>", shown) == ["Tomasz", "Sedapar", "3"]
    assert "<b>pits" not in shown


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"checks": Check.values[:-1]}, "Look through all of it first"),
        ({"reader": ""}, "Choose who it is."),
        ({"presenter": ""}, "Choose who it is."),
        ({"text": ""}, "Please write something here."),
    ],
)
def test_it_goes_to_nobody_before_all_is_looked_through(told, hal, tomasz, leila, wrong, said: str) -> None:
    answer = say(hal, told, "ask", **{**words(told, leila, tomasz), **wrong})
    assert answer.status_code == 422
    assert said in answer.text
    assert now_at() == "writer"
    assert waits(leila) == []


def test_the_second_reader_is_neither_writer_nor_presenter(told, hal, tomasz) -> None:
    for reader in (hal, tomasz):
        assert say(hal, told, "ask", **words(told, reader, tomasz)).status_code == 422
        with pytest.raises(case_note.Unfit):
            case_note.write(note=CaseNote.objects.get(), by=hal, title="", text="x", reader=reader, presenter=tomasz)


def test_each_state_says_who_is_waited_for_and_asks_them_alone(told, hal, tomasz, leila, ines) -> None:
    def seen() -> str:
        shown = as_(ines).get(at(told)).text
        return re.sub(r"[\u2068\u2069]", "", shown)

    assert "Hal Brennan is writing it." in seen()
    say(hal, told, "ask", **words(told, leila, tomasz))
    assert "It waits for its second reader: Leila Haddad." in seen()
    assert [bool(waits(one)) for one in (hal, leila, tomasz, ines)] == [False, True, False, False]
    say(leila, told, "read", version=CaseNote.objects.get().version)
    assert "waits for the word of Tomasz Wilk, who brought the case." in seen()
    assert [bool(waits(one)) for one in (hal, leila, tomasz, ines)] == [False, False, True, False]
    say(tomasz, told, "allow", version=CaseNote.objects.get().version)
    assert "has allowed it. Hal Brennan can post it." in seen()
    assert [bool(waits(one)) for one in (hal, leila, tomasz, ines)] == [True, False, False, False]
    assert not Conversation.objects.exists()
    say(hal, told, "post")
    assert "It is posted, with the word of whoever brought the case." in seen()
    assert [bool(waits(one)) for one in (hal, leila, tomasz, ines)] == [False, False, False, False]


def test_before_it_is_posted_three_people_read_it_and_nobody_else(read, hal, tomasz, leila, ines, stranger) -> None:
    seen = [RARE in as_(one).get(at(read, "case-note")).text for one in (hal, tomasz, leila, ines)]
    assert seen == [True, True, True, False]
    assert as_(stranger).get(at(read, "case-note")).status_code == 404
    leave(person=leila, community=read.gathering.community)
    assert as_(leila).get(at(read, "case-note")).status_code == 404


def test_each_press_is_for_one_of_them(asked, hal, tomasz, leila, ines) -> None:
    version = CaseNote.objects.get().version
    refused = [
        say(who, asked, word, version=version, remark="x").status_code
        for who, word in (
            *((hal, "read"), (ines, "back"), (leila, "allow")),
            *((hal, "refuse"), (ines, "post"), (ines, "save")),
        )
    ]
    assert refused == [403] * 6
    say(hal, asked, "post")
    say(tomasz, asked, "allow", version=version)
    assert now_at() == "reader"


def test_other_words_are_read_and_allowed_again(posted_not, hal, tomasz, leila) -> None:
    run, note = posted_not, CaseNote.objects.get()
    assert note.waits_for == "posting"
    say(hal, run, "save", **words(run, leila, tomasz, text="Other words."))
    assert now_at() == "writer"
    say(hal, run, "ask", **words(run, leila, tomasz, text="Other words."))
    shown = as_(leila).post(at(run, "case-note"), {"do": "read", "version": note.version}, follow=True).text
    assert "Its words have changed since you opened it." in shown
    assert now_at() == "reader"


def test_given_back_with_a_word_it_is_at_its_writer(read, hal, tomasz) -> None:
    assert say(tomasz, read, "back", remark="").status_code == 422
    say(tomasz, read, "back", remark="The river gives me away.")
    assert now_at() == "writer"
    assert "The river gives me away." in as_(hal).get(at(read, "case-note")).text


def test_the_presenter_says_yes_by_the_link_of_a_letter_that_holds_no_word_of_it(read, tomasz, hal) -> None:
    letter = Letter.objects.get(kind="case_note")
    assert RARE not in letter.text + letter.html
    link = re.search(r"https?://[^/\s]+(/\S*press\S*|/\S+)", letter.text.split("signing in:")[1])[1]
    client = Client()
    shown = client.get(link).text
    assert RARE in shown
    assert now_at() == "presenter"
    for _ in range(2):
        assert "You have said that it may be kept." in client.post(link, follow=True).text
    assert now_at() == "posting"
    say(hal, read, "save", **words(read, CaseNote.objects.get().reader, tomasz, text="Other words."))
    assert "This link answers nothing any more" in client.get(link).text
    assert not LAST_LOOK.may_go(letter)


def test_posted_once_it_stands_in_the_gatherings_conversation(posted, hal) -> None:
    say(hal, posted, "post")
    post = Post.objects.get()
    posted.gathering.refresh_from_db()
    assert (post.source, post.author, post.conversation) == (TEXT, hal, posted.gathering.conversation)
    assert CaseNote.objects.get().text == ""
    assert SearchEntry.objects.filter(kind="post", object_id=post.pk).exists()


def test_withdrawn_by_its_presenter_no_word_is_kept_and_its_place_says_so(posted, hal, tomasz, ines) -> None:
    post = Post.objects.get()
    changing.edit(by=hal, post=post, text=f"{TEXT} And more.", on_revision=1)
    assert Revision.objects.exists()
    page = f"/c/stick/conversations/{post.conversation_id}/"
    reply(by=ines, conversation=post.conversation, text="Thank you.")
    assert RARE in as_(ines).get(page).text
    for _ in range(2):
        say(tomasz, posted, "refuse")
    post.refresh_from_db()
    assert (post.source, post.html, now_at()) == ("", "", "refused")
    assert not Revision.objects.exists()
    shown = as_(ines).get(page).text
    assert RARE not in shown
    assert "Withdrawn by the wish of whoever brought the case." in shown
    assert "It was withdrawn by the wish of whoever brought the case." in as_(ines).get(at(posted)).text
    assert not SearchEntry.objects.filter(kind="post", object_id=post.pk).exists()
    changing.restore(by=hal, post=post)
    assert "Withdrawn by the wish" in as_(hal).get(page).text
    say(hal, posted, "begin")
    assert CaseNote.objects.get().text == ""
    if connection.vendor == "sqlite":
        assert RARE.encode() not in connection.connection.serialize()


@pytest.mark.parametrize("state", ["told", "asked", "read", "posted_not"])
def test_withdrawn_before_it_is_posted_the_draft_goes(state: str, request, hal, tomasz, leila) -> None:
    run = request.getfixturevalue(state)
    if state == "told":
        say(hal, run, "save", **words(run, leila, tomasz))
    say(tomasz, run, "refuse")
    note = CaseNote.objects.get()
    assert (note.text, note.title, note.remark, note.checks, note.waits_for) == ("", "", "", [], "refused")
    assert [waits(one) for one in (hal, leila, tomasz)] == [[], [], []]
    say(hal, run, "save", **words(run, leila, tomasz))
    assert CaseNote.objects.get().text == ""


def test_of_what_is_held_close_it_stands_in_a_conversation_of_its_own(close_run, hal, tomasz, leila, ines) -> None:
    ended(close_run, hal)
    say(hal, close_run, "begin")
    say(hal, close_run, "ask", **words(close_run, leila, tomasz, title="When to stop digging"))
    shown = as_(ines).get(at(close_run)).text
    assert "Leila" not in shown
    say(leila, close_run, "read", version=CaseNote.objects.get().version)
    assert "Tomasz" not in as_(ines).get(at(close_run)).text
    say(tomasz, close_run, "allow", version=CaseNote.objects.get().version)
    say(hal, close_run, "post")
    talk = Conversation.objects.get()
    assert talk.title == "When to stop digging"
    assert close_run.gathering.title not in as_(ines).get(f"/c/stick/conversations/{talk.pk}/").text
    say(tomasz, close_run, "refuse")
    talk.refresh_from_db()
    assert talk.title == close_run.title


def test_who_is_erased_with_their_words_takes_their_case_along(posted, tomasz) -> None:
    erase(person=tomasz, withdraw=True)
    assert (Post.objects.get().source, now_at()) == ("", "refused")


def test_where_its_writer_is_gone_another_takes_it_up(asked, hal, tomasz, leila, ines) -> None:
    erase(person=hal, withdraw=False)
    say(ines, asked, "begin")
    assert CaseNote.objects.get().writer == ines
    assert now_at() == "writer"


def test_the_page_asks_no_more_than_twelve_times(read, hal, tomasz, ines, django_assert_max_num_queries) -> None:
    for person in (hal, tomasz, ines):
        client = as_(person)
        client.get(at(read, "case-note"))
        for word in ("case-note", ""):
            with django_assert_max_num_queries(12):
                client.get(at(read, word))
