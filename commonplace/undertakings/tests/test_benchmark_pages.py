"""The pages of a mutual benchmark, and everywhere else where its numbers never are."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonplace.communities.digests import DIGEST_SECTIONS, Reader
from commonplace.communities.membership.actions.leaving import leave
from commonplace.letters.models import Letter
from commonplace.undertakings.actions import comparing, indexing, lessons
from commonplace.undertakings.actions.beginning import take_hand
from commonplace.undertakings.models import Figure, Measure, MutualBenchmark, Participant, Period
from commonplace.undertakings.tests.test_comparing import give
from commonplace.web.everything import words_of

pytestmark = pytest.mark.django_db

# Numbers that stand nowhere by chance.
HALS, TOMASZS, LEILAS = "7391.25", "8462.5", "9573.75"
SECRET = ("7391", "7,391", "8462", "8,462", "9573", "9,573", "zqbehind", "zqmeasured")


def here(compared, deed: str = "") -> str:
    return f"/c/stick/mutual-benchmarks/{compared.pk}/{deed}"


def page(client: Client, who, address: str) -> str:
    client.logout()
    if who is not None:
        client.force_login(who)
    return " ".join(client.get(address).text.split())


@pytest.fixture
def opened(compared, hal, tomasz, leila):
    """The same, with a number from each, a note behind Hal's, and the first measure open."""
    Measure.objects.filter(name="Night flow").update(name="zqmeasured")
    measure, period = Measure.objects.get(name="zqmeasured"), Period.objects.get()
    give(compared, tomasz, TOMASZS)
    give(compared, leila, LEILAS)
    give(compared, hal, HALS)
    Figure.objects.filter(measure=measure, period=period, participant__person=hal).update(note="zqbehind")
    return compared


def test_it_runs_from_its_beginning_to_its_table_and_its_lessons(client: Client, stick, hal, tomasz, ines) -> None:
    client.force_login(hal)
    sent = {"title": "Nights", "purpose": "", "period": "2026", "promise": "Nothing leaves us.", "space": "table"}
    answer = client.post("/c/stick/mutual-benchmarks/new", sent)
    assert answer.status_code == 422
    assert "stands or falls with the question" in answer.text
    answer = client.post("/c/stick/mutual-benchmarks/new", {**sent, "purpose": "Whose nights are quiet?"})
    made = MutualBenchmark.objects.get().undertaking
    assert answer["Location"] == here(made)
    measure = {"name": "Night flow", "unit": "l/s", "counted": "At three.", "better": "less"}
    assert client.post(here(made, "measures/new"), measure).status_code == 302
    row, period = Measure.objects.get(), Period.objects.get()
    assert "0 of 1 have answered" in page(client, hal, here(made))
    # Somebody asks, promises, and is let in.
    client.force_login(tomasz)
    asking = f"/c/stick/undertakings/{made.pk}/part"
    assert "Whoever takes part says yes to it first." in client.post(asking, {"speaks_for": "Gdańsk"}).text
    client.post(asking, {"speaks_for": "Gdańsk", "promise": "on"})
    assert client.get(here(made, f"periods/{period.pk}/numbers")).status_code == 404
    client.force_login(hal)
    part = Participant.objects.get(person=tomasz)
    client.post(f"/c/stick/undertakings/{made.pk}/parts/{part.pk}")
    numbers = here(made, f"periods/{period.pk}/numbers")
    for bad in ("many", "1e308", "NaN", "-3", "1,234", "9" * 40):
        answer = client.post(numbers, {f"amount_{row.pk}": bad, f"note_{row.pk}": "By the meter."})
        assert answer.status_code == 422
        assert bad in answer.text
        assert "By the meter." in answer.text
    assert client.post(numbers, {f"amount_{row.pk}": "3", f"left_out_{row.pk}": "on"}).status_code == 422
    client.post(numbers, {f"amount_{row.pk}": "12,5", f"note_{row.pk}": "By the meter."})
    # Nobody sees another's before all of it is open.
    assert "12.5" in page(client, hal, here(made))
    assert "12.5" not in page(client, tomasz, here(made))
    client.force_login(tomasz)
    client.post(numbers, {f"amount_{row.pk}": "14.25"})
    shown = page(client, tomasz, here(made))
    for words in ("12.5", "14.25", "Gdańsk", "Less is better.", "Fewer than three numbers", "By the meter."):
        assert words in shown
    client.force_login(tomasz)
    client.post(here(made, f"measures/{row.pk}/showing"), {"words": "An ordinary week of ours."})
    client.post(here(made, "lessons/new"), {"text": "Listen *before* you dig."})
    assert "you dig" not in page(client, ines, here(made))
    assert "1 of 2 has said yes" in page(client, hal, here(made))
    lesson = made.mutualbenchmark.lessons.get()
    client.force_login(hal)
    client.post(here(made, f"lessons/{lesson.pk}/yes"), {"on": "1"})
    shown = page(client, ines, here(made))
    assert "Listen <em>before</em> you dig." in shown
    assert "An ordinary week" not in shown
    client.force_login(hal)
    client.post(f"/c/stick/undertakings/{made.pk}/ending")
    assert "14.25" in page(client, hal, here(made))
    assert "Give your numbers" not in page(client, hal, here(made))


