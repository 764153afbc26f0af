from django.urls import path

from commonplace.ui import views

urlpatterns = [
    path("ui", views.guide, name="guide"),
    path("me/look", views.choose_look, name="look"),
    path("me/language", views.choose_language, name="language"),
]
