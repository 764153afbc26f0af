"""Hebrew, Arabic and what is written as they are read from the right, beside whatever else stands there."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.template.loader import get_template
from django.test import Client

from commonplace.communities.models import Community, Space
from commonplace.conversations.actions.opening import open_conversation
from commonplace.conversations.actions.replying import reply
from commonplace.lib.direction import isolated
from commonplace.lib.markdown import render
from commonplace.people.models import Person
from tests.directions import OF_THE_HOUSE, lacking

ROOT = Path(__file__).resolve().parents[1]
PAGES = [
    path
    for path in sorted((ROOT / "commonplace").rglob("templates/**/*.html"))
    # Letters are made of the parts in ui/mail; the guide shows made-up words of the house.
    if not {"letters", "guide"} & set(path.parts)
]
FIELDS = re.compile(r"<textarea[^>]*|<input[^>]*type=\"(?:text|search)\"[^>]*", re.DOTALL)
# Addresses, codes and keys read from the left everywhere.
FROM_THE_LEFT = ("readonly value=", 'name="code"', "readonly>", 'id="authenticator_secret"', 'id="recovery_codes"')
SHALOM, NIGHT = "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd", "\u0645\u0633\u0627\u0621 valve 12"


def name_of(path: Path) -> str:
    return str(path).split("/templates/", 1)[1]


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_what_people_wrote_has_a_direction_of_its_own(path: Path) -> None:
    source = path.read_text()
    found = [
        f"line {source.count(chr(10), 0, one.start) + 1}: {one.expression}" for one in lacking(source, name_of(path))
    ]
    assert found == [], 'give the element dir="auto", or the name in a sentence the filter isolated'


def test_what_is_spared_is_there() -> None:
    sources = {name_of(path): path.read_text() for path in PAGES}
    gone = [(name, one) for name, spared in OF_THE_HOUSE.items() for one in spared if one not in sources.get(name, "")]
    assert gone == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>{{ post.title }}</p>", ["post.title"]),
        ('<p dir="auto">{{ post.title }}</p>', []),
        ("<p><bdi>{{ post.title|upper }}</bdi> {{ byline.name }}</p>", ["byline.name"]),
        ('<a title="{{ post.title }}" dir="auto">{{ post.title }}</a>{{ one.words }}', ["one.words"]),
        ("<title>{{ post.title }}</title>{% block title %}{{ post.title }}{% endblock %}", []),
        (
            "{% blocktranslate with name=byline.name n=3 %}{{ name }} and {{ n }}{% endblocktranslate %}",
            ["byline.name"],
        ),
        ("{% blocktranslate with name=byline.name|isolated %}{{ name }}{% endblocktranslate %}", []),
        ('{% blocktranslate with a=one.names|join:", " %}{{ a }}{% endblocktranslate %}', ['one.names|join:", "']),
        ("{% blocktranslate %}by {{ name }}{% endblocktranslate %}", ["name"]),
        ("{% if a %}<p>{% else %}<p dir='auto'>{% endif %}{{ post.number }}</p>{# {{ name }} #}", []),
    ],
)
def test_the_finder_finds(source: str, found: list[str]) -> None:
    assert [one.expression for one in lacking(source)] == found


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_fields_for_words_take_the_direction_of_the_words(path: Path) -> None:
    fields = [one for one in FIELDS.findall(path.read_text()) if not any(mark in f"{one}>" for mark in FROM_THE_LEFT)]
    assert [one for one in fields if 'dir="auto"' not in one] == []


def test_fields_of_forms_do_too() -> None:
    class Words(forms.Form):
        line, text = forms.CharField(), forms.CharField(widget=forms.Textarea)
        address, day = forms.EmailField(), forms.DateField()
        secret = forms.CharField(widget=forms.PasswordInput)

    shown = {name: str(Words()[name]) for name in Words.base_fields}
    assert [name for name, field in shown.items() if 'dir="auto"' in field] == ["line", "text", "day"]


HOLDERS = {"blockquote", "ul", "ol"}


class Blocks(HTMLParser):
    """The outermost blocks of markup, and which direction each has; within a quote or a list all have its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, str | None]] = []
        self.within = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"p", "h3", "h4", "h5", "h6", "summary"} | HOLDERS and not self.within:
            self.seen.append((tag, dict(attrs).get("dir")))
        elif "dir" in dict(attrs):
            self.seen.append((tag, "within another"))
        self.within += tag in HOLDERS

    def handle_endtag(self, tag: str) -> None:
        self.within -= tag in HOLDERS


@pytest.mark.parametrize(
    "source",
    [
        f"{SHALOM}\n\n# {SHALOM}\n\n###### b",
        f"> {SHALOM}\n\n- {SHALOM}\n- b\n\n1. {NIGHT}\n\n- [ ] {SHALOM}",
        f"> - {SHALOM}\n> - b\n>\n> {NIGHT}\n\nc",
        f"a[^1]\n\n[^1]: {SHALOM}",
        f"::: {SHALOM}\n{NIGHT}\n:::",
        ">" * 60 + SHALOM,
    ],
)
def test_every_block_of_a_post_has_a_direction_of_its_own(source: str) -> None:
    blocks = Blocks()
    blocks.feed(render(source).html)
    assert blocks.seen
    assert {direction for _tag, direction in blocks.seen} == {"auto"}


def test_letters_and_older_posts_are_set_by_the_style_sheet() -> None:
    style = (ROOT / "commonplace/ui/static/ui/css/components.css").read_text()
    assert re.search(
        r"\.prose :is\(p, [^)]*li[^)]*\):not\(\[dir\], \.prose \[dir\] \*\) \{ unicode-bidi: plaintext; \}", style
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (SHALOM, f"\u2068{SHALOM}\u2069"),
        (NIGHT, f"\u2068{NIGHT}\u2069"),
        ("In\u00eas Baptista", "In\u00eas Baptista"),
        ("\u65e5\u672c \u0395\u03bb\u03bb\u03ac\u03c2", "\u65e5\u672c \u0395\u03bb\u03bb\u03ac\u03c2"),
        ("", ""),
    ],
)
def test_a_name_turns_no_sentence_round(text: str, shown: str) -> None:
    assert isolated(text) == shown


def test_titles_names_and_sentences_on_pages(
    client: Client, someone: Callable[..., Person], hal: Person, table: Space, stick: Community
) -> None:
    Person.objects.filter(pk=hal.pk).update(name=SHALOM)
    hal.refresh_from_db()
    talk = open_conversation(by=hal, space=table, kind="question", title=NIGHT, text=f"{SHALOM}\n\nAnd then.")
    reply(conversation=talk, by=hal, text="More")
    client.force_login(hal)
    page = client.get(f"/c/stick/conversations/{talk.pk}/").content.decode()
    assert f'<h1 dir="auto">{NIGHT}</h1>' in page
    assert f'<p dir="auto">{SHALOM}</p>' in page
    assert f"Begun by \u2068{SHALOM}\u2069" in page
    assert re.search(rf'<(?:a|span)[^>]*dir="auto"[^>]*class="person__name"[^>]*>{SHALOM}<', page)
    listed = client.get("/c/stick/conversations/").content.decode()
    assert re.search(rf'<a dir="auto"\s+class="entry__title"[^>]*>{NIGHT}</a>', listed)


def test_letters_are_set_so_too() -> None:
    shown = get_template("ui/mail/words.html").render({"words": SHALOM})
    assert re.search(rf'dir="auto"[^>]*>\s*{SHALOM}', shown)
