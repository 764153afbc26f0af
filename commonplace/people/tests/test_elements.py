"""How allauth's elements are drawn."""

import pytest
from django.template import Context, Origin, Template
from django.test.html import parse_html


def drawn(element: str) -> object:
    origin = Origin("here", template_name="here.html")  # allauth asks where an element stands
    return parse_html(Template("{% load allauth %}" + element, origin).render(Context()))


@pytest.mark.parametrize(
    ("given", "looks"),
    [
        ('tags="danger,secondary" type="submit"', "btn btn--alarm"),
        ('tags="cancel" type="submit"', "btn btn--quiet"),
        ('tags="outline" type="submit"', "btn"),
        ('type="submit"', "btn btn--primary"),
        ('type="reset"', "btn"),
    ],
)
def test_a_button_looks_like_what_it_does(given: str, looks: str) -> None:
    kind = given.rpartition('type="')[2].strip('"')
    button = drawn("{% element button " + given + ' name="go" value="" id=nothing %}Go{% endelement %}')
    assert button == parse_html(f'<button class="{looks}" name="go" value="" type="{kind}">Go</button>')


def test_a_link_is_never_the_primary_button() -> None:
    link = drawn('{% element button href="/me" type="button" %}Back{% endelement %}')
    assert link == parse_html('<a href="/me" class="btn" type="button">Back</a>')


@pytest.mark.parametrize(
    ("tags", "looks"),
    [("email,current", "state state--good"), ("warning", "state state--wait"), ("email", "state")],
)
def test_a_badge_looks_like_what_it_says(tags: str, looks: str) -> None:
    badge = drawn('{% element badge tags="' + tags + '" title="A & B" %}Here{% endelement %}')
    assert badge == parse_html(f'<span class="{looks}" title="A &amp; B">Here</span>')


FIELD = "{% element field id='f' name='f' type='KIND' GIVEN %}{% slot label %}Words{% endslot %}VALUE{% endelement %}"


@pytest.mark.parametrize(
    ("kind", "given", "value", "shown"),
    [
        (
            "checkbox", "value='<1>' checked=True required=False", "",
            '<label class="tick" for="f"><input type="checkbox" id="f" name="f" value="&lt;1&gt;" checked>'
            "<span>Words</span></label>",
        ),
        (
            "text", "value='' required=True disabled=True", "",
            '<label for="f">Words</label><input type="text" id="f" name="f" value="" required readonly>',
        ),
        (
            "textarea", "rows='3' readonly=True", "{% slot value %}a\nb{% endslot %}",
            '<label for="f">Words</label><textarea dir="auto" id="f" name="f" rows="3" readonly>a\nb</textarea>',
        ),
    ],
)  # fmt: skip
def test_a_field_has_the_attributes_that_were_given(kind: str, given: str, value: str, shown: str) -> None:
    field = drawn(FIELD.replace("KIND", kind).replace("GIVEN", given).replace("VALUE", value))
    assert field == parse_html(f'<div class="field">{shown}</div>')
