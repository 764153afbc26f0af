"""The house behind its door, as the server of `serve` asks for it."""

from django.conf import settings

from commonplace.house.whole_requests import Door
from commonplace.house.wsgi import application as pages
from commonplace.live.telling import tell
from commonplace.live.versions import Lookout

application = Door(
    pages,
    seconds=settings.REQUEST_SECONDS,
    largest=settings.REQUEST_MAX_BYTES,
    listeners=(Lookout().versions, tell),
)
