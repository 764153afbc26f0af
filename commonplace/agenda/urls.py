from django.urls import URLPattern, URLResolver, path

from commonplace.agenda.views import items, needs

urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:slug>/agenda/", items.agenda, name="agenda"),
    path("c/<slug:slug>/agenda/new", items.agenda_put, name="agenda_put"),
    path("c/<slug:slug>/agenda/review", items.agenda_review, name="agenda_review"),
    path("c/<slug:slug>/agenda/needs", needs.agenda_needs, name="agenda_needs"),
    path("c/<slug:slug>/agenda/needs/asking", needs.agenda_ask, name="agenda_ask"),
    path("c/<slug:slug>/agenda/needs/mine", needs.agenda_say, name="agenda_say"),
    path("c/<slug:slug>/agenda/needs/closing", needs.agenda_close, name="agenda_close"),
    path("c/<slug:slug>/agenda/needs/words", needs.agenda_words_away, name="agenda_words_away"),
    path("c/<slug:slug>/agenda/needs/<int:pk>", needs.agenda_need, name="agenda_need"),
    path("c/<slug:slug>/agenda/needs/<int:pk>/relevance", needs.agenda_helped, name="agenda_helped"),
    path("c/<slug:slug>/agenda/seasons/<int:pk>", needs.agenda_season, name="agenda_season"),
    path("c/<slug:slug>/agenda/<int:pk>", items.agenda_item, name="agenda_item"),
    path("c/<slug:slug>/agenda/<int:pk>/words", items.agenda_change, name="agenda_change"),
    path("c/<slug:slug>/agenda/<int:pk>/weight", items.agenda_weigh, name="agenda_weigh"),
    path("c/<slug:slug>/agenda/<int:pk>/carrying", items.agenda_carry, name="agenda_carry"),
    path("c/<slug:slug>/agenda/<int:pk>/gatherings", items.agenda_take_up, name="agenda_take_up"),
    path("c/<slug:slug>/agenda/<int:pk>/end", items.agenda_end, name="agenda_end"),
    path("c/<slug:slug>/agenda/<int:pk>/reopening", items.agenda_reopen, name="agenda_reopen"),
]
