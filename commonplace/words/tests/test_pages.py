"""The pages of words, for their own people; everybody else finds nothing there."""

import sys

import pytest
from django.core.signals import got_request_exception
from django.test import Client
from django.urls import reverse
from django.views.debug import ExceptionReporter

from commonplace.people.models import Person
from commonplace.words import rate_limit
from commonplace.words.actions.choosing import choose, leave, take_no_more
from commonplace.words.actions.writing import answer, begin, take_back
from commonplace.words.models import Correspondence, NoMoreWords, WhoMayWrite, Word, WordDraft, WordsWish
from commonplace.words.queries import unread
from commonplace.words.tests.conftest import SECRET

MARK = "6a6e6f6e-0000-4000-8000-00000000000%d"


@pytest.fixture(autouse=True)
def here_for_long(monkeypatch) -> None:
    """Whoever came today may write less: that is looked at elsewhere."""
    monkeypatch.setattr(rate_limit, "ON_THE_FIRST_DAY", 200)
    monkeypatch.setattr(rate_limit, "UNANSWERED_ON_THE_FIRST_DAY", 200)


def as_(client: Client, person: Person) -> Client:
    client.force_login(person)
    return client


def fill(text: str, mark: int = 1, **more: object) -> dict[str, object]:
    return {"text": text, "idempotency_key": MARK % mark, **more}


def test_a_word_is_begun_from_a_persons_page_and_answered(client: Client, hal, leila, stick):
    page = as_(client, hal).get(reverse("person", args=["stick", leila.pk])).text
    assert f'href="/words/new?to={leila.pk}"' in page
    form = client.get(f"/words/new?to={leila.pk}").text
    assert "Leila Haddad" in form
    assert "Whoever holds the machine" in form
    sent = client.post("/words/new", fill("Would you look at my sheet?", to=leila.pk))
    word = Word.objects.get()
    assert sent.headers["Location"] == f"/words/{word.correspondence_id}/#w{word.pk}"
    assert client.get(f"/words/new?to={leila.pk}").headers["Location"] == f"/words/{word.correspondence_id}/#reply"
    page = as_(client, leila).get(f"/words/{word.correspondence_id}/").text
    assert "Would you look at my sheet?" in page
    client.post(f"/words/{word.correspondence_id}/", fill("Gladly."))
    client.post(f"/words/{word.correspondence_id}/", fill("Gladly."))
    assert [one.source for one in Word.objects.order_by("pk")] == ["Would you look at my sheet?", "Gladly."]


def test_people_are_looked_for_by_name_and_what_is_written_stays(client: Client, hal, leila, tomasz, stranger):
    found = as_(client, hal).post("/words/new", fill("Half a tho", whom="LEI", find="1", to=tomasz.pk)).text
    assert f'name="to" value="{leila.pk}"' in found
    assert f'name="to" value="{tomasz.pk}" checked' in found
    assert "Half a tho" in found
    nobody = client.post("/words/new", fill("Half", whom="stran", find="1", to=stranger.pk)).text
    assert "Nobody of that name is in a community of yours." in nobody
    assert stranger.name not in nobody


def test_a_word_to_nobody_comes_back(client: Client, hal):
    back = as_(client, hal).post("/words/new", fill("To whom?"))
    assert back.status_code == 422
    assert "It is to nobody yet." in back.text
    assert "To whom?" in back.text
    assert WordDraft.objects.get(person=hal).text == "To whom?"


def test_whoever_takes_none_is_said_before_one_writes_and_no_word_is_lost(client: Client, hal, leila, between):
    take_no_more(person=leila, whom=hal)
    said = "would rather have no words from you."
    assert said in as_(client, hal).get(reverse("person", args=["stick", leila.pk])).text
    page = client.get(f"/words/{between.pk}/").text
    assert said in page
    assert 'name="text"' not in page
    back = client.post(f"/words/{between.pk}/", fill("Please read this."))
    assert back.status_code == 403
    assert "Please read this." in back.text
    assert "Please read this." in client.get(f"/words/{between.pk}/").text


def test_the_count_is_for_whom_it_is_and_goes_when_read(client: Client, hal, leila, between):
    assert as_(client, hal).get("/words/count").json() == {"count": 0}
    assert as_(client, leila).get("/words/count").json() == {"count": 1}
    assert "new to you" in client.get("/words/").text
    client.get(f"/words/{between.pk}/")
    assert client.get("/words/count").json() == {"count": 0}
    assert "new to you" not in client.get("/words/").text


