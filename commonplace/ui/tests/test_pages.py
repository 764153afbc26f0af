import gzip
import re
from pathlib import Path

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory

from commonplace.ui import samples, views
from commonplace.ui.charts import to_scale
from commonplace.ui.context import look
from commonplace.ui.spine import Link, Reader, Spine

UI = Path(views.__file__).parent
STATIC = UI / "static" / "ui"
TOKENS = STATIC / "css" / "tokens.css"
COMPONENTS = (
    "slip nb note callout empty toast table sieve facts record lineage returned options choice pulse rhythm rings "
    "ladder pager directory charter post--answer post--candid sight heads"
).split()
TEMPLATES = sorted((UI / "templates").rglob("*.html"))


def compressed(paths):
    return sum(len(gzip.compress(path.read_bytes(), 6)) for path in paths)


def test_pages_ship_little_style():
    assert compressed(STATIC.glob("css/*.css")) <= 22_000  # of 30 000; rooms may add their own


def test_pages_ship_little_script():
    # Of 60 000; a page ships those that it needs.
    assert compressed([*STATIC.glob("js/*.js"), *STATIC.glob("vendor/*.js")]) <= 40_000


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(UI / "templates")))
def test_templates_hold_no_inline_style_or_script(path):
    text = path.read_text()
    if "mail" not in path.parts and path.name != "mail.html":
        assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"(src|href)=\"(https?:)?//", text)
    get_template(str(path.relative_to(UI / "templates")))


def test_style_asks_no_one_else_for_anything():
    for path in STATIC.glob("css/*.css"):
        ours = {f"../fonts/{font.name}" for font in STATIC.glob("fonts/*.woff2")}
        assert set(re.findall(r"url\(\"?([^)\"]+)", path.read_text())) <= ours


@pytest.mark.parametrize("family", ["Literata", "Instrument Sans"])
@pytest.mark.parametrize("letter", "ễịạ")
def test_vietnamese_letters_are_drawn_by_the_house(family, letter):
    style = " ".join(TOKENS.read_text().split())
    faces = re.findall(r"@font-face { font-family: \"(.+?)\".+?unicode-range: (.+?);", style)
    ranges = [span.split("-") for name, said in faces if name == family for span in said.replace("U+", "").split(", ")]
    assert any(int(span[0], 16) <= ord(letter) <= int(span[-1], 16) for span in ranges)


def test_everything_vendored_is_named_with_its_licence():
    said = (STATIC / "VENDORED.md").read_text()
    for path in STATIC.glob("vendor/*.js"):
        assert path.name in said
    fonts = ("fonts/Literata-OFL.txt", "fonts/InstrumentSans-OFL.txt", "fonts/HankenGrotesk-OFL.txt")
    for licence in ("vendor/htmx-LICENSE.txt", *fonts):
        assert licence in said
        assert (STATIC / licence).exists()


def test_the_guide_shows_every_component(rf):
    page = render_to_string("ui/guide.html", {**samples.everything(), "messages": []}, rf.get("/ui"))
    assert page.count("<h1") == 1
    for name in COMPONENTS:
        assert re.search(rf'class="[^"]*\b{name}\b', page), name
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "429", "500"])
def test_error_pages_stand_without_context(code):
    page = render_to_string(f"{code}.html")
    assert page.count("<h1") == 1
    assert '<html lang="en" dir="ltr">' in page
    assert "!" not in re.sub(r"<!doctype|<!--", "", page)


def test_signed_out_the_book_has_a_bar_and_no_spine():
    page = render_to_string("ui/book.html")
    assert "bar--public" in page
    assert 'class="spine"' not in page
    assert 'class="rail"' not in page


def test_the_spine_marks_where_one_is():
    here, today = Link("The Listening Stick", "/c/stick/"), Link("Today", "/c/stick/", current=True)
    spine = Spine(reader=Reader("Inês Baptista", "/me"), community=here, rooms=(today,))
    page = render_to_string("ui/book.html", {"spine": spine})
    assert '<a href="/c/stick/" aria-current="page"><bdi>Today</bdi></a>' in page
    title = page.split("<title>")[1].split("</title>")[0]
    assert title.split() == "· The Listening Stick · Commonplace".split()


