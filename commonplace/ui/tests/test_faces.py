"""Persons set without a template look as the template sets them."""

import pytest
from django.template.loader import render_to_string

from commonplace.ui import faces

PEOPLE = [
    {"name": "Inês Baptista"},
    {"name": "<b>O'Neil</b>", "about": "a & b", "url": "/c/x/people/1/"},
    {
        "name": "Venkataramanujam Lakshminarasimhachari",
        "url": "/p",
        "photo": "/files/1/face",
        "about": "x",
        "size": "s",
    },
]


@pytest.mark.parametrize("person", PEOPLE)
def test_a_person_is_set_as_the_template_sets_them(person: dict[str, str]) -> None:
    context = {"url": "", "photo": "", "about": "", "size": "", "alias": False, **person}
    drawn = render_to_string("ui/person.html", context).replace("\n", "").strip()
    assert faces.person(**person) == drawn
