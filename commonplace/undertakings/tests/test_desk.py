"""A help desk: its weeks, its questions, what came of them, and what is asked again and again."""

from datetime import timedelta

import pytest
from django.test import Client

from commonplace.letters.models import Letter
from commonplace.undertakings.actions import faq, helping, rota
from commonplace.undertakings.actions.beginning import end, take_hand
from commonplace.undertakings.actions.rights import IsOver, NotTheirs
from commonplace.undertakings.models import Asked, FaqLine, HelpDesk, Shift, Swap
from commonplace.undertakings.models.help_desk import A_WEEK

pytestmark = pytest.mark.django_db


def to_whom() -> list[str]:
    return sorted(Letter.objects.filter(kind="undertaking").values_list("to", flat=True))


def weeks(desk) -> list[str]:
    return [one.person.name.split()[0] for one in Shift.objects.filter(desk=desk.pk).order_by("starts_at")]


def ask(desk, by, **changed):
    return helping.ask(by=by, undertaking=desk, **{"title": "Which logger?", "text": "On plastic.", **changed})


def test_weeks_are_shared_out_in_turn_and_stay_whose_they_are(desk, hal, leila, amara, now) -> None:
    assert rota.share_out(by=hal, undertaking=desk, weeks=3, at=now) == 3
    assert weeks(desk) == ["Hal", "Tomasz", "Hal"]
    from_now = rota.week_of(now)
    assert Shift.objects.earliest("starts_at").starts_at == from_now
    # Whoever comes later has the first week that nobody has.
    take_hand(person=leila, undertaking=desk)
    assert rota.share_out(by=hal, undertaking=desk, weeks=5, at=now) == 2
    assert weeks(desk) == ["Hal", "Tomasz", "Hal", "Leila", "Tomasz"]
    with pytest.raises(NotTheirs):
        rota.share_out(by=amara, undertaking=desk, weeks=2)


def test_two_swap_their_weeks_and_nobody_else_does(desk, hal, tomasz, ines, now) -> None:
    rota.share_out(by=hal, undertaking=desk, weeks=4, at=now)
    first, second, third, _fourth = Shift.objects.order_by("starts_at")
    with pytest.raises(rota.OwnWeek):
        rota.ask_to_swap(by=hal, undertaking=desk, given=first, wanted=third)
    with pytest.raises(NotTheirs):
        rota.ask_to_swap(by=ines, undertaking=desk, given=first, wanted=second)
    swap = rota.ask_to_swap(by=hal, undertaking=desk, given=first, wanted=second)
    other = rota.ask_to_swap(by=hal, undertaking=desk, given=third, wanted=second)
    for somebody in (hal, ines):
        with pytest.raises(NotTheirs):
            rota.answer_swap(by=somebody, undertaking=desk, swap=swap, yes=True)
    rota.answer_swap(by=tomasz, undertaking=desk, swap=swap, yes=True)
    assert weeks(desk) == ["Tomasz", "Hal", "Hal", "Tomasz"]
    assert not Swap.objects.filter(pk=other.pk).exists()
    # A yes to what is settled changes nothing.
    rota.answer_swap(by=tomasz, undertaking=desk, swap=swap, yes=True)
    assert weeks(desk) == ["Tomasz", "Hal", "Hal", "Tomasz"]
    past = Shift.objects.create(desk_id=desk.pk, person=hal, starts_at=rota.week_of(now) - A_WEEK)
    with pytest.raises(rota.IsPast):
        rota.ask_to_swap(by=hal, undertaking=desk, given=past, wanted=first)


def test_whoever_has_the_week_is_told_once(desk, hal, tomasz, now) -> None:
    rota.share_out(by=hal, undertaking=desk, weeks=2, at=now)
    monday = rota.week_of(now) + A_WEEK + timedelta(hours=1)
    assert rota.tell_of_weeks(now=monday) == 1
    assert rota.tell_of_weeks(now=monday) == 0
    assert to_whom() == ["tomasz@example.org"]


def test_a_question_finds_whoever_has_the_desk(desk, hal, tomasz, leila, now) -> None:
    Shift.objects.create(desk_id=desk.pk, person=tomasz, starts_at=rota.week_of(now))
    asked = ask(desk, leila, at=now)
    assert asked.promised_at == now + timedelta(hours=24)
    assert to_whom() == ["tomasz@example.org"]
    twice = [ask(desk, leila, idempotency_key="k").pk for _ in range(2)]
    assert twice[0] == twice[1]


