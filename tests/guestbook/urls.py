"""The addresses of the house, and one more."""

from django.urls import include, path

from tests.guestbook.views import guestbook

urlpatterns = [
    path("c/<slug:slug>/guestbook/", guestbook, name="guestbook"),
    path("", include("commonplace.house.urls")),
]
