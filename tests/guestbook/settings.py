"""The house with one more room."""

from commonplace.house.settings import *  # noqa: F403
from commonplace.house.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.guestbook"]
ROOT_URLCONF = "tests.guestbook.urls"
