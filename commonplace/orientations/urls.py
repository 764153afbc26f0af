from django.urls import path

from commonplace.orientations import views

urlpatterns = [
    path("c/<slug:slug>/orientations/", views.orientations, name="orientations"),
    path("c/<slug:slug>/orientations/<int:pk>", views.orientations_then, name="orientations_then"),
    path("c/<slug:slug>/orientations/draw", views.orientations_draw, name="orientations_draw"),
    path("c/<slug:slug>/orientations/ask", views.orientations_ask, name="orientations_ask"),
    path("c/<slug:slug>/orientations/close", views.orientations_close, name="orientations_close"),
]
