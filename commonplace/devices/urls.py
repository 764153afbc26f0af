from django.urls import path

from commonplace.devices import door, views

urlpatterns = [
    path("me/calendars", views.my_calendars, name="my_calendars"),
    path("me/calendars/<int:pk>/revocation", views.calendar_revocation, name="calendar_revocation"),
    path(".well-known/caldav", door.well_known, name="dav_well_known"),
    path("dav/", door.door, name="dav_root"),
    path("dav/<path:asked_for>", door.door, name="dav"),
]
