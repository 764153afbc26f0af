"""The house with one more room; its table is made without a migration."""

from commonplace.house.settings import *  # noqa: F403
from commonplace.house.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.guestbook"]
MIGRATION_MODULES = {"guestbook": None}
ROOT_URLCONF = "tests.guestbook.urls"
