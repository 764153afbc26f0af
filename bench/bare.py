"""A bare Django view to measure ours against: two queries, twenty stored posts, a plain template, no middleware.

It reads the same database with the same settings for it, behind the same door, under the same server:

    python -m granian --interface asginl bench.bare:application --workers 2
"""

import os
import sys

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

from commonplace.house import settings as house
from commonplace.house.whole_requests import Door

TEMPLATE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ conversation.title }}</title></head>
<body><h1>{{ conversation.title }}</h1>{% for post in posts %}<article id="p{{ post.number }}">
<h2>{{ post.author.name }}</h2><p>{{ post.written_at|date:"j F Y, H:i" }}</p>{{ post.html|safe }}</article>{% endfor %}
</body></html>"""

settings.configure(
    SECRET_KEY="measured",  # nosec B106  # of a server that only this machine asks
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    DATABASES=house.DATABASES,
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [("django.template.loaders.locmem.Loader", {"posts.html": TEMPLATE})],
                    )
                ]
            },
        }
    ],
)
django.setup()


class Person(models.Model):
    """An author, as far as the view needs one."""

    name = models.CharField(max_length=120)

    class Meta:
        app_label = "bare"
        managed = False
        db_table = "people_person"

    def __str__(self) -> str:
        return self.name


class Conversation(models.Model):
    """A title over posts."""

    title = models.CharField(max_length=200)

    class Meta:
        app_label = "bare"
        managed = False
        db_table = "conversations_conversation"

    def __str__(self) -> str:
        return self.title


class Post(models.Model):
    """A stored post."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE)
    author = models.ForeignKey(Person, on_delete=models.CASCADE)
    number = models.IntegerField()
    html = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        app_label = "bare"
        managed = False
        db_table = "conversations_post"

    def __str__(self) -> str:
        return str(self.number)


def conversation(request: HttpRequest, pk: int) -> HttpResponse:
    """Twenty posts of one conversation."""
    found = get_object_or_404(Conversation, pk=pk)
    posts = Post.objects.filter(conversation=found).select_related("author").order_by("number")[:20]
    return render(request, "posts.html", {"conversation": found, "posts": posts})


urlpatterns = [path("<int:pk>", conversation)]
sys.modules.setdefault("bench.bare", sys.modules[__name__])
os.environ.pop("DJANGO_SETTINGS_MODULE", None)
pages = get_wsgi_application()
application = Door(pages, seconds=30, largest=2**20)
