from uuid import UUID, uuid4

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms.renderers import TemplatesSetting
from django.test.signals import template_rendered
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as some

from commonplace.lib.tests.work import work
from commonplace.ui.form_errors import anchor_id, given_back
from commonplace.ui.forms import OnceForm, PlainText, Renderer
from commonplace.ui.plain_text import HasNull, plain
from commonplace.ui.samples import SampleForm, returned_form


class Note(OnceForm):
    default_renderer = Renderer()
    title = PlainText(max_length=20, label="Title", help_text="In one line.")
    body = PlainText(max_length=200, multiline=True, required=False, label="Text")


def test_direction_turns_and_control_characters_are_taken_out():
    assert plain("safe\u202egnp.exe\x07\x1b") == "safegnp.exe"


def test_joiners_and_marks_that_scripts_need_stay():
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert plain(f"می\u200cخواهم {family}") == f"می\u200cخواهم {family}"


def test_lines_survive_only_where_there_is_room_for_them():
    assert plain("one\r\ntwo", multiline=True) == "one\ntwo"
    assert plain("one\r\ntwo") == "one two"


def test_text_in_which_nothing_can_be_seen_is_empty():
    assert plain("\u200b \u200d\u2060") == ""


def test_null_bytes_are_refused():
    with pytest.raises(HasNull):
        plain("a\0b")


@given(some.text())
def test_plain_text_is_plain_already(text):
    try:
        tidied = plain(text, multiline=True)
    except HasNull:
        return
    assert plain(tidied, multiline=True) == tidied
    tidied.encode()


def test_errors_are_in_the_houses_words_and_tied_to_the_field():
    form = Note({"title": "x" * 30, "body": "a\0b"})
    assert form.errors == {
        "title": ["This is 30 characters long; there is room for 20."],
        "body": ["A character in this text cannot be kept. It is invisible; writing the text afresh removes it."],
    }
    drawn = form["title"].as_field_group()
    assert 'aria-describedby="id_title_helptext id_title_error"' in drawn
    assert 'id="id_title_helptext"' in drawn
    assert 'id="id_title_error"' in drawn
    assert 'aria-invalid="true"' in drawn


def test_what_was_written_is_given_back_escaped():
    drawn = Note({"title": "<script>" * 9})["title"].as_field_group()
    assert "&lt;script&gt;" * 9 in drawn
    assert "<script>" not in drawn


def test_the_browser_is_not_asked_to_cut_words_off():
    assert "maxlength" not in Note()["title"].as_field_group()


def test_each_fresh_form_has_its_own_mark_and_a_returned_one_keeps_it():
    assert Note()["idempotency_key"].value() != Note()["idempotency_key"].value()
    mark = str(uuid4())
    back = Note({"idempotency_key": mark, "title": ""})
    assert f'value="{mark}"' in str(back["idempotency_key"])


@pytest.mark.parametrize(("sent", "kept"), [("5" * 32, UUID("5" * 32)), ("nonsense", None), ("", None), (None, None)])
def test_a_mark_that_is_none_counts_as_none(sent, kept):
    form = Note({"title": "Two peaks", "idempotency_key": sent} if sent is not None else {"title": "Two peaks"})
    assert form.is_valid()
    assert form.cleaned_data["idempotency_key"] == kept


def test_summary_counts_in_words_and_links_to_fields():
    form = returned_form()
    form.renderer = Renderer()
    drawn = str(form)
    assert "Two things stand in the way." in drawn
    assert '<a href="#id_back-title">' in drawn
    assert "We dug at 180" in drawn


def test_fields_without_words_of_their_own_speak_ours():
    errors = returned_form().errors
    assert errors["where"] == ["That is no longer one of the choices. Please choose again."]


def test_summary_of_a_group_of_radios_links_to_the_group():
    form = SampleForm({"title": "Two peaks", "where": "all", "opening": "none", "coming": "yes"})
    form.renderer = Renderer()
    drawn = str(form)
    assert '<a href="#id_opening">' in drawn
    assert '<fieldset class="field field--wrong" id="id_opening"' in drawn


class Entering(forms.Form):
    passphrase = forms.CharField(widget=forms.PasswordInput)


class Naming(Entering):
    name = forms.CharField()


class Bringing(forms.Form):
    name = forms.CharField()
    picture = forms.FileField(required=False)


def test_a_returned_form_promises_only_the_words_that_are_below():
    picture = SimpleUploadedFile("a.png", b"a")
    assert given_back(Entering({"passphrase": "sesame"})) == ""
    assert given_back(Naming({"name": " "})) == ""
    named = {"name": "Ada"}
    assert given_back(Naming(named)) == "The rest is below as you wrote it; a passphrase is typed again."
    assert given_back(Bringing(named)) == "Every word is below as you wrote it."
    chosen = "Every word is below as you wrote it; a file has to be chosen again."
    assert given_back(Bringing(named, {"picture": picture})) == chosen


def test_a_text_far_too_long_is_refused_before_its_signs_are_looked_at():
    note = Note({"title": "x" * 1_000_000, "body": "\u202e" * 1_000_000})
    looked_at = work(note.is_valid)
    assert note.errors["title"] == ["This is 1000000 characters long; there is room for 20."]
    assert note.errors["body"] == ["This is 1000000 characters long; there is room for 200."]
    assert looked_at < 20_000
    assert Note({"title": "t", "body": "\r\n" * 150 + "x" * 40}).is_valid()


def test_a_returned_form_leads_to_the_input_or_to_the_box_around_several():
    form = returned_form()
    assert (anchor_id(form["title"]), anchor_id(form["opening"])) == ("id_back-title", "id_back-opening")
    page = str(form)
    assert [name for name in ("title", "opening") if page.count(f'id="{anchor_id(form[name])}"') != 1] == []


LISTS = {
    "plain": forms.Select(choices=[("", "–"), ("pt", "Portugal"), (3, 3), (4.5, 1234.5)]),
    "in groups": forms.Select(choices=[("Here", [("a", "A"), ("b", "B")]), ("c", "C"), ("<There>", [("d", "D")])]),
    "with attributes": forms.Select(attrs={"data-n": 1, "hidden": True, "lost": False, "title": '"&<'}, choices=["aA"]),
    "hostile": forms.Select(choices=[("<script>", "<b>'\"&</b>"), (SafeString("&amp;"), SafeString("<i>i</i>"))]),
    "lazy": forms.Select(choices=[(None, gettext_lazy("Search")), (True, gettext_lazy("Reply"))]),
    "several": forms.SelectMultiple(choices=[("a", "A"), ("b", "B"), ("c", "C")]),
    "empty": forms.Select(),
    "yes or no": forms.NullBooleanSelect(),
}


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize("chosen", [None, "a", "pt", 3, 4.5, "<script>", ("a", "c"), True])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_to_choose_from_is_what_django_would_set(name: str, chosen: object, language: str):
    attrs = {"id": "id_list", "required": True, "aria-describedby": "a b"}
    with translation.override(language):
        ours = LISTS[name].render("list", chosen, attrs, Renderer())
        theirs = LISTS[name].render("list", chosen, attrs, TemplatesSetting())
    assert ours == "".join(line.strip() for line in theirs.splitlines())


def test_a_list_of_a_thousand_asks_for_no_template():
    asked = []
    template_rendered.connect(lambda **said: asked.append(said), weak=False, dispatch_uid="a thousand")
    try:
        html = forms.Select(choices=[(n, n) for n in range(1000)]).render("list", 5, {}, Renderer())
    finally:
        template_rendered.disconnect(dispatch_uid="a thousand")
    assert (html.count("<option"), asked) == (1000, [])
