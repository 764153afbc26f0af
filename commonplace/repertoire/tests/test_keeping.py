"""Something is kept: what is written down of it, who finds it, and what is not kept at all."""

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from commonplace.communities.doors import Confidence
from commonplace.communities.founding.actions import found
from commonplace.communities.models import Deed
from commonplace.conversations.actions import uploading
from commonplace.conversations.actions.merging import merge
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.queries.uploads import uploads_of
from commonplace.files.refusals import FileRefused
from commonplace.gatherings.actions.convening import Plan, convene
from commonplace.repertoire.actions import keeping
from commonplace.repertoire.actions.wording import About, NoAddress, NothingSaid, Source, Words
from commonplace.repertoire.models import Resource
from commonplace.repertoire.tests.conftest import CARD, HOW
from commonplace.search.models import SearchEntry

pytestmark = pytest.mark.django_db


def test_what_is_kept_has_its_words_a_steward_and_a_first_revision(card, hal) -> None:
    section, revision = card.sections.get(), card.revisions.get()
    assert (card.kept_by, card.steward, card.revision) == (hal, hal, 1)
    assert (section.part, section.source) == ("how", HOW)
    assert "<em>found</em>" in section.html
    assert (revision.number, revision.title, revision.words, revision.by) == (1, card.title, {"how": HOW}, hal)
    deed = Deed.objects.get(verb="kept")
    assert (deed.person, deed.what, deed.what_id, deed.space) == (hal, "resource", card.pk, card.space)
    assert SearchEntry.objects.get(kind="resource").object_id == card.pk


def test_sent_twice_it_is_kept_once(shelve) -> None:
    assert shelve(idempotency_key="a") == shelve(idempotency_key="a")
    assert Resource.objects.count() == 1


def test_sections_of_another_kind_are_not_kept_and_a_needed_one_is(shelve) -> None:
    made = shelve(words=Words("A card", "", {"how": "So.", "pitfalls": "None.", "limits": "  "}))
    assert [one.part for one in made.sections.all()] == ["how"]
    for words in (Words("A card", "", {"limits": "Iron."}), Words("A card", "", {"how": "***"}), Words("  ")):
        with pytest.raises(NothingSaid):
            shelve(words=words)
    assert Resource.objects.count() == 1


def test_a_link_needs_an_address_of_the_web(shelve) -> None:
    why = Words("Gauge tables", "", {"why": "They list the old threads."})
    for address in ("", "javascript:alert(1)", "ftp://a.example", "https://", "http://[", "x" * 2000):
        with pytest.raises(NoAddress):
            shelve(kind="link", words=why, about=About(address=address))
    made = shelve(kind="link", words=why, about=About(address=" https://a.example/threads ", licence="theirs"))
    assert (made.address, made.licence) == ("https://a.example/threads", "theirs")
    assert shelve(about=About(address="https://a.example", licence="none such")).address == ""


def test_it_is_filed_under_words_of_the_community(shelve) -> None:
    made = shelve(about=About(topics=("Boundary valves", "boundary  valves", "Night work")))
    assert [one.name for one in made.topics.order_by("name")] == ["Boundary valves", "Night work"]


def test_nothing_said_in_confidence_is_recorded(shelve, table, hal) -> None:
    what = Words("The talk on plastic", "", {"what": "Forty minutes."})
    plan = Plan("Plastic", datetime(2026, 3, 3, 19, 0), "Europe/Warsaw", confidence=Confidence.CHATHAM)  # noqa: DTZ001  # a wall's
    gathering = convene(by=hal, space=table, plan=plan)
    with pytest.raises(keeping.InConfidence):
        shelve(kind="recording", words=what, source=Source(gathering=gathering))
    table.confidence = "chatham"
    with pytest.raises(keeping.InConfidence):
        shelve(kind="recording", words=what)
    table.confidence = "ordinary"
    assert shelve(kind="recording", words=what).kind == "recording"
    assert shelve(source=Source(gathering=gathering)).gathering == gathering


