from django.urls import URLPattern, path

from commonplace.knowledge.views import asking, looking, mapping, tending

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/conversations/who-may-know", asking.knowing, name="knowing"),
    path("c/<slug:slug>/conversations/<int:pk>/ask-in", asking.ask_in, name="ask_in"),
    path("c/<slug:slug>/gatherings/<int:pk>/looking-for", looking.looking_for, name="looking_for"),
    path("c/<slug:slug>/people/being-asked/", asking.being_asked, name="being_asked"),
    path("c/<slug:slug>/people/being-asked/again", asking.ask_again, name="ask_again"),
    path("c/<slug:slug>/people/being-asked/about/<int:topic>", asking.being_pointed_to, name="being_pointed_to"),
    path("c/<slug:slug>/people/being-asked/<int:pk>/pass", asking.pass_on, name="pass_on"),
    path("c/<slug:slug>/map/", mapping.knowledge_map, name="map"),
    path("c/<slug:slug>/map/gaps", mapping.map_gaps, name="map_gaps"),
    path("c/<slug:slug>/map/gaps/<int:topic>", tending.set_gaps_aside, name="set_gaps_aside"),
    path("c/<slug:slug>/map/topics/<str:topic>", mapping.map_topic, name="map_topic"),
]