def test_nobody_is_ranked_and_the_middle_is_said_in_words(client: Client, opened, leila) -> None:
    shown = page(client, leila, here(opened))
    assert "The middle is 8,462.5. They reach from 7,391.25 to 9,573.75." in shown
    table = shown.partition("<tbody>")[2].partition("</tbody>")[0]
    # In the order in which they came, whatever their numbers are.
    assert table.index("Hal Brennan") < table.index("Tomasz Wilk") < table.index("Leila")
    assert "state--good" not in table
    assert "state--bad" not in table


def test_numbers_are_on_no_page_of_anybody_else(client: Client, opened, rosa, ines, amara, stranger) -> None:
    """Rosa stewards, Ines has a hand in it: neither takes part."""
    take_hand(person=ines, undertaking=opened)
    measure, period = Measure.objects.get(name="zqmeasured"), Period.objects.get()
    inside = [
        "",
        "sheet",
        f"periods/{period.pk}/numbers",
        f"measures/{measure.pk}/showing",
        "lessons/new",
    ]
    for who in (rosa, ines, amara, stranger, None):
        for address in (*(here(opened, deed) for deed in inside), "/c/stick/undertakings/", "/c/stick/", "/"):
            shown = page(client, who, address)
            assert [one for one in SECRET if one in shown] == [], (who, address)
        assert "Tomasz Wilk" not in page(client, who, here(opened))
    for deed in inside[1:]:
        client.force_login(ines)
        assert client.get(here(opened, deed)).status_code == 404


def test_numbers_are_in_no_search(client: Client, opened, hal, rosa) -> None:
    lesson = lessons.word_lesson(by=hal, undertaking=opened, text="Zqlesson before it is told.")
    bodies = "\n".join(f"{one.title} {one.body}" for one in indexing.entries_of([opened.pk]))
    assert "Whose nights are quiet" in bodies
    assert [one for one in (*SECRET, "Zqlesson") if one in bodies] == []
    for who in (hal, rosa):
        for word in ("8462", "zqbehind", "zqmeasured", "Zqlesson"):
            assert "mutual-benchmarks" not in page(client, who, f"/search?q={word}")
    assert lesson.told_at is None


def test_what_was_told_is_found(client: Client, opened, hal, tomasz, leila, rosa) -> None:
    lesson = lessons.word_lesson(by=hal, undertaking=opened, text="Zqlesson for all.")
    for person in (tomasz, leila):
        lessons.agree(by=person, undertaking=opened, lesson=lesson, on=1)
    assert "mutual-benchmarks" in page(client, rosa, "/search?q=Zqlesson")
    lessons.take_yes_back(by=leila, undertaking=opened, lesson=lesson)
    assert "mutual-benchmarks" not in page(client, rosa, "/search?q=Zqlesson")


def test_numbers_are_in_no_answer_of_the_api_and_in_no_feed(client: Client, opened, hal, rosa) -> None:
    for who in (hal, rosa):
        client.force_login(who)
        said = client.get("/api/v1/communities/stick/undertakings").text
        assert "mutual-benchmarking" in said
        assert [one for one in SECRET if one in said] == []
    for feed in ("/c/stick/feed.atom", "/c/stick/feed.json", "/c/stick/conversations.atom"):
        assert [one for one in SECRET if one in client.get(feed).text] == []


