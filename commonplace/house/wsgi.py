"""The door for web servers."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonplace.house.settings")

application = get_wsgi_application()

# Every view is imported before the first visitor comes. What is here by now is here to stay, so the collector of
# garbage need not look at it again with every page.
get_resolver().resolve("/")
gc.collect()
gc.freeze()
