from django.urls import path

from commonplace.constellation.views import host, related, told

urlpatterns = [
    path("host/", host.host, name="host"),
    path("host/eyes", host.name_eye, name="name_host_eye"),
    path("host/eyes/<int:pk>/end", host.end_eye, name="end_host_eye"),
    path("c/<slug:slug>/related/", related.related, name="related"),
    path("c/<slug:slug>/related/<int:pk>/agree", related.agree_related, name="agree_related"),
    path("c/<slug:slug>/related/<int:pk>/undo", related.undo_related, name="undo_related"),
    path("c/<slug:slug>/related/host", told.told_to_host, name="told_to_host"),
]
