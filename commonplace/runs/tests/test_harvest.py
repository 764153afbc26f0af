"""The summary's draft has what was kept and no sentence more; a human posts it."""

import re
from uuid import uuid4

import pytest

from commonplace.conversations.models import Post
from commonplace.lib import markdown
from commonplace.protocols.protocol import Capture
from commonplace.runs.actions import noting, stepping
from commonplace.runs.actions.harvesting import draft_of
from commonplace.runs.models import Run
from commonplace.runs.queries.harvest import sheaves
from commonplace.runs.queries.scene import Line
from commonplace.runs.tests.test_pages import as_, at

pytestmark = pytest.mark.django_db
SAID = ("A valve *sang* [loudly](http://x.example).", "No rule # for when\nto stop.", "I try <b>lower</b> down.")


@pytest.fixture
def ended(run, hal, tomasz) -> Run:
    for phase, kind, words in zip((4, 4, 6), (Capture.LIVED, Capture.GAP, Capture.TAKEAWAY), SAID, strict=True):
        noting.note(run=run, phase=phase, kind=kind, words=words, person=tomasz)
    stepping.step(run=run, act=stepping.Act.FINISH, number=2, by=hal)
    run.refresh_from_db()
    return run


def draft(run: Run) -> str:
    lines = [Line(one, "") for one in run.captured.order_by("pk")]
    return draft_of(sheaves(run, lines), page="/run/")


def test_the_draft_has_every_line_in_order_and_nothing_else(ended) -> None:
    html = markdown.render(draft(ended)).html
    said = [" ".join(re.sub(r"<[^>]+>", "", one).split()) for one in re.findall(r"<li.*?</li>", html, re.DOTALL)]
    plain = [" ".join(words.split()) for words in SAID]
    assert [one.replace("&lt;", "<").replace("&gt;", ">") for one in said] == plain
    assert html.count("<a ") == 3
    keys = list(ended.captured.order_by("pk").values_list("pk", flat=True))
    assert re.findall(r"/run/#line-(\d+)", html) == [str(pk) for pk in keys]
    titles = {phase.title for phase in ended.steps_of_protocol}
    headings = re.findall(r"<h\d[^>]*>(.*?)</h\d>", html)
    assert {re.sub(r"<[^>]+>", "", one) for one in headings} <= titles


def test_a_human_posts_it_and_it_stands_in_the_conversation_once(ended, hal, tomasz) -> None:
    address = at(ended, "harvest")
    assert as_(tomasz).get(address).status_code == 403
    shown = as_(hal).get(address)
    assert "No rule" in shown.text
    words = {"text": "We heard three valves.", "idempotency_key": str(uuid4())}
    for _ in range(2):
        assert as_(hal).post(address, words).status_code == 302
    assert Post.objects.filter(source="We heard three valves.").count() == 1
    assert Run.objects.get(pk=ended.pk).harvested_at is not None
    assert "Nothing more to keep of it" not in as_(hal).get(at(ended)).text


def test_what_is_held_closer_than_its_space_is_posted_nowhere(close_run, hal) -> None:
    stepping.step(run=close_run, act=stepping.Act.FINISH, number=2, by=hal)
    assert as_(hal).get(at(close_run, "harvest")).status_code == 404


def test_nothing_to_keep_asks_no_more(ended, hal) -> None:
    as_(hal).post(at(ended, "nothing"))
    assert "Nothing more to keep of it" not in as_(hal).get(at(ended)).text
