"""Stories through the matrix: whoever may read a step sees its thread, and nobody else."""

import pytest
from django.test import Client

from commonplace.communities.models import Community
from commonplace.communities.viewpoint import Viewpoint, standing_of
from commonplace.people.models import Person
from commonplace.stories.models import Audience, Kind, Release, Step, Story, Withdrawal, Worth
from commonplace.value.actions.indicators import begin
from commonplace.value.actions.touching import Elsewhere, NotTheirs, touch
from commonplace.value.cycles import Cycle
from commonplace.value.models import Indicator, Touch
from commonplace.value.queries.matrix import matrix_for
from commonplace.value.tests.conftest import looked

PAGE = "/c/stick/value/"


def told(community: Community, teller: Person, audience: str = "", **more: str) -> Step:
    """A story of one step, let go as far as an audience."""
    story = Story.objects.create(community=community, teller=teller, written_by=teller, title=f"Of {teller}")
    said = {"cycle": Cycle.REALIZED, "words": "We moved a shift.", "html": "<p>We moved a shift.</p>", **more}
    step = Step.objects.create(story=story, number=1, written_by=teller, confirmed_at=story.begun_at, **said)
    if audience:
        Release.objects.create(step=step, audience=audience, by=teller)
    return step


def seen_by(community: Community, person: Person) -> list[str]:
    matrix = matrix_for(Viewpoint(person, community, standing_of(person, community)))
    return [one.title for _knot, one in matrix.told]


def test_a_thread_is_seen_as_far_as_its_step_may_go(
    valued: Community, hours: Indicator, hal: Person, ines: Person, rosa: Person, crowd: list[Person]
) -> None:
    for teller, audience in ((hal, ""), (crowd[0], Audience.STEWARDS), (crowd[1], Audience.MEMBERS)):
        touch(by=teller, step=told(valued, teller, audience), indicators=[hours])
    assert seen_by(valued, hal) == ["Of Member 1", f"Of {hal}"]
    assert seen_by(valued, rosa) == ["Of Member 1", "Of Member 0"]
    assert seen_by(valued, crowd[2]) == ["Of Member 1"]
    Withdrawal.objects.create(story=Story.objects.get(title="Of Member 1"))
    assert seen_by(valued, crowd[1]) == []


def test_its_teller_and_stewards_say_what_it_is_about(
    valued: Community, hours: Indicator, worth: Indicator, hal: Person, ines: Person, crowd: list[Person]
) -> None:
    kept, open_ = told(valued, hal), told(valued, hal, Audience.MEMBERS)
    with pytest.raises(NotTheirs):
        touch(by=ines, step=kept, indicators=[hours])
    with pytest.raises(NotTheirs):
        touch(by=crowd[0], step=open_, indicators=[hours])
    touch(by=ines, step=open_, indicators=[hours, worth])
    touch(by=hal, step=open_, indicators=[worth])
    assert [one.indicator for one in Touch.objects.all()] == [worth]


def test_what_is_of_another_community_is_refused(valued: Community, hal: Person, hours: Indicator) -> None:
    elsewhere = Indicator(community_id=valued.pk + 1, pk=hours.pk)
    with pytest.raises(Elsewhere):
        touch(by=hal, step=told(valued, hal), indicators=[elsewhere])


def test_what_happened_is_drawn_through_and_what_is_hoped_for_dotted(
    valued: Community, hours: Indicator, ines: Person, hal: Person
) -> None:
    then = begin(by=ines, community=valued, looked=looked("Targets rewritten"))
    Indicator.objects.filter(pk=then.pk).update(cycle=Cycle.TRANSFORMATIVE)
    step = told(valued, hal, Audience.MEMBERS, worth=Worth.NEGATIVE, checked_with="the crew")
    hope = Step.objects.create(
        story=step.story, number=2, cycle=Cycle.TRANSFORMATIVE, kind=Kind.HOPE, words="x", html="<p>x</p>",
        written_by=hal, confirmed_at=step.confirmed_at,
    )  # fmt: skip
    Release.objects.create(step=hope, audience=Audience.MEMBERS, by=hal)
    touch(by=hal, step=step, indicators=[hours])
    touch(by=hal, step=hope, indicators=[then])
    matrix = matrix_for(Viewpoint(hal, valued, standing_of(hal, valued)))
    assert [one.is_hoped for one in matrix.learning.drawn.lines] == [True]
    ((_knot, one),) = matrix.told
    assert "(hoped for)" in str(matrix.learning.table)
    assert one.states == ["value lost", "checked with the crew", "a part of it is hoped for"]
    Indicator.objects.filter(pk=then.pk).update(put_aside_at=then.at)
    assert matrix_for(Viewpoint(hal, valued, standing_of(hal, valued))).learning.drawn.lines == []


