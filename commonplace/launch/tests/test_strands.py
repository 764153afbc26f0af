"""Six strands with what was done, and a register of what stands in the way: open, asked, answered."""

import pytest
from django.test import Client

from commonplace.launch.actions import obstacles
from commonplace.launch.actions.obstacles import clear, follow, note
from commonplace.launch.actions.starting import cross
from commonplace.launch.models import Launch, Obstacle, Step
from commonplace.launch.planned import PLANNED
from commonplace.launch.queries import obstacles_of
from commonplace.launch.strands import STRANDS, USUAL
from commonplace.people.models import Person

PAGE = "/c/stick/launch/"
WORDS = "Sunday work is not paid"


@pytest.fixture
def sunday(launch: Launch, hal: Person) -> Obstacle:
    return note(by=hal, launch=launch, strand="integrate", words=WORDS)


def test_no_two_steps_have_one_code() -> None:
    assert len(STRANDS) == 6
    codes = [step.code for strand in STRANDS.values() for step in strand.steps]
    assert len(codes) == len(set(codes))
    assert {code: USUAL[code].line for code in PLANNED} == {code: line.line for code, line in PLANNED.items()}
    assert max(len(code) for code in USUAL) <= Step._meta.get_field("code").max_length


def test_a_step_is_told_in_ones_own_words(client: Client, launch: Launch, hal: Person) -> None:
    client.force_login(hal)
    said = {"worries": "done", "worries_words": "Three sites closed in 2025", "not_for": "out"}
    assert client.post(f"{PAGE}strands/context", said).headers["Location"] == f"{PAGE}#strands"
    assert set(Step.objects.values_list("code", "state", "words")) == {
        ("worries", "done", "Three sites closed in 2025"),
        ("not_for", "out", ""),
    }
    page = client.get(PAGE).content.decode()
    assert ("Three sites closed in 2025" in page, "Say what it is not for." in page) == (True, False)
    assert client.get(f"{PAGE}strands/dancing").status_code == 404


def test_crossing_the_sketch_keeps_the_words_of_a_step(launch: Launch, hal: Person) -> None:
    cross(by=hal, launch=launch, states={"listen": ""}, words={"listen": "Fourteen of twenty"})
    cross(by=hal, launch=launch, states={"listen": "done"})
    assert list(Step.objects.values_list("state", "words")) == [("done", "Fourteen of twenty")]
    cross(by=hal, launch=launch, states={"listen": ""}, words={"listen": ""})
    assert not Step.objects.exists()


def test_an_obstacle_is_open_then_asked_then_answered(launch: Launch, hal: Person, sunday: Obstacle) -> None:
    assert note(by=hal, launch=launch, strand="integrate", words=WORDS) == sunday
    other = note(by=hal, launch=launch, strand="support", words="No telephone at night")
    statuses = []
    for asked_of, answer in (("", ""), ("The regional office", ""), ("The regional office", "From June on."), ("", "")):
        follow(by=hal, obstacle=sunday, words=WORDS, asked_of=asked_of, answer=answer)
        statuses.append(Obstacle.objects.get(pk=sunday.pk).status)
        assert obstacles_of(launch)[0].status == "open"
    assert statuses == ["open", "asked", "answered", "open"]
    with pytest.raises(obstacles.NotAsked):
        follow(by=hal, obstacle=other, words="x", asked_of="", answer="Yes.")


def test_others_neither_write_nor_clear(launch: Launch, tomasz: Person, sunday: Obstacle) -> None:
    with pytest.raises(obstacles.NotAStarter):
        note(by=tomasz, launch=launch, strand="integrate", words="x")
    with pytest.raises(obstacles.NotAStarter):
        clear(by=tomasz, obstacle=sunday)


def test_the_register_has_its_pages(client: Client, launch: Launch, hal: Person, tomasz: Person) -> None:
    client.force_login(hal)
    there = f"{PAGE}obstacles/"
    assert client.post(there, {"words": "", "strand": "integrate"}).status_code == 422
    assert client.post(there, {"words": WORDS, "strand": "dancing"}).status_code == 422
    client.post(there, {"words": WORDS, "strand": "integrate"})
    made = Obstacle.objects.get()
    assert "One thing stands in the way" in client.get(PAGE).content.decode()
    assert client.post(f"{there}{made.pk}", {"words": WORDS, "answer": "Yes."}).status_code == 422
    client.post(f"{there}{made.pk}", {"words": WORDS, "asked_of": "The host", "answer": "From June on."})
    assert "From June on." in client.get(there).content.decode()
    assert "stands in the way</a>" not in client.get(PAGE).content.decode()
    client.force_login(tomasz)
    assert [client.get(page).status_code for page in (there, f"{there}{made.pk}", f"{PAGE}strands/context")] == [
        404
    ] * 3
    client.force_login(hal)
    client.post(f"{there}{made.pk}/clearing")
    assert not Obstacle.objects.exists()


def test_pages_make_few_queries(
    client: Client, launch: Launch, hal: Person, sunday: Obstacle, django_assert_max_num_queries
) -> None:
    cross(by=hal, launch=launch, states={"listen": "done", "sponsor": "done"})
    client.force_login(hal)
    for page in (PAGE, f"{PAGE}strands/integrate", f"{PAGE}obstacles/", f"{PAGE}obstacles/{sunday.pk}"):
        client.get(page)
        with django_assert_max_num_queries(12):
            client.get(page)
