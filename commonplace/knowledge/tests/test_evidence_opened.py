"""Every line of evidence can be opened, and nobody is asked in more than their share of a week."""

import html
import re

from django.urls import reverse

from commonplace.conversations.actions.reactions import thank
from commonplace.conversations.actions.settling import settle
from commonplace.knowledge.actions import asking
from commonplace.knowledge.tests.test_asking_in import answered, question, says_ask_me, seen_from
from commonplace.knowledge.tests.test_map_pages import TOPIC
from commonplace.knowledge.tests.test_reading import kept_thing


def test_each_line_on_the_map_leads_to_what_it_says(client, stick, valves, table, hal, leila, tomasz):
    stick.modules = [*stick.modules, "map", "repertoire"]
    stick.save(update_fields=["modules"])
    settle(by=hal, post=answered(leila, hal, table))
    thank(post=answered(leila, hal, table, days=7), by=hal)
    kept_thing(leila, table, kind="case", title="A bar that hung")
    asking.say_pointing(by=leila, topic=valves, is_welcome=True)
    client.force_login(tomasz)

    _before, _mark, after = client.get(TOPIC).text.partition("Shown by:")
    lines = re.findall(r'href="([^"]+)">([^<]+)</a>', after.partition("</section>")[0])

    told = [(said.split()[0], client.get(html.unescape(url))) for url, said in lines]
    assert sorted(said for said, _page in told) == ["Brought", "Settled", "Was"]
    assert all(page.status_code == 200 and "Leila Haddad" in page.text for _said, page in told)


def test_a_reason_beside_a_question_leads_to_what_somebody_answered(
    client, valves, table, hal, leila, tomasz, django_assert_max_num_queries
):
    post = answered(leila, tomasz, table)
    asking.say_pointing(by=leila, topic=valves, is_welcome=True)
    asked = question(hal, table)
    client.force_login(hal)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("ask_in", args=["stick", asked.pk])).text

    (url,) = re.findall(r'href="([^"]+)"[^>]*>Answered on', page)
    assert url == f"/c/stick/conversations/{post.conversation_id}/?from={post.number}#p{post.number}"
    assert post.source in client.get(url).text


def test_nobody_is_asked_in_at_more_than_half_of_a_weeks_questions(valves, stick, table, hal, leila, tomasz, from_hal):
    for one in (leila, tomasz):
        says_ask_me(one)
        asking.limit_asking(by=one, community=stick, a_week=50)
    for number in range(2):
        asking.ask_in(by=hal, conversation=question(hal, table, title=f"Earlier {number}?"), person=leila)

    # Their own limit would bear more; the house spreads what it asks.
    assert [one.byline.name for one in seen_from(from_hal, question(hal, table))] == ["Tomasz Wilk"]
