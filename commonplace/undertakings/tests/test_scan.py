"""A systematic scan: its question, its sources and their scouts, what is passed on, and what is made of each turn."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.membership.actions.leaving import leave
from commonplace.communities.topics.actions import merge_topics
from commonplace.conversations.actions.ending import close
from commonplace.conversations.models import Conversation, Post
from commonplace.letters.models import Letter
from commonplace.undertakings.actions import passing_on, scan_turns, scanning
from commonplace.undertakings.actions.beginning import end, take_hand
from commonplace.undertakings.actions.responding import NothingSaid
from commonplace.undertakings.actions.rights import IsOver, NotTheirs
from commonplace.undertakings.actions.scan_turns import turn_scans
from commonplace.undertakings.models import NothingNew, Scan, ScanNote, ScanSource, ScanTurn, Undertaking

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def to_whom() -> list[str]:
    return sorted(Letter.objects.filter(kind="undertaking").values_list("to", flat=True))


def pass_on(scan, by, **changed):
    said = {"title": "A pipe that tells", "link": "https://pipes.example/tells", "why": "Ours are deaf."}
    return passing_on.pass_on(by=by, undertaking=scan, **{**said, **changed})


def turn_of(scan, number=1) -> ScanTurn:
    return ScanTurn.objects.get(scan=scan.pk, number=number)


def waits(client: Client, person) -> str:
    client.force_login(person)
    return client.get("/c/stick/").text


def test_from_convening_to_closing(client: Client, stick, table, hal, tomasz, leila) -> None:
    client.force_login(hal)
    day = timezone.localdate() + 14 * DAY
    sent = {"title": "What changes in pipes?", "rhythm": "fortnightly", "turns_on": f"{day}", "space": "table"}
    assert client.post("/c/stick/scans/new", {**sent, "rhythm": "never"}).status_code == 422
    home = client.post("/c/stick/scans/new", sent)["Location"]
    assert client.post(f"{home}sources/new", {"title": "Nowhere"}).status_code == 422
    source = {"title": "Pipe Quarterly", "where": "The shelf, in March"}
    assert client.post(f"{home}sources/new", source).status_code == 302
    journal = ScanSource.objects.get()
    client.force_login(tomasz)
    assert "nobody looks at it yet" in client.get(home).text
    assert client.get(f"{home}passing-on").status_code == 404
    client.post(f"{home}sources/{journal.pk}/taking")
    passed = {"title": "A pipe that tells", "link": "pipes.example/tells", "source": journal.pk, "topic": "Plastic"}
    assert client.post(f"{home}passing-on", passed).status_code == 422
    assert client.post(f"{home}passing-on", {**passed, "why": "Ours are deaf."}).status_code == 302
    here = Undertaking.objects.get()
    over = turn_of(here).ends_at
    turn_scans(now=over - DAY)
    turn_scans(now=over)
    end(by=hal, undertaking=here)
    client.force_login(hal)
    draft = client.get(f"{home}turns/1/notes").text
    assert "## Plastic\n\n- [A pipe that tells](&lt;https://pipes.example/tells&gt;): Ours are deaf." in draft
    told = client.post(f"{home}turns/1/notes", {"text": "One pipe *tells* by now."})
    post = Post.objects.get()
    assert told["Location"] == f"/c/stick/conversations/{post.conversation_id}/#p1"
    assert post.source == "One pipe *tells* by now."
    client.post(f"{home}turns/2/notes", {"quiet": "1"})
    client.force_login(leila)
    closing = client.get(home).text
    assert "The scan has ended." in closing
    assert "notes told" in closing
    assert "nothing new" in closing
    seen = client.get(f"{home}seen/").text
    for word in ("Pipe Quarterly", "Plastic", 'href="https://pipes.example/tells" rel="noreferrer nofollow"'):
        assert word in seen
    assert "A pipe that tells" in client.get(f"{home}seen/?source={journal.pk}").text
    again = client.post(f"{home}again")["Location"]
    assert client.post(f"{home}again")["Location"] == again
    assert ScanSource.objects.filter(scout=None).count() == 1


def test_sources_are_taken_and_let_go(scan, tomasz, leila, hal, stranger) -> None:
    journal = ScanSource.objects.get()
    with pytest.raises(scanning.AlreadyTaken):
        scanning.take_source(person=leila, undertaking=scan, source=journal)
    with pytest.raises(scanning.Unfit):
        scanning.take_source(person=stranger, undertaking=scan, source=journal)
    scanning.let_source_go(person=leila, undertaking=scan, source=journal)
    assert ScanSource.objects.get().scout == tomasz
    scanning.let_source_go(person=tomasz, undertaking=scan, source=journal)
    scanning.take_source(person=leila, undertaking=scan, source=journal)
    assert ScanSource.objects.get().scout == leila
    with pytest.raises(NotTheirs):
        scanning.name_source(by=leila, undertaking=scan, title="More")
    take_hand(person=leila, undertaking=scan)
    made = [scanning.name_source(by=leila, undertaking=scan, title="A", where="B", idempotency_key="k") for _ in "ab"]
    assert made[0] == made[1]


def test_a_source_is_handed_on_by_the_two_concerned(scan, tomasz, leila, hal, client: Client) -> None:
    journal = ScanSource.objects.get()
    with pytest.raises(NotTheirs):
        scanning.offer_source(by=hal, undertaking=scan, source=journal, to=leila)
    client.force_login(tomasz)
    page = f"/c/stick/scans/{scan.pk}/sources/{journal.pk}/handing"
    assert "Leila" in client.get(f"{page}?q=Lei").text
    assert client.post(page, {"q": "Lei"}).status_code == 422
    assert client.post(page, {"q": "Lei", "to": leila.pk}).status_code == 302
    assert to_whom() == ["leila@example.org"]
    assert "is asked to take it over" in client.get(f"/c/stick/scans/{scan.pk}/").text
    with pytest.raises(NotTheirs):
        scanning.answer_offer(by=hal, undertaking=scan, source=journal, yes=True)
    assert "asks whether you take a source over" in waits(client, leila)
    client.post(f"/c/stick/scans/{scan.pk}/sources/{journal.pk}/taking", {"yes": "1"})
    assert ScanSource.objects.get().scout == leila
    assert "asks whether you take a source over" not in waits(client, leila)


def test_only_scouts_pass_on_and_only_with_a_why(scan, tomasz, leila, ines) -> None:
    with pytest.raises(NotTheirs):
        pass_on(scan, leila)
    with pytest.raises(NothingSaid):
        pass_on(scan, tomasz, why=" ")
    made = [pass_on(scan, tomasz, idempotency_key="k").pk for _ in range(2)]
    assert made[0] == made[1]
    note = ScanNote.objects.get()
    with pytest.raises(NotTheirs):
        passing_on.take_note_back(by=leila, undertaking=scan, note=note)
    passing_on.take_note_back(by=ines, undertaking=scan, note=note)
    assert not ScanNote.objects.exists()


def test_scouts_are_reminded_once_a_turn_and_nothing_new_is_an_answer(scan, tomasz, leila, hal, client) -> None:
    other = scanning.name_source(by=hal, undertaking=scan, title="The fair", where="Kielce, each May")
    scanning.take_source(person=leila, undertaking=scan, source=other)
    turn = turn_of(scan)
    assert "What did you see?" not in waits(client, leila)
    ScanTurn.objects.update(ends_at=timezone.now() + DAY)
    turn = turn_of(scan)
    passing_on.say_nothing_new(by=tomasz, undertaking=scan)
    assert [turn_scans(now=timezone.now()) for _ in range(2)] == [1, 0]
    assert to_whom() == ["leila@example.org"]
    assert "What did you see?" in waits(client, leila)
    assert "What did you see?" not in waits(client, tomasz)
    pass_on(scan, leila)
    assert "What did you see?" not in waits(client, leila)
    # What is passed on later takes the place of that there was nothing.
    pass_on(scan, tomasz, title="Late")
    assert not NothingNew.objects.exists()
    turn_scans(now=turn.ends_at)
    turn_scans(now=turn.ends_at + 12 * DAY)
    assert to_whom() == ["leila@example.org", "leila@example.org", "tomasz@example.org"]


def test_turns_follow_one_another_and_an_absence_is_one_long_turn(scan) -> None:
    first = turn_of(scan)
    assert turn_scans(now=first.ends_at - 3 * DAY) == 0
    assert turn_scans(now=first.ends_at + 50 * DAY) == 1
    second = turn_of(scan, 2)
    assert (second.begins_at, second.ends_at) == (first.ends_at, first.ends_at + 56 * DAY)
    assert turn_scans(now=first.ends_at + 50 * DAY) == 0


def test_it_ends_by_itself_on_its_day(scan, hal, tomasz) -> None:
    first = turn_of(scan)
    terms = scanning.Terms(scan.title, "weekly", first.ends_at, until=first.ends_at + 10 * DAY)
    with pytest.raises(NotTheirs):
        scanning.set_up(by=tomasz, undertaking=scan, terms=terms)
    scanning.set_up(by=hal, undertaking=scan, terms=terms)
    for days in (0, 7, 10, 30):
        turn_scans(now=first.ends_at + days * DAY)
    ends = ScanTurn.objects.order_by("number").values_list("ends_at", flat=True)
    assert list(ends) == [first.ends_at, first.ends_at + 7 * DAY, first.ends_at + 10 * DAY]
    scan.refresh_from_db()
    assert scan.ended_at == first.ends_at + 10 * DAY
    with pytest.raises(IsOver):
        pass_on(scan, tomasz)


def test_its_notes_are_made_once_by_those_who_carry_it(scan, hal, tomasz, ines, client) -> None:
    pass_on(scan, tomasz, title="A [link](x) & <b>", why="It *is*")
    turn = turn_of(scan)
    with pytest.raises(scan_turns.NotYet):
        scan_turns.make_notes(by=hal, undertaking=scan, turn=turn, text="x")
    ScanTurn.objects.update(ends_at=timezone.now())
    turn = turn_of(scan)
    assert "A turn of the scan is over." in waits(client, hal)
    with pytest.raises(NotTheirs):
        scan_turns.make_notes(by=tomasz, undertaking=scan, turn=turn, text="x")
    draft = scan_turns.draft_of(turn.notes.all(), page="/x")
    assert draft == "- [A \\[link\\](x) & \\<b\\>](<https://pipes.example/tells>): It \\*is\\*"
    post = scan_turns.make_notes(by=hal, undertaking=scan, turn=turn, text="It tells.")
    with pytest.raises(scan_turns.AlreadyMade):
        scan_turns.make_notes(by=ines, undertaking=scan, turn=turn, text="Again.")
    assert (Post.objects.count(), Scan.objects.get().conversation) == (1, post.conversation)
    assert "A turn of the scan is over." not in waits(client, hal)
    turn_scans(now=timezone.now())
    ScanTurn.objects.filter(number=2).update(ends_at=timezone.now())
    scan_turns.make_notes(by=hal, undertaking=scan, turn=turn_of(scan, 2), text="More.")
    assert list(Post.objects.order_by("number").values_list("conversation", "number")) == [
        (post.conversation_id, n) for n in (1, 2)
    ]


def test_where_its_conversation_is_closed_another_begins(scan, hal, ines) -> None:
    ScanTurn.objects.update(ends_at=timezone.now())
    first = scan_turns.make_notes(by=hal, undertaking=scan, turn=turn_of(scan), text="One.")
    close(by=ines, conversation=first.conversation, why="")
    turn_scans(now=timezone.now())
    ScanTurn.objects.filter(number=2).update(ends_at=timezone.now())
    second = scan_turns.make_notes(by=hal, undertaking=scan, turn=turn_of(scan, 2), text="Two.")
    assert Conversation.objects.count() == 2
    assert Scan.objects.get().conversation == second.conversation


def test_a_scout_who_leaves_lets_the_source_go(scan, tomasz, leila, client: Client) -> None:
    journal = ScanSource.objects.get()
    ScanTurn.objects.update(ends_at=timezone.now() + DAY)
    leave(person=tomasz, community=scan.community)
    turn_scans(now=timezone.now())
    assert to_whom() == []
    client.force_login(leila)
    shown = client.get(f"/c/stick/scans/{scan.pk}/").text
    assert "nobody looks at it yet" in shown
    scanning.take_source(person=leila, undertaking=scan, source=journal)
    assert ScanSource.objects.get().scout == leila
    client.force_login(tomasz)
    assert client.get(f"/c/stick/scans/{scan.pk}/entries/").status_code == 404


def test_words_of_a_topic_that_becomes_another_follow_it(scan, tomasz, ines, client: Client) -> None:
    pass_on(scan, tomasz, topic="Plastics")
    pass_on(scan, tomasz, topic="Plastic", title="Another")
    one, other = (ScanNote.objects.order_by("pk")[n].topic for n in range(2))
    merge_topics(by=ines, kept=other, other=one)
    assert set(ScanNote.objects.values_list("topic__name", flat=True)) == {"Plastic"}
    client.force_login(tomasz)
    assert "things passed on" in client.get(f"/c/stick/scans/{scan.pk}/seen/?topic={other.pk}").text
    assert f"scans/{scan.pk}" in client.get("/search?q=deaf").text


def test_its_pages_take_twelve_queries(scan, hal, tomasz, leila, client, django_assert_max_num_queries) -> None:
    journal = ScanSource.objects.get()
    for n in range(8):
        pass_on(scan, tomasz, title=f"Thing {n}", topic=f"Word {n}", source=journal)
        more = scanning.name_source(by=hal, undertaking=scan, title=f"Source {n}", address=f"https://a.example/{n}")
        scanning.take_source(person=leila, undertaking=scan, source=more)
    scanning.offer_source(by=leila, undertaking=scan, source=more, to=tomasz)
    ScanTurn.objects.update(ends_at=timezone.now())
    turn_scans(now=timezone.now())
    pages = ("", "entries/", "passing-on", "seen/", "turns/1/", f"sources/{more.pk}/handing?q=t")
    carried = ("", "set-up", "sources/new", f"sources/{more.pk}", "turns/1/notes")
    for person, addresses in ((leila, pages), (hal, carried)):
        client.force_login(person)
        for page in addresses:
            client.get(f"/c/stick/scans/{scan.pk}/{page}")
            with django_assert_max_num_queries(12):
                assert client.get(f"/c/stick/scans/{scan.pk}/{page}").status_code == 200, page


@pytest.mark.parametrize("code", ["systematic-scan", "help-desk", "joint-response"])
def test_the_page_of_its_protocol_leads_to_beginning_it(client: Client, stick, hal, code: str) -> None:
    client.force_login(hal)
    stick.modules = [*stick.modules, "protocols", "gatherings"]
    stick.save(update_fields=["modules"])
    pages = {"systematic-scan": "scans", "help-desk": "help-desks", "joint-response": "joint-responses"}
    begins = f'href="/c/stick/{pages[code]}/new"'
    assert begins in client.get(f"/c/stick/protocols/{code}/").text
    assert client.get(f"/c/stick/{pages[code]}/new").status_code == 200
    stick.modules = ["protocols", "gatherings"]
    stick.save(update_fields=["modules"])
    assert begins not in client.get(f"/c/stick/protocols/{code}/").text
