"""The house behind its door, as the server of `serve` asks for it."""

from django.conf import settings

from commonplace.files.early import is_for_one_file
from commonplace.house.whole_requests import Door
from commonplace.house.wsgi import application as pages
from commonplace.live.telling import tell
from commonplace.live.versions import Lookout

application = Door(
    pages,
    seconds=settings.REQUEST_SECONDS,
    largest=settings.REQUEST_MAX_BYTES,
    one_file=(settings.FILES_MAX_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE, is_for_one_file),
    listeners=(Lookout().versions, tell),
)