@pytest.mark.parametrize("who", ["ines", "tomasz", "stranger"])
def test_nobody_else_opens_it(request, client: Client, who, ines, hal, leila, word, between):
    other = request.getfixturevalue(who)
    other.is_operator = True
    other.save()
    as_(client, other)
    for address in ("", "leaving"):
        assert client.get(f"/words/{between.pk}/{address}").status_code == 404
        assert client.post(f"/words/{between.pk}/{address}", fill("Let me in.")).status_code == 404
    for what in ("taking-back", "handing"):
        assert client.post(f"/words/{what}/{word.pk}", {"why": "So."}).status_code == 404
    assert SECRET not in client.get("/words/").text
    assert SECRET not in client.get("/words/?q=zanzibar").text
    assert Word.objects.get() == word


def test_whoever_left_opens_it_no_more(client: Client, hal, leila, between):
    leave(person=leila, correspondence=between)
    assert as_(client, leila).get(f"/words/{between.pk}/").status_code == 404
    page = as_(client, hal).get(f"/words/{between.pk}/").text
    assert "has gone out of it." in page


def test_ones_own_words_are_found_and_open_where_they_stand(client: Client, hal, leila, word, between):
    for n in range(60):
        answer(by=leila if n % 2 else hal, correspondence=between, text=f"Word {n}.", at=word.written_at)
    found = as_(client, leila).get("/words/?q=Zanzibar").text
    where = f"/words/{between.pk}/?from={word.pk}#w{word.pk}"
    assert where in found
    assert SECRET in client.get(where.partition("#")[0]).text
    latest = client.get(f"/words/{between.pk}/").text
    assert SECRET not in latest
    assert "Word 59." in latest
    assert "Earlier words" in latest


def test_a_list_and_a_page_of_many_cost_twelve_queries(
    client: Client, hal, leila, tomasz, ines, rosa, amara, django_assert_max_num_queries
):
    for one in (leila, tomasz, ines, rosa, amara):
        begin(by=one, to=[hal.pk], text="A word.")
    last = begin(by=leila, to=[hal.pk, tomasz.pk, ines.pk, rosa.pk, amara.pk], text="We.").correspondence
    for n in range(6):
        answer(by=tomasz, correspondence=last, text=f"Word {n}.")
    as_(client, hal).get("/")
    for address in ("/words/", f"/words/{last.pk}/", "/words/?q=word", f"/words/new?to={leila.pk}&to={ines.pk}"):
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
    with django_assert_max_num_queries(12):
        client.get(reverse("person", args=["stick", leila.pk]))


def test_what_is_begun_is_kept_and_gone_on_with(client: Client, hal, leila, between):
    as_(client, hal)
    assert client.post("/words/drafts", fill("Half", place=between.pk)).status_code == 204
    page = client.get(f"/words/{between.pk}/").text
    assert ">\nHalf</textarea>" in page
    begun = WordDraft.objects.get().state
    client.post("/words/drafts", fill("Half of it", mark=2, place=between.pk, begun=begun))
    assert [one.text for one in WordDraft.objects.all()] == ["Half of it"]
    client.post(f"/words/{between.pk}/", fill("Half of it, and the rest.", mark=2))
    assert not WordDraft.objects.exists()
    assert client.post("/words/drafts", fill("Mine", place="new", to=leila.pk)).status_code == 204
    draft = WordDraft.objects.get()
    assert f"/words/new?draft={draft.pk}" in client.get("/words/").text
    page = client.get(f"/words/new?draft={draft.pk}").text
    assert "Mine" in page
    assert f'name="to" value="{leila.pk}" checked' in page
    assert "Mine" not in as_(client, leila).get(f"/words/new?draft={draft.pk}").text
    assert client.post(f"/words/drafts/{draft.pk}").status_code == 404
    assert client.post("/words/drafts", fill("In yours", place=str(between.pk + 99))).status_code == 400


