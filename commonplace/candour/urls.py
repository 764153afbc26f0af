from django.urls import URLPattern, URLResolver, path

from commonplace.candour.views import asking, behalf, keys, news, saying

urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:slug>/candour/", keys.candour, name="candour"),
    path("c/<slug:slug>/candour/keys.json", keys.candour_keys, name="candour_keys"),
    path("c/<slug:slug>/candour/news.json", news.candour_news, name="candour_news"),
    path("c/<slug:slug>/candour/held", news.candour_held, name="candour_held"),
    path("c/<slug:slug>/candour/pause", keys.candour_pause, name="candour_pause"),
    path("c/<slug:slug>/candour/behalf", behalf.candour_behalf, name="candour_behalf"),
    path("c/<slug:slug>/candour/draw", keys.candour_draw, name="candour_draw"),
    path("c/<slug:slug>/candour/ask", asking.candour_ask, name="candour_ask"),
    path("c/<slug:slug>/candour/say", saying.candour_say, name="candour_say"),
]
