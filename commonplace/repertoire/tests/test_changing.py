"""A resource is changed: what is kept of it, two who do so at once, and files that come and go."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from commonplace.communities.doors import Confidence
from commonplace.conversations.actions.attaching import Files
from commonplace.conversations.actions.uploading import bring, let_unsent_go
from commonplace.conversations.models import Upload
from commonplace.files.models import StoredFile
from commonplace.gatherings.actions.convening import Plan, convene
from commonplace.gatherings.models import Gathering
from commonplace.repertoire.actions import changing
from commonplace.repertoire.actions.rights import NotTheirs
from commonplace.repertoire.actions.wording import About, NothingSaid, Source, Words
from commonplace.repertoire.tests.conftest import CARD, HOW

words = st.builds(
    lambda title, how, limits: Words(title, "", {"how": how, **({"limits": limits} if limits else {})}),
    st.sampled_from(["A", "B", "C"]),
    st.sampled_from(["one", "two", "three"]),
    st.sampled_from(["", "iron", "clay"]),
)


@pytest.mark.django_db
def test_another_revision_keeps_the_one_before(card, hal) -> None:
    said = Words(CARD.title, "Up to 300 mm.", {"how": HOW, "limits": "Not over 300 mm."})
    here = changing.change(by=hal, resource=card, words=said, on=1, summary="A limit on its face")
    assert (here.revision, here.good_for) == (2, "Up to 300 mm.")
    assert {one.part for one in here.sections.all()} == {"how", "limits"}
    assert [(one.number, one.summary) for one in here.revisions.order_by("number")] == [
        (1, ""),
        (2, "A limit on its face"),
    ]
    assert here.revisions.get(number=1).words == {"how": HOW}


@pytest.mark.django_db
def test_the_same_words_are_no_revision(card, hal) -> None:
    here = changing.change(by=hal, resource=card, words=CARD, on=1, about=About(topics=("Valves",), licence="cc0"))
    assert (here.revision, here.licence) == (1, "cc0")
    assert [one.name for one in here.topics.all()] == ["Valves"]


@pytest.mark.django_db
def test_whoever_comes_second_changes_nothing(card, hal, rosa) -> None:
    changing.change(by=rosa, resource=card, words=Words("Valve card", "", {"how": "Hers."}), on=1)
    with pytest.raises(changing.ChangedMeanwhile) as meanwhile:
        changing.change(by=hal, resource=card, words=Words("Valve card", "", {"how": "His."}), on=1)
    assert meanwhile.value.args == (2,)
    assert changing.words_now(card).parts == {"how": "Hers."}


@pytest.mark.django_db
def test_only_its_steward_and_stewards_change_it(card, tomasz) -> None:
    with pytest.raises(NotTheirs):
        changing.change(by=tomasz, resource=card, words=Words("Mine"), on=1)


@pytest.mark.django_db
def test_what_says_nothing_leaves_all_as_it_was(card, hal) -> None:
    with pytest.raises(NothingSaid):
        changing.change(by=hal, resource=card, words=Words("A card", "", {"limits": "Iron."}), on=1)
    card.refresh_from_db()
    assert (card.title, card.revision, card.sections.count()) == (CARD.title, 1, 1)


@given(before=words, theirs=words, now=words)
def test_three_ways_lose_nothing_that_one_alone_changed(before: Words, theirs: Words, now: Words) -> None:
    made, both = changing.three_ways(before=before, theirs=theirs, now=now)
    for key in ("title", "how", "limits"):
        was, would_be, is_now, comes_to = (
            one.title if key == "title" else one.parts.get(key, "") for one in (before, theirs, now, made)
        )
        assert comes_to == (is_now if would_be == was else would_be)
        assert (key in both) == (was not in (would_be, is_now) and would_be != is_now)


@pytest.mark.django_db
def test_files_come_and_go_with_it(card, hal, stick, tomasz, stranger, client: Client) -> None:
    sheet = SimpleUploadedFile("card.txt", b"tick, count, listen", content_type="text/plain")
    came = bring(by=hal, community=stick, upload=sheet)
    here = changing.change(by=hal, resource=card, words=CARD, on=1, files=Files(bring=[came]))
    # Nobody goes on writing with it, but it belongs to the resource now.
    Upload.objects.update(touched_at=timezone.now() - timezone.timedelta(days=9))
    assert let_unsent_go(now=timezone.now()) == 1
    address = f"/files/kept/{came.file.pk}/card.txt"
    client.force_login(tomasz)
    assert b"".join(client.get(address).streaming_content) == b"tick, count, listen"
    client.force_login(stranger)
    assert client.get(address).status_code == 404
    changing.change(by=hal, resource=here, words=CARD, on=1, files=Files(leave_out=[came.file.pk]))
    assert (here.files.count(), StoredFile.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_two_at_once_both_get_their_words_back(client: Client, card, hal, rosa) -> None:
    client.force_login(hal)
    address = f"/c/stick/repertoire/{card.pk}/change"
    assert 'name="on" value="1"' in client.get(address).text
    changing.change(by=rosa, resource=card, words=Words(CARD.title, "", {"how": "Use a wax pencil."}), on=1)
    sent = {"title": CARD.title, "good_for": "", "part_how": "Use a biro.", "part_limits": "", "on": "1"}
    answer = client.post(address, sent)
    assert answer.status_code == 409
    assert "<del>wax pencil</del>" in answer.text.replace("</del><ins>", "</del> <ins>")
    assert "Use a biro." in answer.text
    assert 'name="on" value="2"' in answer.text
    answer = client.post(address, {**sent, "on": "2"})
    assert answer["Location"] == f"/c/stick/repertoire/{card.pk}/"
    assert [one.words["how"] for one in card.revisions.order_by("number")][1:] == ["Use a wax pencil.", "Use a biro."]


@pytest.mark.django_db
def test_revisions_are_read_with_what_came_and_went(client: Client, card, hal, stranger) -> None:
    changing.change(by=hal, resource=card, words=Words(CARD.title, "", {"how": "Count *turns* aloud."}), on=1)
    client.force_login(hal)
    assert "Revision 2" in client.get(f"/c/stick/repertoire/{card.pk}/revisions/").text
    shown = client.get(f"/c/stick/repertoire/{card.pk}/revisions/2").text
    assert "<del>" in shown
    assert "Good for two people" in shown
    assert client.get(f"/c/stick/repertoire/{card.pk}/revisions/3").status_code == 404
    for number in (99999999999, 2**63, 10**30):
        assert client.get(f"/c/stick/repertoire/{card.pk}/revisions/{number}").status_code == 404
    client.force_login(stranger)
    assert client.get(f"/c/stick/repertoire/{card.pk}/revisions/2").status_code == 404


@pytest.mark.django_db
def test_a_recording_of_what_is_in_confidence_by_now_stays_as_it_is(client: Client, shelve, hal, table, now) -> None:
    wall = (now + timezone.timedelta(days=7)).replace(microsecond=0, tzinfo=None)
    held = convene(by=hal, space=table, plan=Plan(title="Open hour", wall=wall, zone="UTC"))
    said = Words("Open hour, heard", "", {"what": "All of it."})
    tape = shelve(kind="recording", words=said, source=Source(gathering=held))
    Gathering.objects.update(confidence=Confidence.CHATHAM)
    client.force_login(hal)
    sent = {"title": "Open hour", "good_for": "", "part_what": "Who said what.", "on": "1"}
    answer = client.post(f"/c/stick/repertoire/{tape.pk}/change", sent)
    assert answer.status_code == 422
    assert "in confidence is not recorded" in answer.text
    assert changing.words_now(tape).parts == {"what": "All of it."}


@pytest.mark.django_db
def test_what_another_said_besides_its_words_stays_where_one_did_not_touch_it(client: Client, card, hal, rosa) -> None:
    client.force_login(hal)
    address = f"/c/stick/repertoire/{card.pk}/change"
    stood = client.get(address).context["form"]["stood"].value()
    day = timezone.localdate() + timezone.timedelta(days=90)
    changing.change(by=rosa, resource=card, words=CARD, on=1, about=About(topics=("Valves",), review_on=day))
    sent = {"title": CARD.title, "good_for": CARD.good_for, "part_how": HOW, "on": "1", "licence": "cc0"}
    assert client.post(address, {**sent, "stood": stood}).status_code == 302
    card.refresh_from_db()
    assert (card.licence, card.review_on) == ("cc0", day)
    assert [one.name for one in card.topics.all()] == ["Valves"]


@pytest.mark.django_db
def test_a_file_sent_twice_under_two_names_is_there_once(card, hal, stick) -> None:
    came = bring(by=hal, community=stick, upload=SimpleUploadedFile("card.txt", b"tick", content_type="text/plain"))
    for name in ("card.txt", "sheet.txt"):
        coming = Files(bring=[replace(came, name=name)])
        changing.change(by=hal, resource=card, words=CARD, on=1, files=coming)
    assert [one.name for one in card.files.all()] == ["card.txt"]
