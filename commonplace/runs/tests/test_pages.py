"""The pages of a run: for those who hold it, sit at it, look on, come from outside, or have no business there."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from commonplace.communities.membership.actions.leaving import leave
from commonplace.gatherings.actions.asking import invite_guest
from commonplace.gatherings.by_link import token_for
from commonplace.protocols.protocol import Capture
from commonplace.runs.actions import noting, seating, stepping
from commonplace.runs.hearing import still
from commonplace.runs.models import Captured, Run, Seat

pytestmark = pytest.mark.django_db
EVENTS = {"Accept": "text/event-stream"}


def at(run_or_gathering, word: str = "") -> str:
    gathering = getattr(run_or_gathering, "gathering", run_or_gathering)
    return f"/c/stick/gatherings/{gathering.pk}/run/{word}"


def as_(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def note(client: Client, address: str, words: str, **more: str):
    return client.post(address, {"words": words, "kind": "note", "phase": "0", "idempotency_key": str(uuid4()), **more})


def test_who_holds_it_begins_and_everyone_sees_the_first_step(clinic, hal, tomasz) -> None:
    assert "It has not begun." in as_(tomasz).get(at(clinic)).text
    assert as_(tomasz).post(at(clinic, "start")).status_code == 403
    as_(hal).post(at(clinic, "start"))
    shown = as_(tomasz).get(at(clinic)).text
    assert "Welcome, and what stays here" in shown
    assert 'role="timer"' in shown
    assert "Sit down at the table" in shown


def test_looking_on_is_not_sitting(run, ines, amara) -> None:
    as_(amara).get(at(run))
    assert not run.seats.filter(person=amara).exists()
    as_(amara).post(at(run, "sitting"))
    assert run.seats.filter(person=amara).exists()


@pytest.mark.parametrize("word", ["", "note", "step", "sitting", "wall"])
def test_a_stranger_finds_nothing(run, stranger, word: str) -> None:
    ask = as_(stranger).get if word in ("", "wall") else as_(stranger).post
    assert ask(at(run, word)).status_code == 404


def test_the_second_host_is_told_what_happened(run, hal, ines) -> None:
    stepping.step(run=run, act=stepping.Act.NEXT, number=2, by=ines)
    shown = as_(hal).post(at(run, "step"), {"act": "next", "number": "2"}, follow=True).text
    assert "Inês Baptista has gone on to the next step just before you." in shown
    assert Run.objects.get(pk=run.pk).last_number == 2


def test_one_host_who_presses_twice_is_told_nothing(run, hal) -> None:
    for _ in range(2):
        shown = as_(hal).post(at(run, "step"), {"act": "next", "number": "2"}, follow=True).text
    assert "just before you" not in shown
    assert Run.objects.get(pk=run.pk).last_number == 2


def test_a_line_is_kept_once_and_others_read_it(run, tomasz, amara) -> None:
    mark = str(uuid4())
    for _ in range(2):
        note(as_(tomasz), at(run, "note"), "A pressure valve sang.", idempotency_key=mark)
    assert Captured.objects.get().words == "A pressure valve sang."
    assert "A pressure valve sang." in as_(amara).get(at(run)).text


def test_a_note_of_a_megabyte_comes_back_with_every_word(run, tomasz) -> None:
    words = "leak " * 210_000
    answer = note(as_(tomasz), at(run, "note"), words)
    assert answer.status_code == 422
    assert words.strip() in answer.text
    assert "there is room for 2000" in answer.text
    assert not Captured.objects.exists()


def test_a_line_typed_in_one_step_and_sent_in_the_next_stays_where_it_belongs(run, hal, tomasz) -> None:
    stepping.step(run=run, act=stepping.Act.NEXT, number=2, by=hal)
    note(as_(tomasz), at(run, "note"), "From before.", phase="0")
    assert Captured.objects.get().phase == 0


def test_who_takes_back_their_line_leaves_no_word_and_others_cannot(run, hal, tomasz, amara) -> None:
    kept = noting.note(run=run, phase=0, kind=Capture.NOTE, words="Too much said.", person=tomasz)
    assert as_(amara).post(at(run, "taking-back"), {"line": kept.pk}).status_code == 404
    as_(tomasz).post(at(run, "taking-back"), {"line": kept.pk})
    kept.refresh_from_db()
    assert kept.words == ""
    assert "Too much said." not in as_(hal).get(at(run)).text


def test_how_often_someone_spoke_is_told_to_them_and_to_the_host_alone(run, hal, tomasz, amara) -> None:
    seating.give_floor(seat=run.seats.get(person=tomasz), by=hal)
    seating.give_floor(seat=run.seats.get(person=hal), by=hal)
    seating.sit(run=run, person=amara)
    assert "spoke 1 time" in as_(hal).get(at(run)).text
    assert "You have had the floor 1 time." in as_(tomasz).get(at(run)).text
    seen = as_(amara).get(at(run)).text
    assert "1 time" not in seen


def test_a_page_asks_no_more_than_twelve_times(run, hal, tomasz, django_assert_max_num_queries) -> None:
    for number in range(6):
        noting.note(run=run, phase=0, kind=Capture.NOTE, words=f"Line {number}", person=hal)
    for person in (hal, tomasz):
        client = as_(person)
        client.get(at(run))
        with django_assert_max_num_queries(12):
            client.get(at(run))


# Guests ------------------------------------------------------------------------------------------------------------


def guest_in(run: Run, name: str = "Nour") -> Client:
    client = Client()
    client.post(f"/gatherings/wall/{run.wall}/", {"name": name})
    return client


def test_a_guest_comes_in_by_the_wall_without_an_account(run, hal) -> None:
    client = Client()
    assert "What may we call you?" in client.get(f"/gatherings/wall/{run.wall}/").text
    answer = client.post(f"/gatherings/wall/{run.wall}/", {"name": "Nour"}, follow=True)
    assert "Welcome, and what stays here" in answer.text
    note(client, f"/gatherings/table/{run.gathering_id}/note", "From outside.")
    assert [(one.words, one.name, one.by) for one in Captured.objects.all()] == [("From outside.", "Nour", None)]
    assert "Nour" in as_(hal).get(at(run)).text


def test_a_guest_sees_no_page_of_anyone_and_holds_nothing(run) -> None:
    shown = guest_in(run).get(f"/gatherings/table/{run.gathering_id}/").text
    assert "/people/" not in shown
    assert "Give the floor" not in shown
    assert guest_in(run).get(at(run)).status_code == 302


def test_the_seat_of_a_guest_ends_with_the_hour(run, hal) -> None:
    client = guest_in(run)
    stepping.step(run=run, act=stepping.Act.FINISH, number=2, by=hal)
    assert client.get(f"/gatherings/table/{run.gathering_id}/").status_code == 410
    assert note(client, f"/gatherings/table/{run.gathering_id}/note", "late").status_code == 404
    assert client.get(f"/live/run-{run.gathering_id}/?past=1").status_code == 404
    assert Client().get(f"/gatherings/wall/{run.wall}/").status_code == 410


def test_a_new_code_closes_the_old_door_and_who_is_in_stays(run, hal) -> None:
    client, old = guest_in(run), run.wall
    as_(hal).post(at(run, "wall"), {"anew": "1"})
    assert Client().get(f"/gatherings/wall/{old}/").status_code == 410
    assert client.get(f"/gatherings/table/{run.gathering_id}/").status_code == 200
    assert "<path" in as_(hal).get(at(run, "wall")).text


@pytest.mark.parametrize("value", ["", "nonsense", "WzEsICIiXQ:1x:y", "a" * 5000])
def test_a_made_up_cookie_opens_nothing(run, value: str) -> None:
    client = Client()
    client.cookies["seat"] = value
    assert client.get(f"/gatherings/table/{run.gathering_id}/").status_code == 410
    assert client.get(f"/live/run-{run.gathering_id}/").status_code == 404


def test_the_seat_at_one_table_is_none_at_another(run, close_run) -> None:
    client = guest_in(run)
    assert client.get(f"/gatherings/table/{close_run.gathering_id}/").status_code == 410


def test_who_was_asked_by_letter_comes_in_by_its_link(run, hal, tomasz) -> None:
    asked = invite_guest(by=hal, gathering=run.gathering, address="nour@example.net", name="Nour")
    token = token_for(run.gathering_id, guest=asked.pk)
    client = Client()
    assert reverse("letter_door", args=[token]) in client.get(reverse("answer_by_link", args=[token])).text
    client.get(reverse("letter_door", args=[token]))
    assert not Seat.objects.filter(name="Nour").exists()
    assert client.post(reverse("letter_door", args=[token]), follow=True).status_code == 200
    assert Seat.objects.filter(name="Nour").exists()
    own = Client()
    own.post(reverse("letter_door", args=[token_for(run.gathering_id, person=tomasz.pk)]))
    assert own.get(f"/gatherings/table/{run.gathering_id}/").status_code == 200
    leave(person=tomasz, community=run.gathering.community)
    assert own.get(f"/gatherings/table/{run.gathering_id}/").status_code == 410


# Listening ---------------------------------------------------------------------------------------------------------


def told(client: Client, run: Run, past: int):
    return client.get(f"/live/run-{run.gathering_id}/?past={past}")


def test_new_lines_are_heard_alone_and_a_step_brings_the_stage(run, hal, tomasz) -> None:
    past = Run.objects.get(pk=run.pk).stage_version
    noting.note(run=run, phase=0, kind=Capture.NOTE, words="It hissed.", person=hal)
    said = told(as_(tomasz), run, past).json()
    assert "parts" not in said
    assert ["It hissed." in one for one in said["lines"]] == [True]
    stepping.step(run=run, act=stepping.Act.NEXT, number=2, by=hal)
    said = told(as_(tomasz), run, past).json()
    assert sorted(said["parts"]) == ["kinds", "notes", "order", "stage", "table"]
    assert "The case is told" in said["parts"]["stage"]
    assert "foot" in told(as_(hal), run, past).json()["parts"]


def test_who_left_or_was_let_go_hears_nothing(run, hal, tomasz) -> None:
    client, guest = as_(tomasz), guest_in(run)
    seat = Seat.objects.get(name="Nour")
    who = seat.who
    seating.send_out(seat=seat, by=hal)
    leave(person=tomasz, community=run.gathering.community)
    assert told(client, run, 1).status_code == 404
    assert told(guest, run, 1).status_code == 404
    assert still(run.gathering_id, {f"p{tomasz.pk}", who, f"p{hal.pk}"}) == {f"p{hal.pk}"}


def test_under_chatham_house_a_line_bears_no_name_on_any_page_or_line(close_run, hal, tomasz, amara) -> None:
    past = Run.objects.get(pk=close_run.pk).stage_version
    noting.note(run=close_run, phase=0, kind=Capture.ACTION, words="I dig on Friday.", person=tomasz)
    said = told(as_(amara), close_run, past).json()
    assert "Tomasz" not in "".join(said["lines"])
    stepping.step(run=close_run, act=stepping.Act.FINISH, number=2, by=hal)
    after = as_(amara).get(at(close_run)).text
    assert "I dig on Friday." in after
    assert "Tomasz" not in after


def test_a_hundred_come_in_at_one_moment(run) -> None:
    answers = [Client().post(f"/gatherings/wall/{run.wall}/", {"name": f"Guest {n}"}).status_code for n in range(100)]
    assert set(answers) == {302}
    assert run.seats.filter(person=None).count() == 100


def test_a_clock_of_the_server_that_was_set_back_shows_no_negative_time(run, hal, now) -> None:
    stepping.step(run=run, act=stepping.Act.NEXT, number=2, by=hal, at=now + timedelta(minutes=30))
    shown = as_(hal).get(at(run)).text
    assert 'data-left="-' not in shown
    assert "7:00" in shown
