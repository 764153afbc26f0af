"""The chooser finds what fits a need, a time, a number of people and a liking for structure, and says why."""

import re

import pytest
from django.test import Client

from commonplace.protocols import axes
from commonplace.protocols.catalogue import protocol_named, protocols
from commonplace.protocols.choosing import Structure, Wish, offered
from commonplace.protocols.needs import Need

HOME = "/c/stick/protocols/"


def fitting(**said: object) -> list[str]:
    return [one.protocol.code for one in offered(protocols().values(), Wish(**said))[0]]


def test_a_need_finds_what_answers_it_the_shortest_first_with_its_reason() -> None:
    assert fitting(need="just-ended") == ["project-review-short", "project-review"]
    found, _nearly = offered(protocols().values(), Wish(need="stuck", minutes=60, people=10))
    assert [one.protocol.code for one in found] == ["questions-and-answers", "problem-solving", "case-clinic"]
    assert found[2].reason == protocol_named("case-clinic").why["stuck"]
    assert found[2].fits == ("It takes 60 minutes.", "It is for 6 to 14 people.")


def test_time_people_and_structure_narrow_it() -> None:
    assert fitting(minutes=15) == ["exchange-tips", "wise-crowds"]
    assert set(fitting(minutes=0)) == {one.code for one in protocols().values() if not one.is_timed}
    assert "practice-fair" in fitting(people=100)
    assert "case-clinic" not in fitting(people=100)
    for structure, most in ((Structure.LIGHT, 2), (Structure.SOME, 3), (Structure.FIRM, 5)):
        found = fitting(structure=structure)
        assert found
        assert max(protocol_named(code).formality for code in found) <= most
    assert min(protocol_named(code).formality for code in fitting(structure=Structure.FIRM)) == 4


def test_what_misses_by_one_thing_says_by_which() -> None:
    found, nearly = offered(protocols().values(), Wish(need="see-differently", minutes=90, people=2))
    assert found == []
    assert [(one.protocol.code, one.obstacles) for one in nearly] == [
        ("case-clinic-without-advice", ("It needs 2 people more.",))
    ]


@pytest.mark.parametrize("need", Need.values)
def test_every_need_is_answered(need: str) -> None:
    assert fitting(need=need)


def test_no_line_of_the_picture_leaves_it() -> None:
    """Letters of fifteen pixels are about eight wide; a dot stands before each name."""
    for language in ("en", "pl"):
        for draw in (axes.wide, axes.tall):
            picture = draw(protocols(language).values(), states={}, fitting=frozenset())
            ends = [(spot.x + axes.DOT + 8 * len(words), words) for spot in picture.spots for _y, words in spot.lines]
            assert [words for end, words in ends if end > picture.width + 8] == []
            assert max(y for spot in picture.spots for y, _words in spot.lines) < picture.height


@pytest.mark.django_db
def test_the_page_works_by_plain_addresses(client: Client, stick, hal) -> None:
    client.force_login(hal)
    page = client.get(HOME).text
    assert page.count("<q>") == len(Need)
    assert f"{len(protocols())} on three axes" in page
    found = client.get(HOME, {"need": "same-questions", "minutes": "60", "people": "12", "structure": ""}).text
    assert "What fits" in found
    assert "Questions and answers" in found[found.index('id="found"') :]
    assert 'class="fits"' in found


@pytest.mark.django_db
@pytest.mark.parametrize(
    "said",
    [
        {"need": "world-peace"},
        {"minutes": "soon"},
        {"people": "-4"},
        {"people": "9" * 40},
        {"structure": "7"},
        {"need": "stuck\0", "minutes": "١٥"},
    ],
)
def test_what_cannot_be_read_comes_back_with_a_word_and_the_page_stands(client: Client, stick, hal, said) -> None:
    client.force_login(hal)
    answer = client.get(HOME, said)
    assert answer.status_code == 200
    assert 'class="error"' in answer.text
    assert "on three axes" in answer.text


@pytest.mark.django_db
def test_the_picture_and_its_table_lead_to_the_same_pages(client: Client, stick, hal) -> None:
    client.force_login(hal)
    page = client.get(HOME).text
    pictures = re.findall(r'<svg class="axes axes--(\w+)"(.*?)</svg>', page, re.DOTALL)
    table = set(re.findall(r'<th scope="row"><a dir="auto" href="([^"]+)"', page))
    assert [size for size, _body in pictures] == ["wide", "tall"]
    for _size, body in pictures:
        assert set(re.findall(r'<a href="([^"]+)"', body)) == table
    assert table == {f"{HOME}{code}/" for code in protocols()}


@pytest.mark.django_db
def test_a_stranger_reads_what_a_public_community_could_do_and_is_offered_no_deed(client: Client, stick) -> None:
    page = client.get(f"{HOME}case-clinic/")
    if page.status_code == 200:
        assert "Call people together by it" not in page.text
        assert client.get(f"{HOME}case-clinic/adapting").status_code in (302, 404)
    else:
        assert page.status_code in (302, 404)


@pytest.mark.django_db
def test_it_is_put_away_with_its_module(client: Client, stick, hal) -> None:
    stick.modules = [one for one in stick.modules if one != "protocols"]
    stick.save(update_fields=["modules"])
    client.force_login(hal)
    assert client.get(HOME).status_code == 404
