"""Gaps are offered to stewards among what could be tended, each with its reason and a page on which one begins."""

from django.urls import reverse
from django.utils import timezone

from commonplace.communities.tendings import Bed
from commonplace.communities.viewpoint import look
from commonplace.knowledge.tendings import CODE, gap_lines
from commonplace.knowledge.tests.test_asking_in import answered, question


def bed(stick, ines, *modules: str) -> Bed:
    stick.modules = [*stick.modules, *modules]
    stick.save(update_fields=["modules"])
    return Bed(stick, look(ines, "stick"), timezone.now())


def test_a_gap_is_offered_with_its_reason_in_one_query(valves, stick, table, hal, ines, django_assert_num_queries):
    for number in range(3):
        question(hal, table, title=f"Which {number}?")
    where = bed(stick, ines, "map")

    with django_assert_num_queries(1):
        (one,) = gap_lines(where)

    assert (one.code, one.about) == (CODE, f"rarely_answered:{valves.pk}")
    assert one.why == "Asked three times within a year, and never answered."
    assert one.url == f"{reverse('map_topic', args=['stick', 'valves'])}#waiting"


def test_nobody_is_named_where_few_answer(valves, stick, table, hal, leila, ines):
    for days in (3, 4, 5):
        answered(leila, hal, table, days=days)

    (one,) = gap_lines(bed(stick, ines, "map"))

    assert one.why == "Few answer: three questions were answered within a year."


def test_nothing_is_offered_while_the_map_is_put_away(valves, stick, table, hal, ines):
    for number in range(3):
        question(hal, table, title=f"Which {number}?")

    assert list(gap_lines(bed(stick, ines))) == []
