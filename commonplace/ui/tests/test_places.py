import pytest
from django.template import RequestContext, Template

from commonplace.ui import places


@pytest.fixture(autouse=True)
def empty_register(monkeypatch):
    monkeypatch.setattr(places, "_published", {})
    monkeypatch.setattr(places, "_contributions", {})


def shown(rf, text, **context):
    return Template("{% load ui %}" + text).render(RequestContext(rf.get("/"), {"request": rf.get("/"), **context}))


def test_contributions_come_in_their_order(rf):
    places.publish("today.needs", "nothing")
    places.register("today.needs", query=lambda request: {"words": "second"}, template="ui/kind.html", order=20)
    places.register("today.needs", query=lambda request: {"words": "first"}, template="ui/kind.html", order=10)
    page = shown(rf, '{% place "today.needs" %}')
    assert page.index("first") < page.index("second")


def test_a_query_is_given_what_the_place_gives(rf):
    places.publish("conversation.margin", "conversation")
    places.register(
        "conversation.margin", query=lambda request, conversation: {"words": conversation}, template="ui/kind.html"
    )
    assert "Two peaks" in shown(rf, '{% place "conversation.margin" conversation=title %}', title="Two peaks")


def test_none_shows_nothing(rf):
    places.publish("spine", "nothing")
    places.register("spine", query=lambda request: None, template="ui/kind.html")
    assert shown(rf, '{% place "spine" %}') == ""


def test_what_a_contribution_says_is_escaped(rf):
    places.publish("spine", "nothing")
    places.register("spine", query=lambda request: {"words": "<script>"}, template="ui/kind.html")
    assert "<script>" not in shown(rf, '{% place "spine" %}')


def test_a_misspelt_place_fails_on_the_page(rf):
    places.publish("spine", "nothing")
    with pytest.raises(places.UnknownPlace, match="spin"):
        shown(rf, '{% place "spin" %}')


def test_a_misspelt_registration_fails_the_check():
    places.publish("spine", "nothing")
    places.register("spien", query=lambda request: None, template="ui/kind.html")
    with pytest.raises(places.UnknownPlace, match="spien"):
        places.check()


def test_registering_twice_shows_once(rf):
    def query(request):
        return {"words": "idempotency_key"}

    places.publish("spine", "nothing")
    places.register("spine", query=query, template="ui/kind.html")
    places.register("spine", query=query, template="ui/kind.html")
    assert shown(rf, '{% place "spine" %}').count("idempotency_key") == 1


def test_a_place_means_one_thing():
    places.publish("spine", "nothing")
    with pytest.raises(ValueError, match="twice"):
        places.publish("spine", "a community")
