from django.urls import URLPattern, URLResolver, path

from commonplace.candour import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:slug>/candour/", views.candour, name="candour"),
    path("c/<slug:slug>/candour/keys.json", views.candour_keys, name="candour_keys"),
    path("c/<slug:slug>/candour/draw", views.candour_draw, name="candour_draw"),
    path("c/<slug:slug>/candour/ask", views.candour_ask, name="candour_ask"),
    path("c/<slug:slug>/candour/say", views.candour_say, name="candour_say"),
]
