"""An external benchmark: sources, theirs beside ours, what was told in confidence, what would fit, and a finding."""

import pytest
from django.test import Client

from commonplace.people.actions.erasing import erase
from commonplace.undertakings.actions import indexing, looking_out, taking_part
from commonplace.undertakings.actions.group import NotInGroup
from commonplace.undertakings.actions.looking_out import SourceTerms, YardstickTerms
from commonplace.undertakings.models import ExternalBenchmark, Fit, OutsideSource, Yardstick

pytestmark = pytest.mark.django_db


def here(looked, deed: str = "") -> str:
    return f"/c/stick/external-benchmarks/{looked.pk}/{deed}"


def page(client: Client, who, address: str) -> str:
    client.logout()
    if who is not None:
        client.force_login(who)
    return " ".join(client.get(address).text.split())


def test_it_runs_from_a_practice_to_a_finding(client: Client, stick, hal, tomasz, leila) -> None:
    client.force_login(hal)
    sent = {"title": "Lisbon", "purpose": "What do they do?", "whose": "Lisbon", "practice": "Two *listen*."}
    client.post("/c/stick/external-benchmarks/new", {**sent, "space": "table"})
    made = ExternalBenchmark.objects.get().undertaking
    source = {"what": "Their yearly report", "address": "https://example.org/report", "on": "2025-03-01"}
    answer = client.post(here(made, "outside-sources/new"), {**source, "said_by": "Their engineer"})
    assert answer.status_code == 422
    assert "Say how far" in answer.text
    for bad in ("javascript:alert(1)", "data:text/html,x"):
        sent = {**source, "address": bad, "trust": "told"}
        assert client.post(here(made, "outside-sources/new"), sent).status_code == 422
    for _twice in range(2):
        sent = {**source, "said_by": "Their engineer", "trust": "published", "trust_why": "Counted by them."}
        client.post(here(made, "outside-sources/new"), sent)
    row = OutsideSource.objects.get()
    line = {"name": "Who goes out", "theirs": "Two, always", "ours": "One", "source": str(row.pk)}
    client.post(here(made, "beside/new"), line)
    shown = page(client, leila, here(made))
    for words in (
        "Two <em>listen</em>.",
        "https://example.org/report",
        "Their engineer",
        "Counted by them.",
        "Two, always",
    ):
        assert words in shown
    client.force_login(tomasz)
    assert client.get(here(made, "finding")).status_code == 403
    assert client.get(here(made, "beside/new")).status_code == 404
    client.post(here(made, "fit"), {"how": "changed", "words": "Two on Fridays."})
    client.post(here(made, "fit"), {"how": "as_it_is", "words": "Two on Fridays, always."})
    assert Fit.objects.get().how == "as_it_is"
    client.force_login(hal)
    client.post(here(made, "finding"), {"text": "We go out *in twos*."})
    shown = page(client, leila, here(made))
    assert "Two on Fridays, always." in shown
    assert "<em>in twos</em>" in shown
    for word in ("twos", "Fridays", "Lisbon"):
        assert "external-benchmarks" in page(client, leila, f"/search?q={word}")


def test_what_was_told_in_confidence_is_for_the_group_alone(client: Client, looked, hal, tomasz, rosa, ines) -> None:
    terms = YardstickTerms("Wages", "zqtheirs 4711", "zqours 815", is_confidential=True)
    line = looking_out.keep_yardstick(by=hal, undertaking=looked, terms=terms)
    with pytest.raises(NotInGroup):
        looking_out.keep_yardstick(by=rosa, undertaking=looked, terms=terms)
    for who in (rosa, ines, tomasz):
        shown = page(client, who, here(looked))
        assert "Wages" in shown
        assert "stays with those who take part" in shown
        assert "zqtheirs" not in shown
        assert "zqours" not in shown
        assert client.get(here(looked, f"beside/{line.pk}")).status_code == 404
        assert "external-benchmarks" not in page(client, who, "/search?q=zqtheirs")
    assert "zqtheirs" not in "".join(one.body for one in indexing.entries_of([looked.pk]))
    client.force_login(rosa)
    assert "zqtheirs" not in client.get("/api/v1/communities/stick/undertakings").text
    part = taking_part.take_part(person=tomasz, undertaking=looked)
    taking_part.let_in(by=hal, undertaking=looked, row=part)
    assert "zqtheirs 4711" in page(client, tomasz, here(looked))


def test_a_line_outlives_its_source_and_words_go_where_somebody_wishes_so(looked, hal, tomasz) -> None:
    source = looking_out.keep_source(by=hal, undertaking=looked, terms=SourceTerms("A talk", "told"))
    terms = YardstickTerms("Who goes out", "Two", source=source)
    line = looking_out.keep_yardstick(by=hal, undertaking=looked, terms=terms)
    looking_out.strike(by=hal, undertaking=looked, row=source)
    assert Yardstick.objects.get(pk=line.pk).source is None
    looking_out.say_what_fits(by=tomasz, undertaking=looked, how="not_here", words="Too few of us.")
    erase(person=tomasz, withdraw=True)
    assert not Fit.objects.exists()
    looking_out.find(by=hal, undertaking=looked, text="We go out in twos.")
    erase(person=hal, withdraw=True)
    left = ExternalBenchmark.objects.get()
    assert (left.practice_source, left.finding_html, Yardstick.objects.count()) == ("", "", 0)


def test_a_full_page_takes_twelve_queries(client, looked, hal, tomasz, leila, django_assert_max_num_queries) -> None:
    for n in range(6):
        source = looking_out.keep_source(by=hal, undertaking=looked, terms=SourceTerms(f"Report {n}", "published"))
        terms = YardstickTerms(f"Line {n}", "Two", source=source)
        looking_out.keep_yardstick(by=hal, undertaking=looked, terms=terms)
    for person in (hal, tomasz, leila):
        looking_out.say_what_fits(by=person, undertaking=looked, how="changed", words="So.")
    client.force_login(hal)
    for address in (here(looked), here(looked, "beside/new")):
        client.get(address)
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
