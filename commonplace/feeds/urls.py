from collections.abc import Callable, Iterator

from django.urls import URLPattern, path

from commonplace.feeds import calendar_views, lists, views
from commonplace.feeds.formats import FORMS

# The lists of a community, by the same words under its own address and under a secret one.
LISTS: tuple[tuple[str, str, Callable[..., lists.Feed]], ...] = (
    ("", "<slug:listed>", lists.listed),
    ("_of_space", "spaces/<slug:space>", lists.of_space),
    ("_of_topic", "topics/<str:topic>", lists.of_topic),
    ("_of_conversation", "conversations/<int:pk>", lists.of_conversation),
)


def _feeds() -> Iterator[URLPattern]:
    for form in FORMS:
        known = {"form": form}
        yield path(f"feeds/communities.{form}", views.of_house, known, name=f"feed_of_house_{form}")
        for name, place, made in LISTS:
            told = {**known, "made": made}
            yield path(f"c/<slug:slug>/feeds/{place}.{form}", views.public, told, name=f"feed{name}_{form}")
            yield path(f"feeds/<str:secret>/{place}.{form}", views.secret, told, name=f"secret_feed{name}_{form}")


urlpatterns = [
    path("me/feeds", views.my_feeds, name="my_feeds"),
    path("me/feeds/<int:pk>/revocation", views.feed_revocation, name="feed_revocation"),
    path("c/<slug:slug>/feeds/gatherings.ics", calendar_views.public_calendar, name="calendar"),
    path("c/<slug:slug>/gatherings/<int:pk>.ics", calendar_views.gathering_calendar, name="gathering_calendar"),
    path("feeds/<str:calendar>/gatherings.ics", calendar_views.secret_calendar, name="secret_calendar"),
    path("feeds/<str:calendar>/gatherings/<int:pk>.ics", calendar_views.secret_calendar, name="secret_gathering"),
    *_feeds(),
]