def test_it_is_shown_before_it_goes(client: Client, hal, leila, between):
    page = as_(client, hal).post(f"/words/{between.pk}/", fill("*Softly*", preview="1")).text
    assert "<em>Softly</em>" in page
    assert "<em>Softly</em>" in client.post("/words/new", fill("*Softly*", preview="1", to=leila.pk)).text
    assert "<em>Softly</em>" in client.post("/words/preview", {"text": "*Softly*"}).text
    assert Word.objects.count() == 1


def test_what_one_wants_of_words_is_chosen_in_what_reaches_one(client: Client, hal, leila, between):
    page = as_(client, leila).get(reverse("my_attention")).text
    assert 'name="who" value="shared" checked' in page
    client.post("/words/wish", {"who": "known", "letters": "news"})
    wish = WordsWish.objects.get(person=leila)
    assert (wish.who, wish.letters) == ("known", "news")
    client.post("/words/wish", {"who": "everyone", "letters": "none"})
    wish.refresh_from_db()
    assert (wish.who, wish.letters) == ("known", "none")
    client.get(f"/words/no-more/{hal.pk}")
    assert not NoMoreWords.objects.exists()
    client.post(f"/words/no-more/{hal.pk}")
    assert "Hal Brennan" in client.get(reverse("my_attention")).text
    client.post(f"/words/no-more/{hal.pk}", {"take": "again"})
    assert not NoMoreWords.objects.exists()


def test_a_stranger_is_nobody_to_refuse(client: Client, hal, stranger):
    assert as_(client, hal).get(f"/words/no-more/{stranger.pk}").status_code == 404
    assert client.post(f"/words/no-more/{stranger.pk}").status_code == 404
    assert client.post(f"/words/no-more/{hal.pk}").status_code == 404
    for number in (0, 2**63, 10**30):
        assert client.get(f"/words/no-more/{number}").status_code == 404


def test_whoever_takes_none_is_told_that_they_send_none(client: Client, hal, between):
    choose(person=hal, who=WhoMayWrite.NOBODY)
    assert "You take no words at present." in as_(client, hal).get(f"/words/{between.pk}/").text
    assert "You take no words at present." in client.get("/words/new").text


def test_a_word_is_taken_back_on_its_page(client: Client, hal, leila, word, between):
    assert as_(client, leila).post(f"/words/taking-back/{word.pk}").status_code == 404
    as_(client, hal).post(f"/words/taking-back/{word.pk}")
    page = as_(client, leila).get(f"/words/{between.pk}/").text
    assert "Taken back by its author." in page
    assert SECRET not in page


def test_nothing_of_it_is_kept_on_the_way(client: Client, hal, between):
    for address in ("/words/", f"/words/{between.pk}/", "/words/new"):
        assert "no-store" in as_(client, hal).get(address).headers["Cache-Control"]


def test_no_report_of_an_error_holds_it(client: Client, hal, leila, between, monkeypatch, settings):
    """What a stumbling page tells whoever runs the house says nothing of what was written."""
    settings.DEBUG = False
    reports = []

    def stumble(**_given: object) -> None:
        raise RuntimeError("It stumbled.")

    monkeypatch.setattr("commonplace.words.views.reading.answer", stumble)
    monkeypatch.setattr("commonplace.words.views.writing.begin", stumble)
    client.raise_request_exception = False
    as_(client, hal)

    def handle(sender, request, **_more):
        reports.append(ExceptionReporter(request, *sys.exc_info()).get_traceback_text())

    got_request_exception.connect(handle, weak=False)
    try:
        client.post(f"/words/{between.pk}/", fill(SECRET))
        client.post("/words/new", fill(SECRET, to=leila.pk))
    finally:
        got_request_exception.disconnect(handle)
    assert len(reports) == 2
    assert [SECRET in one for one in reports] == [False, False]


def test_going_out_is_one_button(client: Client, hal, leila, between):
    page = as_(client, leila).get(f"/words/{between.pk}/leaving").text
    assert "what you wrote stays" in page
    client.post(f"/words/{between.pk}/leaving")
    assert unread(leila) == 0
    assert "deleted for good" in as_(client, hal).get(f"/words/{between.pk}/leaving").text
    client.post(f"/words/{between.pk}/leaving")
    assert not Correspondence.objects.exists()


def test_taken_back_alone_it_says_nothing_in_the_list(client: Client, hal, leila, word):
    take_back(by=hal, word=word)
    assert as_(client, leila).get("/words/").status_code == 200
