"""Pieces: markup in a template, filled by Python; whatever fills it."""

import ast
from pathlib import Path

import pytest
from django.conf import settings as house
from django.template import engines
from django.template.loaders.locmem import Loader
from django.test.signals import template_rendered
from django.utils.safestring import mark_safe
from django.utils.translation import override

from commonplace.ui.pieces import Given, NotAPiece, Piece, _pieces, joined, names_in, pieces

HOUSE = Path(__file__).resolve().parents[2]


def asked_for() -> list[str]:
    """Every template whose pieces some module asks for."""
    return sorted(
        {
            call.args[0].value
            for path in HOUSE.rglob("*.py")
            if "tests" not in path.parts
            # Every run of tests asks this as it gathers them, so only those few are parsed that may say so.
            for written in [path.read_text()]
            if "pieces(" in written or "Given(" in written
            for call in ast.walk(ast.parse(written))
            if isinstance(call, ast.Call)
            and isinstance(call.func, ast.Name)
            and call.func.id in {"pieces", "Given"}
            and isinstance(call.args[0], ast.Constant)
        }
    )


@pytest.fixture
def written(monkeypatch):
    """Templates of the test's own, by name."""
    templates: dict[str, str] = {}
    engine = engines["django"].engine
    monkeypatch.setattr(engine, "template_loaders", [Loader(engine, templates), *engine.template_loaders])
    yield templates
    _pieces.cache_clear()


@pytest.mark.parametrize("language", [code for code, _name in house.LANGUAGES])
@pytest.mark.parametrize("template", asked_for())
def test_every_template_of_pieces_can_be_filled_in_every_language(template, language):
    with override(language):
        assert set(pieces(template)) == set(names_in(template)) != set()


def test_setting_pieces_is_not_told_as_a_page():
    told = []
    _pieces.cache_clear()
    template_rendered.connect(lambda **said: told.append(said), weak=False, dispatch_uid="pieces")
    try:
        assert pieces("conversations/post.html")
    finally:
        template_rendered.disconnect(dispatch_uid="pieces")
    assert told == []


def test_pages_are_made_of_pieces():
    assert {"conversations/post.html", "conversations/row.html", "ui/person.html"} <= set(asked_for())


def test_what_fills_a_slot_is_escaped_unless_it_is_safe_or_a_number():
    piece = Piece('<b title="%(a)s">%(b)s %(c)s</b>')
    assert piece(a='"&', b=mark_safe("<i>x</i>"), c=1234) == '<b title="&quot;&amp;"><i>x</i> 1234</b>'
    assert piece(a="", b="</b>", c="it's") == '<b title="">&lt;/b&gt; it&#x27;s</b>'


def test_what_is_joined_is_escaped_unless_it_is_a_piece_filled():
    assert joined([Piece("<p>%(a)s</p>")(a="<"), "", "<script>"]) == "<p>&lt;</p>&lt;script&gt;"


def test_a_slot_may_stay_unused_but_not_unfilled():
    assert Piece("%(a)s")(a="1", b="2") == "1"
    with pytest.raises(KeyError):
        Piece("%(a)s")(b="2")


@pytest.mark.parametrize("words", ["100 %(n)s", "%", "%%", "%(here)s", "\x02n\x03", "{n}"])
def test_what_looks_like_a_slot_is_none(words):
    piece = Piece("100 %% %(here)s %(n)s")
    assert piece(here=words, n=7) == f"100 % {words} 7"
    assert piece.with_given(here=words)(n=7) == f"100 % {words} 7"
    assert piece.with_given(n=words).with_given(here=words)() == f"100 % {words} {words}"


def test_a_piece_within_another_keeps_its_slots():
    outer = Piece("<p>%(inner)s</p>").with_given(inner=Piece.in_line([Piece("%(n)s, "), Piece("%(name)s %%")]))
    assert outer(n=1, name="<b>") == "<p>1, &lt;b&gt; %</p>"


def test_words_are_in_the_readers_language_and_layout_is_not_sent(written):
    written["t.html"] = (
        "{% load i18n %}{% partialdef one %}\n"
        '  <p>\n      {% translate "Reply" %} {{ n }} 50%\n  </p>\n'
        "{% endpartialdef %}"
    )
    assert pieces("t.html")["one"](n=3) == "<p>\nReply 3 50%\n</p>"
    with override("pl"):
        assert pieces("t.html")["one"](n=3) == "<p>\nOdpowiedz 3 50%\n</p>"


def test_the_same_slots_may_be_filled_in_every_piece(written):
    written["t.html"] = (
        "{% partialdef a %}{{ here }}?{{ n }}{% endpartialdef %}{% partialdef b %}{{ n }}{% endpartialdef %}"
    )
    given = Given("t.html", here="/c/<x>/")
    assert given["a"](n=1) == "/c/&lt;x&gt;/?1"
    assert given["b"](n=2) == "2"
    with pytest.raises(KeyError):
        given["c"]


@pytest.mark.parametrize(
    "body",
    [
        "{% if n %}x{% endif %}",
        "{% for one in n %}x{% endfor %}",
        "{{ n|upper }}",
        '{% include "ui/state.html" %}',
        "{% load i18n %}{% blocktranslate count n=n %}one{% plural %}{{ n }}{% endblocktranslate %}",
    ],
)
def test_a_piece_decides_nothing(written, body):
    written["t.html"] = f"{{% partialdef one %}}{body}{{% endpartialdef %}}"
    with pytest.raises(NotAPiece, match=r"t\.html#one"):
        pieces("t.html")


@pytest.fixture
def developing(settings):
    settings.DEBUG = True


def test_a_template_that_changes_is_seen_at_once_while_developing(developing, written):
    written["t.html"] = "{% partialdef one %}before{% endpartialdef %}"
    assert pieces("t.html")["one"]() == "before"
    written["t.html"] = "{% partialdef one %}after{% endpartialdef %}"
    assert pieces("t.html")["one"]() == "after"