def test_numbers_are_in_no_letter_and_no_digest(opened, stick) -> None:
    written = "\n".join(f"{one.subject} {one.text} {one.html}" for one in Letter.objects.all())
    assert "are open" in written
    assert [one for one in SECRET if one in written] == []
    now = timezone.now()
    for section in DIGEST_SECTIONS:
        if section.kind == "undertaking":
            keys = [one.key for one in section.candidates(stick, now - timedelta(days=7), now)]
            lines = section.lines(Reader.everyone_inside(stick), keys, now)
            assert [one for one in SECRET if any(one in f"{line.title} {line.text}" for line in lines.values())] == []


def test_each_takes_their_own_numbers_along_and_nobody_elses(opened, hal, rosa) -> None:
    now = timezone.now()
    own, other = ("".join(words_of(person, now=now)) for person in (hal, rosa))
    assert "7391.25" in own
    assert "8462" not in own
    assert "9573" not in own
    assert [one for one in SECRET if one in other] == []


def test_the_group_takes_its_table_along_for_a_spreadsheet(client: Client, opened, leila, hal) -> None:
    Measure.objects.filter(name="Change since last year").update(name="=SUM(A1)")
    comparing.give(
        by=leila,
        undertaking=opened,
        period=Period.objects.get(),
        given={Measure.objects.get(name="=SUM(A1)").pk: comparing.Given(amount=-4)},  # type: ignore[arg-type]
    )
    client.force_login(leila)
    answer = client.get(here(opened, "sheet"))
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0] == ["Period", "Who", "For", "Measure", "Unit", "Number", "What stands behind it"]
    assert ["2026", "Hal Brennan", "Severn Vale", "zqmeasured", "l/s", "7391.25", "zqbehind"] in rows
    # One's own that is not open yet is there; a number below nought is one, and a name that begins so no formula.
    assert rows[-1][3:6] == ["'=SUM(A1)", "%", "-4"]
    # Of what is not open Hal takes none of Leila's along.
    client.force_login(hal)
    sheet = b"".join(client.get(here(opened, "sheet")).streaming_content).decode("utf-8-sig")
    assert '"-4"' not in sheet


def test_whoever_has_left_the_community_is_in_the_table_no_more(client: Client, opened, tomasz, leila, stick) -> None:
    leave(person=tomasz, community=stick)
    shown = page(client, leila, here(opened))
    assert "8,462" not in shown
    assert "Tomasz Wilk" not in shown
    assert page(client, tomasz, here(opened)).count("7,391") == 0


def test_removing_what_has_numbers_is_asked_first(client: Client, opened, hal) -> None:
    measure = Measure.objects.get(name="zqmeasured")
    address = here(opened, f"measures/{measure.pk}/removing")
    assert "3 numbers stand in it" in page(client, hal, address)
    client.post(address)
    assert Measure.objects.filter(pk=measure.pk).exists()
    client.post(address, {"sure": "1"})
    assert not Measure.objects.filter(pk=measure.pk).exists()
    period = Period.objects.get()
    client.post(here(opened, f"periods/{period.pk}/removing"))
    assert not Period.objects.exists()


def test_a_full_table_takes_twelve_queries(
    client: Client, opened, hal, tomasz, leila, django_assert_max_num_queries
) -> None:
    for n in range(6):
        terms = comparing.MeasureTerms(f"Measure {n}", "l", "So.")
        measure = comparing.add_measure(by=hal, undertaking=opened, terms=terms)
        comparing.offer_to_show(by=tomasz, undertaking=opened, measure=measure, words="So.")
        lessons.word_lesson(by=leila, undertaking=opened, text=f"Lesson {n}")
    for n in range(3):
        comparing.add_period(by=hal, undertaking=opened, words=f"{n}")
    client.force_login(hal)
    for address in (here(opened), here(opened, "set-up"), here(opened, f"periods/{Period.objects.first().pk}/numbers")):
        client.get(address)
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
