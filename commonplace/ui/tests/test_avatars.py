"""Persons on a page: a face, a name, a line; whatever they are called."""

from django.template import Context, Template
from django.utils.safestring import mark_safe

from commonplace.ui import avatars


def drawn(tag: str, **given: object) -> str:
    return Template("{% load ui %}" + tag).render(Context(given))


def test_a_name_leads_to_its_page_and_stands_beside_its_initials():
    shown = drawn("{% person name=name url=url about=about %}", name="Inês Baptista", url="/p/1/", about="coordinator")
    assert '<a dir="auto" class="person__name" href="/p/1/">Inês Baptista</a>' in shown
    assert '<span class="person__about" dir="auto">coordinator</span>' in shown
    assert ">IB</span>" in shown


def test_what_people_call_themselves_is_escaped():
    shown = drawn("{% person name=name about=about %}", name="<b>O'Neil</b>", about="a & b")
    assert "&lt;b&gt;O&#x27;Neil&lt;/b&gt;" in shown
    assert "a &amp; b" in shown
    assert "<b>" not in shown


def test_a_safe_name_is_never_taken_for_the_same_letters_unescaped():
    assert "<i>x</i>" in avatars.person(mark_safe("<i>x</i>"))
    assert "<i>x</i>" not in avatars.person("<i>x</i>")
    assert "<i>x</i>" in avatars.person(mark_safe("<i>x</i>"))


def test_a_photo_stands_instead_of_initials_and_an_alias_has_a_tint_of_its_own():
    assert drawn('{% face name="Hal" photo="/files/1/face" size="s" %}').startswith(
        '<img class="face face--s" src="/files/1/face"'
    )
    assert "face--candid" in drawn('{% face name="Grey Heron" alias=True %}')


def test_a_very_long_name_may_break():
    assert "\u00ad" in avatars.person("Venkataramanujam Lakshminarasimhachariarswami")
