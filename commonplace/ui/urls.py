from django.urls import path

from commonplace.ui import views

urlpatterns = [
    path("app.webmanifest", views.manifest, name="manifest"),
    path("worker.js", views.worker, name="worker"),
    path("offline/<slug:language>", views.offline, name="offline"),
    path("ui", views.guide, name="guide"),
    path("me/look", views.choose_look, name="look"),
    path("me/language", views.choose_language, name="language"),
]