def test_the_rail_shows_four_words_and_hides_nothing_for_good():
    rooms = tuple(Link(name, f"/{name}") for name in "abcdef")
    spine = Spine(reader=Reader("Inês", "/me"), house=(Link("Search", "/search"),), rooms=rooms)
    assert [link.label for link in spine.rail] == list("abcd")
    assert [link.label for group in spine.more for link in group.links] == ["e", "f", "Search"]


def test_outside_a_community_the_rail_holds_the_words_of_the_house():
    house = tuple(Link(name, f"/{name}") for name in ("Search", "Today", "For you", "Communities"))
    spine = Spine(reader=Reader("Inês", "/me", current=True), house=house, foot=(Link("Sign out", "/out"),))
    assert [(link.label, link.current) for link in spine.rail] == [
        ("Today", False),
        ("For you", False),
        ("Communities", False),
        ("You", True),
    ]
    assert [link.label for group in spine.more for link in group.links] == ["Search", "Sign out"]


def test_a_message_may_carry_its_undo():
    message = Message(constants.SUCCESS, "Withdrawn.", "undo:/posts/7/withdrawal")
    page = render_to_string("ui/toast.html", {"messages": [message]})
    assert '<form method="post" action="/posts/7/withdrawal">' in page


@pytest.mark.parametrize(("cookie", "theme"), [("dark", "dark"), ("light", "light"), ('"><script>', ""), ("", "")])
def test_only_two_lights_are_taken_from_the_cookie(cookie, theme):
    request = RequestFactory().get("/")
    request.COOKIES["theme"] = cookie
    assert look(request)["theme"] == theme


def test_choosing_a_light_keeps_it_and_goes_back():
    request = RequestFactory().post("/me/look", {"theme": "dark"}, headers={"referer": "http://testserver/c/stick/"})
    response = views.choose_look(request)
    assert response.url == "http://testserver/c/stick/"
    assert response.cookies["theme"].value == "dark"


def test_choosing_a_light_sends_nobody_elsewhere():
    request = RequestFactory().post("/me/look", {"theme": "dark"}, headers={"referer": "https://elsewhere.example/"})
    assert views.choose_look(request).url == "/"


def test_choosing_a_language_keeps_it_and_goes_back():
    request = RequestFactory().post(
        "/me/language", {"language": "pl"}, headers={"referer": "http://testserver/c/stick/about"}
    )
    response = views.choose_language(request)
    assert response.url == "http://testserver/c/stick/about"
    assert response.cookies["django_language"].value == "pl"


def test_a_language_nobody_speaks_here_is_not_kept():
    request = RequestFactory().post("/me/language", {"language": "tlh"})
    response = views.choose_language(request)
    assert response.url == "/"
    assert not response.cookies


def test_bars_are_scaled_to_the_tallest():
    assert to_scale([1, 2, 4], 64) == [16, 32, 64]
    assert to_scale([0, 0], 64) == [0, 0]


def test_pictures_write_numbers_for_machines_in_every_language(settings):
    settings.LANGUAGE_CODE = "pl"
    drawn = render_to_string("ui/svg/pulse.html", {"label": "", "bars": samples._bars()})
    assert not re.search(r'height="\d+,', drawn)


def test_a_letter_is_light_and_whole():
    letter = render_to_string("ui/mail.html")
    assert len(letter.encode()) < 8_000
    assert "<img" not in letter


def test_every_part_says_what_it_is_given():
    told = {path for path, _ in samples.parts()}
    parts = {str(path.relative_to(UI / "templates")) for path in TEMPLATES if path.parent.name != "guide"}
    bare = {part for part in parts if part.startswith("ui/") and "widgets" not in part} - told
    assert bare <= {"ui/page.html", "ui/guide.html"}


def test_what_a_part_says_over_several_lines_is_told_in_one():
    told = dict(samples.parts())
    assert told["ui/choice.html"].endswith("choices (value, label), value (the present one).")
    assert [words for words in told.values() if "\n" in words or "{%" in words] == []


def test_many_other_communities_are_folded_beside_the_rooms_of_one():
    few, many = (tuple(Link(str(n), f"/{n}") for n in range(number)) for number in (5, 6))
    here = Link("The Listening Stick", "/c/stick")
    folded = [
        Spine(Reader("Inês", "/me"), community=community, also=also).also_is_folded
        for community, also in ((here, few), (here, many), (None, many))
    ]
    assert folded == [False, True, False]
