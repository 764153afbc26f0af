"""Stewards choose, order and say why; what another changed meanwhile is not lost; it works as a plain form."""

from collections.abc import Callable
from datetime import datetime, timedelta
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonplace.attention.actions.choosing import choose_cadence
from commonplace.attention.models import Cadence
from commonplace.communities.models import Community, Deed
from commonplace.communities.moderation.actions import hold
from commonplace.communities.stewards import NotASteward
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.conversations.models import Conversation
from commonplace.digests.actions import choosing
from commonplace.digests.actions.laying import lay_out
from commonplace.digests.actions.sending import send
from commonplace.digests.models import Issue, LetterDay, State
from commonplace.letters.models import Letter
from commonplace.people.models import Person

pytestmark = pytest.mark.django_db


class Fields(HTMLParser):
    """The fields of the page's forms, as a browser without script would send them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.area = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        name = said.get("name") or ""
        if tag == "input" and name and not (said.get("type") == "checkbox" and "checked" not in said):
            self.sent[name] = said.get("value") or ("on" if said.get("type") == "checkbox" else "")
        self.area = name if tag == "textarea" else ""
        if tag == "textarea":
            self.sent[name] = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.sent[self.area] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        self.area = ""


@pytest.fixture
def at_desk(issue: Issue) -> Callable[[Person], Client]:
    def sit(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sit


def fields(client: Client) -> dict[str, str]:
    page = client.get("/c/stick/letter/")
    assert page.status_code == 200
    return Fields(page.content.decode()).sent


def named(conversation: Conversation) -> str:
    return f"conversation-{conversation.pk}"


def in_it(issue: Issue) -> list[int]:
    return list(issue.things().filter(is_kept=True).values_list("object_id", flat=True))


def test_choosing_ordering_and_saying_why(at_desk, ines, issue, week) -> None:
    desk = at_desk(ines)
    form = fields(desk)
    form["words"] = "It rained at last.\nOne question is open."
    form[f"why-{named(week['waits'])}"] = "Because she is new."
    del form[f"kept-{named(week['worth'])}"]
    answer = desk.post("/c/stick/letter/", form | {"do": f"up:{named(week['settled'])}"})
    assert (answer.status_code, answer.url) == (302, f"/c/stick/letter/#{named(week['settled'])}")
    issue.refresh_from_db()
    assert (issue.words, issue.words_by) == ("It rained at last.\nOne question is open.", ines)
    assert in_it(issue) == [week["settled"].pk, week["waits"].pk]
    item = issue.items.get(object_id=week["waits"].pk)
    assert (item.why, item.chosen_by) == ("Because she is new.", ines)
    desk.post("/c/stick/letter/", fields(desk) | {"do": f"down:{named(week['settled'])}"})
    assert in_it(issue) == [week["waits"].pk, week["settled"].pk]
    assert Deed.objects.filter(verb="chose_for_letter", person=ines).count() == 2


def test_what_another_steward_did_meanwhile_stays(at_desk, ines, rosa, issue, week) -> None:
    inesdesk, rosadesk = at_desk(ines), at_desk(rosa)
    mine, theirs = fields(inesdesk), fields(rosadesk)
    theirs["words"] = "Rosa's two lines."
    del theirs[f"kept-{named(week['worth'])}"]
    assert rosadesk.post("/c/stick/letter/", theirs | {"do": "save"}).status_code == 302
    mine[f"why-{named(week['waits'])}"] = "Because she is new."
    assert inesdesk.post("/c/stick/letter/", mine | {"do": "save"}).status_code == 302
    issue.refresh_from_db()
    assert (issue.words, issue.words_by) == ("Rosa's two lines.", rosa)
    assert week["worth"].pk not in in_it(issue)
    assert issue.items.get(object_id=week["waits"].pk).why == "Because she is new."


def test_the_same_words_changed_by_two_are_asked_about(at_desk, ines, rosa, issue, week) -> None:
    inesdesk, rosadesk = at_desk(ines), at_desk(rosa)
    mine, theirs = fields(inesdesk), fields(rosadesk)
    rosadesk.post("/c/stick/letter/", theirs | {"words": "Hers stand.", "do": "save"})
    why = f"why-{named(week['waits'])}"
    answer = inesdesk.post("/c/stick/letter/", mine | {"words": "Mine come.", why: "New.", "do": "ready"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Hers stand." in page
    assert "Mine come." in page
    issue.refresh_from_db()
    # What nobody else touched is kept, and nothing is laid ready over a question.
    assert (issue.words, issue.state) == ("Hers stand.", State.DRAFT)
    assert issue.items.get(object_id=week["waits"].pk).why == "New."
    again = Fields(page).sent
    assert (again["words"], again["was_words"]) == ("Mine come.", "Hers stand.")
    assert inesdesk.post("/c/stick/letter/", again | {"do": "save"}).status_code == 302
    issue.refresh_from_db()
    assert issue.words == "Mine come."


def test_ready_skipped_and_taken_up_again(at_desk, ines, issue) -> None:
    desk = at_desk(ines)
    desk.post("/c/stick/letter/", fields(desk) | {"do": "ready"})
    issue.refresh_from_db()
    assert (issue.state, issue.decided_by) == (State.READY, ines)
    desk.post("/c/stick/letter/", fields(desk) | {"do": "skip"})
    issue.refresh_from_db()
    assert issue.state == State.SKIPPED
    assert "Send it after all" in desk.get("/c/stick/letter/").content.decode()
    desk.post("/c/stick/letter/", {"do": "again"})
    issue.refresh_from_db()
    assert issue.state == State.DRAFT


def test_to_me_first_reaches_me_alone_and_counts_for_nothing(at_desk, ines, issue, evening) -> None:
    desk = at_desk(ines)
    desk.post("/c/stick/letter/", fields(desk) | {"words": "Look.", "do": "first"})
    assert [(one.to, "Look." in one.text) for one in Letter.objects.filter(kind="digest")] == [
        ("ines@example.org", True)
    ]
    issue.refresh_from_db()
    assert issue.may_be_changed
    send(issue=issue, now=evening)
    assert Letter.objects.filter(kind="digest", to="ines@example.org").count() == 2


def test_nothing_is_changed_once_it_is_on_its_way(at_desk, ines, issue, evening) -> None:
    desk = at_desk(ines)
    form = fields(desk)
    Issue.objects.filter(pk=issue.pk).update(began_at=evening)
    page = desk.post("/c/stick/letter/", form | {"words": "Too late.", "do": "save"}, follow=True)
    assert "on its way" in page.content.decode()
    issue.refresh_from_db()
    assert issue.words == ""
    for act in (choosing.skip, choosing.lay_ready, choosing.take_up):
        with pytest.raises(choosing.AlreadyGoing):
            act(by=ines, issue=issue)


@pytest.mark.parametrize("path", ["letter/", "letter/preview"])
def test_the_desk_is_the_stewards(at_desk, hal, issue, path: str) -> None:
    assert at_desk(hal).get(f"/c/stick/{path}").status_code == 404
    assert at_desk(hal).post("/c/stick/letter/", {"words": "Hi"}).status_code == 404
    assert Client().get(f"/c/stick/{path}").status_code in (302, 404)


def test_actions_ask_who_does_it(hal, issue, stick) -> None:
    words = choosing.Said("", "Hi.")
    for act in (
        lambda: choosing.choose(by=hal, issue=issue, words=words, things={}),
        lambda: choosing.lay_ready(by=hal, issue=issue),
        lambda: choosing.skip(by=hal, issue=issue),
        lambda: choosing.take_up(by=hal, issue=issue),
        lambda: choosing.choose_day(by=hal, community=stick, weekday=1),
    ):
        with pytest.raises(NotASteward):
            act()


def test_what_came_since_is_laid_beside_a_draft_that_was_touched(ines, issue, week, rosa, thursday) -> None:
    choosing.choose(by=ines, issue=issue, words=choosing.Said("", "Well."), things={})
    before = in_it(issue)
    came = open_conversation(
        by=rosa,
        space=week["waits"].space,
        kind="question",
        title="Came late",
        text="?",
        at=thursday - timedelta(hours=9),
    )
    lay_out(issue=issue, now=thursday - timedelta(hours=8))
    assert in_it(issue) == before
    assert issue.items.get(object_id=came.pk).is_kept is False


def test_a_draft_that_nobody_touched_is_laid_out_anew(issue, week, stick, ines, rosa, thursday) -> None:
    hold(by=ines, kind="conversation", object_id=week["worth"].pk, community=stick, why="Look.")
    lay_out(issue=issue, now=thursday - timedelta(hours=8))
    assert week["worth"].pk not in in_it(issue)


def test_as_each_ring_reads_it(at_desk, ines, issue, week, window) -> None:
    Conversation.objects.filter(pk=week["waits"].pk).update(space=window)
    desk = at_desk(ines)
    seen = {
        ring: desk.get(f"/c/stick/letter/preview?as={ring}").content.decode() for ring in ("inside", "anyone", "me")
    }
    told = {ring: [title in page for title in ("step-test", "Hours that water")] for ring, page in seen.items()}
    assert told == {"inside": [True, True], "anyone": [True, False], "me": [True, True]}
    assert desk.get("/c/stick/letter/preview?as=x").status_code == 404


def test_its_day(at_desk, ines, stick) -> None:
    desk = at_desk(ines)
    desk.post("/c/stick/letter/", {"do": "day", "weekday": "1"})
    assert LetterDay.objects.get(community=stick).weekday == 1
    desk.post("/c/stick/letter/", {"do": "day", "weekday": ""})
    assert LetterDay.objects.get(community=stick).weekday is None


def test_before_there_is_a_draft_the_page_says_when_it_comes(client: Client, ines, stick: Community) -> None:
    client.force_login(ines)
    assert "two days before it goes" in client.get("/c/stick/letter/").content.decode()
    assert client.post("/c/stick/letter/", {"do": "save"}).status_code == 404
    assert client.get("/c/stick/letter/preview").status_code == 404


# --- Past letters -----------------------------------------------------------------------------------------------


def test_past_letters_show_what_may_be_read_today(
    client: Client, issue, stick, ines, hal, week, evening: datetime
) -> None:
    choosing.choose(by=ines, issue=issue, words=choosing.Said("", "It rained at last."), things={})
    client.force_login(hal)
    page = reverse("letter_sent", args=["stick", issue.pk])
    assert client.get(page).status_code == 404
    send(issue=issue, now=evening)
    assert "It rained at last." in client.get(reverse("letters_of", args=["stick"])).content.decode()
    said = client.get(page).content.decode()
    assert "step-test" in said
    assert "Because we keep arguing about targets." in said
    hold(by=ines, kind="conversation", object_id=week["waits"].pk, community=stick, why="Look.")
    said = client.get(page).content.decode()
    assert "step-test" not in said
    assert "One thing in it is not for you to read" in said


def test_a_question_that_was_answered_meanwhile_does_not_wait(client: Client, issue, ines, hal, week, evening) -> None:
    choosing.choose(by=ines, issue=issue, words=choosing.Said("", "Well."), things={})
    reply(by=ines, conversation=week["waits"], text="I have one.", at=issue.made_at)
    send(issue=issue, now=evening)
    text = Letter.objects.get(kind="digest", to="hal@example.org").text
    client.force_login(hal)
    page = client.get(reverse("letter_sent", args=["stick", issue.pk])).content.decode()
    for said in (text, page):
        assert "step-test" in said
        assert "Nobody has answered yet" not in said
        assert "It has been answered since." in said


def test_past_letters_are_the_members(client: Client, issue, stranger, evening) -> None:
    send(issue=issue, now=evening)
    for path in (reverse("letters_of", args=["stick"]), reverse("letter_sent", args=["stick", issue.pk])):
        assert Client().get(path).status_code in (302, 404)
        client.force_login(stranger)
        assert client.get(path).status_code == 404


def test_a_daily_letter_stands_in_no_archive(client: Client, stick, week, hal, thursday) -> None:
    choose_cadence(person=hal, community=stick, cadence=Cadence.DAILY)
    daily = Issue.objects.create(
        community=stick, period="daily", on=thursday.date(), since=thursday, state="sent", began_at=timezone.now()
    )
    client.force_login(hal)
    assert client.get(reverse("letter_sent", args=["stick", daily.pk])).status_code == 404
