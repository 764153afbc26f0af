"""The pages of rounds, as members, stewards and others open them."""

import re
from datetime import datetime, timedelta

from django.test import Client

from commonplace.communities.models import Community, Membership
from commonplace.communities.tendings import TENDINGS, Bed, with_rows
from commonplace.communities.viewpoint import Viewpoint
from commonplace.fitness.actions.answering import Words, answer
from commonplace.fitness.actions.deciding import decide
from commonplace.fitness.actions.opening import close
from commonplace.fitness.models import Comment, Round, Sheet
from commonplace.fitness.tendings import CODE
from commonplace.people.models import Person

PAGE = "/c/stick/fitness/"


def test_a_member_is_asked_answers_and_is_asked_no_more(opened: Round, hal: Person, client: Client) -> None:
    client.force_login(hal)
    assert "How are we doing?" in client.get("/").text
    nothing = client.post(f"{PAGE}1/answer", {})
    assert (nothing.status_code, "Nothing is said yet." in nothing.text) == (422, True)
    wrong = client.post(f"{PAGE}1/answer", {"n_time": "9", "c_time": "Words to keep."})
    assert (wrong.status_code, "Words to keep." in wrong.text) == (422, True)
    put_in = client.post(f"{PAGE}1/answer", {"n_time": "2", "c_giving": "Gladly."}, follow=True)
    assert "Your sheet is in." in put_in.text
    assert [(one.numbers, one.comments) for one in Sheet.objects.all()] == [({"time": 2}, {"giving": "Gladly."})]
    assert "cannot be changed" in client.post(f"{PAGE}1/answer", {"n_time": "5"}, follow=True).text
    assert Sheet.objects.count() == 1
    assert "How are we doing?" not in client.get("/").text


def test_words_that_come_too_late_are_given_back(opened: Round, ines: Person, hal: Person, client: Client) -> None:
    client.force_login(hal)
    assert client.get(f"{PAGE}1/answer").status_code == 200
    close(by=ines, opened=opened)
    late = client.post(f"{PAGE}1/answer", {"n_time": "2", "c_giving": "Gladly."})
    assert (late.status_code, "Gladly." in late.text, "nothing of it is kept" in late.text) == (409, True, True)
    assert not Sheet.objects.exists()
    assert "Nobody answers any more." in client.get(f"{PAGE}1/answer").text


def test_a_steward_opens_types_in_closes_and_keeps_what_was_decided(
    asking: Community, ines: Person, now: datetime, client: Client
) -> None:
    client.force_login(ines)
    assert "Nobody has asked yet." in client.get(PAGE).text
    until = (now + timedelta(days=10)).date().isoformat()
    own = {"instrument": "own", "until": until}
    for questions in ("", "Twice.\nTwice.", "\n".join(f"{n}." for n in range(10)), "x" * 201):
        assert client.post(f"{PAGE}open", own | {"questions": questions}).status_code == 422
    assert client.post(f"{PAGE}open", {"instrument": "fitness", "until": "2020-01-01"}).status_code == 422
    opened = client.post(f"{PAGE}open", own | {"questions": "We <b>laugh</b>.\n\nWe rest."}, follow=True)
    assert "The round is open." in opened.text
    paper = client.get(f"{PAGE}1/paper").text
    assert ("We &lt;b&gt;laugh&lt;/b&gt;." in paper, "entirely" in paper) == (True, True)
    for _sheet in range(5):
        typed = client.post(f"{PAGE}1/type-in", {"circle": "members", "n_own-1": "1"}, follow=True)
        assert "The sheet is typed in." in typed.text
    assert client.get(f"{PAGE}1").status_code == 404
    assert "It is closed." in client.post(f"{PAGE}close", follow=True).text
    assert "not at all" in client.get(f"{PAGE}1").text
    assert client.post(f"{PAGE}1/decide", {"words": ""}).status_code == 422
    assert "More laughing." in client.post(f"{PAGE}1/decide", {"words": "More laughing."}, follow=True).text


def test_a_steward_takes_a_comment_away_once_and_no_member_can(
    opened: Round, ines: Person, hal: Person, crowd: list[Person], client: Client
) -> None:
    for person in crowd:
        answer(by=person, opened=opened, words=Words({}, {"time": "Ask Rosa."}))
    close(by=ines, opened=opened)
    comment = Comment.objects.order_by("pk").first()
    assert comment is not None
    client.force_login(hal)
    assert client.get(f"{PAGE}1").text.count("Ask Rosa.") == 5
    assert client.post(f"{PAGE}1/take-away", {"comment": comment.pk}).status_code == 404
    client.force_login(ines)
    for pk in (comment.pk, comment.pk, "9" * 19, "x", ""):
        client.post(f"{PAGE}1/take-away", {"comment": pk})
    assert Comment.objects.count() == 4


def test_what_is_low_is_offered_to_talk_about_until_something_is_decided(
    opened: Round, ines: Person, crowd: list[Person], client: Client, now: datetime
) -> None:
    for person in crowd:
        answer(by=person, opened=opened, words=Words({"time": 2, "giving": 5}))
    close(by=ines, opened=opened, at=now)
    seen = Viewpoint(ines, opened.community, Membership.objects.get(person=ines, community=opened.community))
    bed = with_rows(Bed(opened.community, seen, now))
    (offered,) = TENDINGS[CODE].offer(bed)
    assert (offered.about, re.sub("[\u2068\u2069]", "", offered.title)) == ("round:1:time", "Talk about “Time”")
    client.force_login(ines)
    assert client.get(offered.url).status_code == 200
    assert "Talk about" in client.get("/c/stick/cultivate/").text
    opened.refresh_from_db()
    decide(by=ines, closed=opened, words="Less, and better.")
    assert list(TENDINGS[CODE].offer(with_rows(bed))) == []


def test_a_page_costs_few_queries_and_is_for_members(
    opened: Round, ines: Person, hal: Person, stranger: Person, client: Client, django_assert_max_num_queries
) -> None:
    close(by=ines, opened=opened)
    for who, status in ((hal, 200), (stranger, 404)):
        client.force_login(who)
        for page in (PAGE, f"{PAGE}1", f"{PAGE}1/answer", f"{PAGE}1/paper"):
            with django_assert_max_num_queries(12):
                assert client.get(page).status_code == status
    assert client.get(f"{PAGE}{10**30}").status_code == 404
    client.force_login(hal)
    for page in (f"{PAGE}{10**30}", f"{PAGE}99999/answer", f"{PAGE}1/type-in"):
        assert client.get(page).status_code == 404
    assert client.post(f"{PAGE}open", {}).status_code == 404
