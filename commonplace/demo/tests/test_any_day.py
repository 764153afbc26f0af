"""On whichever day and hour the demo is sown, one gathering can be begun at once, and for a week after."""

from datetime import UTC, datetime, timedelta

from commonplace.demo.events import Course
from commonplace.demo.forming import Formed
from commonplace.demo.gathering import Gathered
from commonplace.demo.sowing import stories
from commonplace.lib.zones import moment

MONDAY = datetime(2026, 3, 23, tzinfo=UTC)  # in its week the clocks of Europe are put forward
A_WEEK = timedelta(days=7)


def test_the_open_table_lies_ahead_for_a_week_from_every_hour() -> None:
    story = next(one for one in stories() if one.slug == "listening-stick")
    (told,) = [one for one in story.gatherings if one.key == "open-table"]
    for hour in range(7 * 24):
        course = Course(story, MONDAY + timedelta(hours=hour), {})
        starts = moment(Gathered(course, Formed(course))._wall(told), told.zone)
        assert A_WEEK < starts - course.now < 3 * A_WEEK
