from django.urls import path

from commonplace.cultivation import views

urlpatterns = [
    path("c/<slug:slug>/cultivate/", views.cultivate, name="cultivate"),
    path("c/<slug:slug>/cultivate/not-now", views.not_now, name="not-now"),
]
