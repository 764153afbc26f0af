"""Letters are written from templates, and printed where no mail server is."""

import io
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.template import TemplateDoesNotExist

from commonplace.letters.compose import compose
from commonplace.letters.terminal import TerminalBackend


@pytest.fixture
def templates(tmp_path: Path, settings) -> Path:
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    folder = tmp_path / "stick"
    folder.mkdir()
    (folder / "hello.subject.txt").write_text("{{ name }} says\nhello")
    (folder / "hello.txt").write_text("{{ subject }}\n\n\n\n{{ name }} & {{ base_url }} in {{ lang }} {{ dir }}\n\n")
    return folder


def test_plain_words_stay_plain_and_html_is_escaped(templates: Path, settings):
    (templates / "hello.html").write_text("<p>{{ name }}</p>")
    written = compose("stick/hello", {"name": "O'Brien <x>"}, "en")
    assert written.subject == "O'Brien <x> says hello"
    assert written.text == f"O'Brien <x> says hello\n\nO'Brien <x> & {settings.BASE_URL} in en ltr\n"
    assert written.html == "<p>O&#x27;Brien &lt;x&gt;</p>"


def test_html_may_be_absent(templates: Path):
    assert compose("stick/hello", {"name": "Ines"}, "en").html == ""


def test_html_may_not_be_broken(templates: Path):
    (templates / "hello.html").write_text("{% include 'nowhere.html' %}")
    with pytest.raises(TemplateDoesNotExist):
        compose("stick/hello", {"name": "Ines"}, "en")


def test_a_letter_is_written_in_its_reader_s_language(templates: Path):
    (templates / "hello.txt").write_text("{% load i18n %}{% get_current_language as now %}{{ now }}")
    assert compose("stick/hello", {"name": "Ines"}, "pl").text == "pl\n"


def test_a_house_without_a_mail_server_prints_its_letters():
    stream = io.StringIO()
    backend = TerminalBackend(alias="default", stream=stream)
    message = EmailMessage("Your code", "Dear Ines,\n\n123 456\x1b[31m\n", None, ["ines@example.org"])
    assert backend.send_messages([message]) == 1
    assert stream.getvalue() == (
        "\n──────────────────────\n To: ines@example.org\n Subject: Your code\n\n Dear Ines,\n\n 123 456[31m\n"
        "──────────────────────\n\n"
    )