def test_an_answer_reaches_whoever_asked_who_alone_closes_it(desk, hal, tomasz, leila, ines) -> None:
    asked = ask(desk, leila)
    helping.answer(by=leila, undertaking=desk, asked=asked, text="On blue plastic, that is.")
    assert Asked.objects.get().answered_at is None
    helping.answer(by=tomasz, undertaking=desk, asked=asked, text="A hydrophone.")
    first = Asked.objects.get().answered_at
    helping.answer(by=hal, undertaking=desk, asked=asked, text="Or wait for night.")
    assert Asked.objects.get().answered_at == first
    assert to_whom().count("leila@example.org") == 2
    for other in (tomasz, ines):
        with pytest.raises(NotTheirs):
            helping.close(by=other, undertaking=desk, asked=asked, how="helped")
    helping.close(by=leila, undertaking=desk, asked=asked, how="helped")
    with pytest.raises(helping.IsClosed):
        helping.answer(by=tomasz, undertaking=desk, asked=asked, text="And one more.")


def test_it_is_passed_on_to_those_who_read_it(desk, hal, tomasz, leila, someone) -> None:
    asked = ask(desk, leila)
    with pytest.raises(helping.NobodySuch):
        helping.pass_on(by=hal, undertaking=desk, asked=asked, to=someone("Nobody Here"), why="")
    helping.pass_on(by=hal, undertaking=desk, asked=asked, to=tomasz, why="He has plastic.")
    assert "tomasz@example.org" in to_whom()


def test_words_taken_back_are_gone(desk, leila, tomasz, ines, client: Client) -> None:
    asked = ask(desk, leila, title="Zqgone here")
    with pytest.raises(NotTheirs):
        helping.take_back(by=tomasz, undertaking=desk, asked=asked)
    helping.take_back(by=ines, undertaking=desk, asked=asked)
    client.force_login(leila)
    assert "Zqgone" not in client.get(f"/c/stick/help-desks/{desk.pk}/").text
    assert client.get(f"/c/stick/help-desks/{desk.pk}/questions/{asked.pk}/").status_code == 404
    assert "help-desks" not in client.get("/search?q=zqgone").text


def test_what_is_asked_again_is_written_once(desk, hal, tomasz, leila, client: Client) -> None:
    asked = [ask(desk, leila, title=f"Plastic, {n}") for n in range(2)]
    for one in asked:
        helping.answer(by=hal, undertaking=desk, asked=one, text="A hydrophone.")
    with pytest.raises(NotTheirs):
        faq.write_line(by=leila, undertaking=desk, question="Plastic?", text="A hydrophone.")
    keys = [one.pk for one in asked]
    line = faq.write_line(by=tomasz, undertaking=desk, question="Plastic?", text="A *hydrophone*.", out_of=keys)
    client.force_login(leila)
    shown = " ".join(client.get(f"/c/stick/help-desks/{desk.pk}/lines/").text.split())
    assert "Gathered out of 2 questions." in shown
    assert "<em>hydrophone</em>" in shown
    faq.write_line(by=hal, undertaking=desk, question="Plastic?", text="Two of them.", out_of=keys[:1], line=line)
    assert (FaqLine.objects.count(), line.gathered.count()) == (1, 1)
    assert "help-desks" in client.get("/search?q=plastic").text
    faq.strike_line(by=hal, undertaking=desk, line=line)
    assert Asked.objects.count() == 2


def test_a_desk_that_is_closed_takes_nothing(desk, hal, leila) -> None:
    end(by=hal, undertaking=desk)
    with pytest.raises(IsOver):
        ask(desk, leila)


def test_its_pages_take_twelve_queries(desk, hal, tomasz, leila, client, now, django_assert_max_num_queries) -> None:
    rota.share_out(by=hal, undertaking=desk, weeks=6, at=now)
    first, second = Shift.objects.order_by("starts_at")[:2]
    rota.ask_to_swap(by=tomasz, undertaking=desk, given=second, wanted=first)
    for n in range(8):
        asked = ask(desk, leila, title=f"Question {n}")
        helping.answer(by=tomasz, undertaking=desk, asked=asked, text="So.")
        helping.pass_on(by=hal, undertaking=desk, asked=asked, to=tomasz, why="")
    client.force_login(hal)
    for page in ("", "weeks/", "lines/", "lines/new", f"questions/{asked.pk}/", f"questions/{asked.pk}/passing?q=t"):
        client.get(f"/c/stick/help-desks/{desk.pk}/{page}")
        with django_assert_max_num_queries(12):
            assert client.get(f"/c/stick/help-desks/{desk.pk}/{page}").status_code == 200


def test_who_waits_for_whom(desk, hal, tomasz, leila, ines, client: Client, now) -> None:
    Shift.objects.create(desk_id=desk.pk, person=tomasz, starts_at=rota.week_of(now))
    asked = ask(desk, leila)

    def waits(person) -> str:
        client.force_login(person)
        return client.get("/c/stick/").text

    assert "A question waits at the desk." in waits(tomasz)
    assert "A question waits at the desk." not in waits(hal)
    helping.answer(by=tomasz, undertaking=desk, asked=asked, text="So.")
    assert "A question waits at the desk." not in waits(tomasz)
    assert "Did it help?" in waits(leila)
    assert HelpDesk.objects.get().promised_hours == 24
