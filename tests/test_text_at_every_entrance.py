"""What nobody sees, and what deceives, comes in nowhere: through no form, no archive, no file name, no other house."""

import base64
import importlib
import pkgutil
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.db import models
from django.utils import translation

import commonplace
from commonplace.api.api import api
from commonplace.files.actions import keep_bytes
from commonplace.files.formats import safe_name
from commonplace.house.cli.found import _plain
from commonplace.lib.text import one_line, tidy
from commonplace.transfer.actions.bringing_back import bring_back
from commonplace.transfer.actions.housing import house_for
from commonplace.transfer.actions.importing import bring_in
from commonplace.transfer.archive import Archive
from commonplace.transfer.models import SetAside
from commonplace.ui.forms import Day, Hour, PlainText

UNTIDY = "E\u202evil\u3164S\u0301\u200bwie\u00addzia\u0142\u2800\ufeff\U000e0041"
TIDY = "Evil Świedział"
# What is a key, an address or a mark, and shown to nobody as words.
NO_WORDS = {"login", "username", "code", "otp", "password", "password1", "password2", "oldpassword"}


def every_form() -> Iterator[type[forms.BaseForm]]:
    for module in pkgutil.walk_packages(commonplace.__path__, "commonplace."):
        if "forms" in module.name and ".tests" not in module.name and ".migrations" not in module.name:
            importlib.import_module(module.name)
    waiting: list[type[forms.BaseForm]] = [forms.BaseForm]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.startswith("commonplace.") and ".tests" not in form.__module__:
            yield form


FIELDS = [
    pytest.param(field, id=f"{form.__module__}.{form.__name__}.{name}")
    for form in every_form()
    for name, field in form.base_fields.items()
    if isinstance(field, forms.CharField)
    and not isinstance(field, forms.EmailField | forms.JSONField)
    and not isinstance(field.widget, forms.PasswordInput | forms.HiddenInput)
    and name not in NO_WORDS
]


DAYS = [
    pytest.param(field, id=f"{form.__module__}.{form.__name__}.{name}")
    for form in every_form()
    for name, field in form.base_fields.items()
    if isinstance(field, forms.DateField | forms.TimeField) and not isinstance(field.widget, forms.HiddenInput)
]


@pytest.mark.parametrize("field", DAYS)
def test_browsers_are_given_days_and_hours_as_they_know_them_in_every_language(field):
    given, said = (date(2027, 2, 26), "2027-02-26") if isinstance(field, forms.DateField) else (time(15), "15:00")
    with translation.override("pl"):
        assert isinstance(field.widget, Day | Hour)
        assert f'value="{said}"' in field.widget.render("on", field.prepare_value(given))


def test_there_are_many_fields_to_look_at():
    assert len(FIELDS) > 50


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_for_words_tidies_them(field):
    assert isinstance(field, PlainText)
    assert field.to_python(UNTIDY) == TIDY
    assert field.to_python("\u3164\u2800\u200b") == ""


def test_the_api_takes_in_no_words():
    methods = {
        method
        for _prefix, router in api._routers
        for view in router.path_operations.values()
        for one in view.operations
        for method in one.methods
    }
    # Where one is added that writes, its schema's words are tidied, and this test looks at them.
    assert methods == {"GET"}


def test_the_command_line_and_file_names():
    assert _plain(UNTIDY, room=120) == TIDY
    assert safe_name(f"{UNTIDY}.txt", "text/plain") == f"{TIDY}.txt"
    assert safe_name("\u3164\u2800.txt", "text/plain") == "file.txt"


def untidy_rows() -> Iterator[tuple[str, Any]]:
    """Every text in the database that is not as it would be tidied; sign by sign kept sources of keys are none."""
    for model in apps.get_models(include_auto_created=True):
        columns = [
            one.attname
            for one in model._meta.concrete_fields
            if isinstance(one, models.CharField | models.TextField) and not isinstance(one, models.FileField)
        ]
        for row in model._base_manager.values(*columns) if columns else ():
            for column, value in row.items():
                if isinstance(value, str) and value != tidy(value):
                    yield f"{model.__name__}.{column}", value


def _word(text: str) -> str:
    return f"=?utf-8?b?{base64.b64encode(text.encode()).decode()}?="


def _letter(number: int, name: str, subject: str, body: str, *, more: str = "", host: str = "mill.example") -> str:
    return (
        f"From w{number}@mill.example Mon Mar  {number % 9 + 1} 10:00:00 2021\n"
        f"From: {name} <w{number}@{host}>\nDate: Mon, {number % 9 + 1} Mar 2021 10:00:00 +0000\n"
        f"Message-ID: <{number}@{host}>\nSubject: {subject}\n{more}\n{body}\n\n"
    )


@pytest.fixture
def untidy_archive(tmp_path: Path) -> Path:
    mixed = (
        "--edge\nContent-Type: text/plain; charset=utf-8\n\n"
        f"Hello {UNTIDY} bell \x07 escape \x1b[31m\n--edge\nContent-Type: text/plain\n"
        f'Content-Disposition: attachment; filename="{_word(UNTIDY + ".txt")}"\n\nwords\n'
        "--edge\nContent-Type: application/x-msdownload\n"
        f'Content-Disposition: attachment; filename="{_word(UNTIDY)}"\n\nMZ\n--edge--\n'
    )
    markup = f"<p>Hello {UNTIDY}&#x202e;&shy;&#x3164;</p>"
    letters = [
        _letter(
            1,
            _word(UNTIDY),
            _word(f"{UNTIDY} one"),
            f"Words {UNTIDY}",
            more="Content-Type: text/plain; charset=utf-8\n",
        ),
        _letter(2, _word("\u3164"), _word("\u3164\u2800"), "x", more="In-Reply-To: <1@mill.example>\n"),
        _letter(3, _word(UNTIDY), "Files", mixed, more='Content-Type: multipart/mixed; boundary="edge"\n'),
        _letter(4, f'"{UNTIDY}"', UNTIDY, markup, more="Content-Type: text/html; charset=utf-8\n"),
    ]
    letters += [
        _letter(
            number,
            _word(f"Lucky {UNTIDY} {number}"),
            _word(f"Cheap replica rolex casino {UNTIDY} {number}"),
            f"Buy now, cheap viagra pills, click here http://casino.example/now {UNTIDY}",
            host=f"prize{number}.example",
        )
        for number in range(10, 24)
    ]
    path = tmp_path / f"mill {UNTIDY}.mbox"
    path.write_text("".join(letters) + "From nobody Mon Mar  2 09:00:00 2009\nThis-Is: nothing\n\nto read\n\n")
    return path


def test_nothing_of_an_archive_is_kept_untidy(db, untidy_archive):
    space = house_for("mill").space
    outcome = bring_in(archive=Archive([untidy_archive]), space=space)
    assert (outcome.kept, outcome.aside, outcome.unreadable) == (4, 14, 1)
    assert list(untidy_rows()) == []
    steward = space.community.founded_by
    bring_back(community=space.community, by=steward, pks=list(SetAside.objects.values_list("pk", flat=True)))
    assert list(untidy_rows()) == []


def test_a_file_is_kept_under_a_tidy_name(db):
    assert keep_bytes(name=f"{UNTIDY}.txt", data=b"words").name == f"{TIDY}.txt"
    assert one_line(UNTIDY) == TIDY