def test_a_nameless_teller_is_named_to_nobody(valued: Community, hours: Indicator, hal: Person, ines: Person) -> None:
    step = told(valued, hal, Audience.MEMBERS)
    Story.objects.filter(pk=step.story_id).update(is_nameless=True)
    touch(by=hal, step=step, indicators=[hours])
    matrix = matrix_for(Viewpoint(ines, valued, standing_of(ines, valued)))
    assert [one.teller for _knot, one in matrix.told] == ["A member, who asked not to be named"]


def test_the_story_that_somebody_follows_is_told_in_the_steps_that_they_may_read(
    valued: Community, hours: Indicator, hal: Person, crowd: list[Person], client: Client
) -> None:
    step = told(valued, hal, Audience.MEMBERS)
    Step.objects.create(story=step.story, number=2, cycle=Cycle.REALIZED, words="x", html="<p>Zqkept.</p>")
    other = told(valued, crowd[0], Audience.MEMBERS, html="<p>Zqother.</p>")
    for one in (step, other):
        touch(by=one.story.teller, step=one, indicators=[hours])
    client.force_login(crowd[1])
    for follow, words in ((step.story_id, "We moved a shift."), (other.story_id, "Zqother.")):
        page = client.get(f"{PAGE}?thread={follow}").text
        assert [one for one in ("We moved a shift.", "Zqother.", "Zqkept.") if one in page] == [words]


def test_who_wrote_it_down_for_its_teller_stands_beside_it(
    valued: Community, hours: Indicator, hal: Person, ines: Person, client: Client
) -> None:
    step = told(valued, hal, Audience.MEMBERS)
    touch(by=hal, step=step, indicators=[hours])
    client.force_login(ines)
    assert "written down by" not in client.get(PAGE).text
    Story.objects.filter(pk=step.story_id).update(written_by=ines)
    page = client.get(PAGE)
    assert ("written down by" in page.text, page.context["matrix"].in_steps.writer) == (True, ines.name)


def test_one_letter_for_a_story_across_both_bands(
    valued: Community, hours: Indicator, ines: Person, hal: Person
) -> None:
    around = begin(by=ines, community=valued, looked=looked("Talks with our sponsor"))
    Indicator.objects.filter(pk=around.pk).update(cycle=Cycle.STRATEGIC)
    first, second = told(valued, hal, Audience.MEMBERS), told(valued, ines, Audience.MEMBERS)
    touch(by=hal, step=first, indicators=[hours])
    touch(by=ines, step=second, indicators=[hours, around])
    matrix = matrix_for(Viewpoint(hal, valued, standing_of(hal, valued)))
    letter = next(knot.letter for knot, one in matrix.told if one.story == second.story)
    knots = [knot.letter for band in (matrix.learning, matrix.around) for cell in band.cells for knot in cell.knots]
    assert sorted(knots) == sorted(["A", "B", letter])
    assert [one.stories for one in matrix.crossed] == [2]


def test_on_the_page(valued: Community, hours: Indicator, hal: Person, ines: Person, client: Client) -> None:
    step = told(valued, hal, Audience.MEMBERS)
    client.force_login(ines)
    assert f"Of {hal}" in client.get(f"{PAGE}threads/").text
    one = f"{PAGE}threads/{step.story_id}"
    assert "We moved a shift." in client.get(one).text
    assert client.post(one, {f"touch_{step.pk}": "999"}).status_code == 422
    done = client.post(one, {f"touch_{step.pk}": str(hours.pk)}, follow=True)
    assert ("Its thread runs through" in done.text, f"Of {hal}" in done.text) == (True, True)
    assert f"Of {hal}" not in client.get(f"{PAGE}threads/").text


def test_two_hundred_stories_and_forty_indicators_take_twelve_queries(
    valued: Community, ines: Person, crowd: list[Person], client: Client, django_assert_max_num_queries: object
) -> None:
    made = [begin(by=ines, community=valued, looked=looked(f"No {number}")) for number in range(40)]
    stories = Story.objects.bulk_create(
        Story(community=valued, teller=crowd[n % 6], written_by=crowd[n % 6], title=f"Story {n}") for n in range(200)
    )
    steps = Step.objects.bulk_create(
        Step(story=one, number=1, cycle="realized", words="x", html="x", confirmed_at=one.begun_at) for one in stories
    )
    Release.objects.bulk_create(Release(step=one, audience=Audience.MEMBERS) for one in steps)
    Touch.objects.bulk_create(Touch(step=one, indicator=made[n % 40]) for n, one in enumerate(steps))
    client.force_login(ines)
    client.get(PAGE)
    with django_assert_max_num_queries(12):
        page = client.get(PAGE)
    assert "188 more stories are counted" in page.text