def test_a_case_that_anyone_reads_has_been_looked_through(shelve, window, table) -> None:
    words = Words("A dentist, flooded", "", {"context": "A town of forty thousand."})
    with pytest.raises(keeping.NotAnonymised):
        shelve(kind="case", words=words, space=window, checked=["names"])
    made = shelve(kind="case", words=words, space=window, checked=list(keeping.ANONYMISING), agreed="Ewa")
    assert (made.anonymising.checked, made.anonymising.agreed) == (list(keeping.ANONYMISING), "Ewa")
    assert shelve(kind="case", words=words, space=table).anonymising.checked == []


def test_a_stranger_finds_what_stands_in_the_window_alone(shelve, window, circle, hal, rosa, stranger) -> None:
    inside, outside, close = shelve(), shelve(space=window), shelve(by=rosa, space=circle)
    assert set(Resource.objects.visible_to(stranger)) == {outside}
    assert set(Resource.objects.visible_to(None)) == {outside}
    assert set(Resource.objects.visible_to(hal)) == {inside, outside}
    assert set(Resource.objects.visible_to(rosa)) == {inside, outside, close}


def test_nobody_keeps_more_in_a_day_than_others_can_look_at(card, hal) -> None:
    Resource.objects.bulk_create(
        Resource(community=card.community, space=card.space, kind="story", title=str(n), kept_by=hal)
        for n in range(keeping.A_DAY)
    )
    with pytest.raises(keeping.TooMany):
        keeping.require_room(hal, now=timezone.now())
    assert CARD.title == card.title


def test_where_it_came_from_is_found_after_two_conversations_became_one(
    client: Client, shelve, table, hal, rosa
) -> None:
    said = {"space": table, "kind": "question", "text": "Words."}
    kept = open_conversation(by=rosa, title="Gloves on valves", **said)
    other = open_conversation(by=rosa, title="Valves in gloves", **said)
    card = shelve(source=Source(conversation=other))
    merge(by=rosa, kept=kept, other=other)
    client.force_login(hal)
    shown = client.get(f"/c/stick/repertoire/{card.pk}/").context["origin"]
    assert (shown.title, shown.url) == ("Gloves on valves", f"/c/stick/conversations/{kept.pk}/")


def test_an_address_alone_says_where_it_came_from(client: Client, shelve, hal) -> None:
    card = shelve(source=Source(work_address="https://example.org/cards"))
    client.force_login(hal)
    assert 'href="https://example.org/cards"' in client.get(f"/c/stick/repertoire/{card.pk}/").text


def test_files_that_are_kept_wait_for_no_words(shelve, stick, hal, monkeypatch) -> None:
    monkeypatch.setattr(uploading, "MOST_WAITING", 1)
    came = uploading.bring(by=hal, community=stick, upload=SimpleUploadedFile("a.txt", b"tick", "text/plain"))
    shelve(files=[came])
    uploading.bring(by=hal, community=stick, upload=SimpleUploadedFile("b.txt", b"tock", "text/plain"))
    with pytest.raises(FileRefused):
        uploading.bring(by=hal, community=stick, upload=SimpleUploadedFile("c.txt", b"tack", "text/plain"))


def test_a_file_counted_in_one_community_comes_with_nothing_in_another(stick, rosa) -> None:
    other = found(by=rosa, name="The Other Stick", slug="other")
    came = uploading.bring(by=rosa, community=stick, upload=SimpleUploadedFile("a.txt", b"tick", "text/plain"))
    assert uploads_of(rosa, [came.file.pk], other) == []
    assert [one.file for one in uploads_of(rosa, [came.file.pk], stick)] == [came.file]


def test_what_is_sent_twice_is_kept_once_also_on_a_full_day(client: Client, hal, stick, monkeypatch) -> None:
    monkeypatch.setattr(keeping, "A_DAY", 1)
    client.force_login(hal)
    sent = {
        "kind": "link",
        "title": "Loggers",
        "part_why": "They listen.",
        "address": "https://loggers.example/",
        "space": "table",
        "idempotency_key": "5a4c7b52-7c12-4f6c-9bb8-6d7f6f0f2b11",
    }
    first = client.post("/c/stick/repertoire/new", sent)
    assert client.post("/c/stick/repertoire/new", sent)["Location"] == first["Location"]
    assert client.post("/c/stick/repertoire/new", {**sent, "title": "Others"}).status_code == 429
