from django.urls import URLPattern, URLResolver, path

from commonplace.agenda import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:slug>/agenda/", views.agenda, name="agenda"),
    path("c/<slug:slug>/agenda/new", views.agenda_put, name="agenda_put"),
    path("c/<slug:slug>/agenda/review", views.agenda_review, name="agenda_review"),
    path("c/<slug:slug>/agenda/<int:pk>", views.agenda_item, name="agenda_item"),
    path("c/<slug:slug>/agenda/<int:pk>/words", views.agenda_change, name="agenda_change"),
    path("c/<slug:slug>/agenda/<int:pk>/weight", views.agenda_weigh, name="agenda_weigh"),
    path("c/<slug:slug>/agenda/<int:pk>/carrying", views.agenda_carry, name="agenda_carry"),
    path("c/<slug:slug>/agenda/<int:pk>/gatherings", views.agenda_take_up, name="agenda_take_up"),
    path("c/<slug:slug>/agenda/<int:pk>/end", views.agenda_end, name="agenda_end"),
    path("c/<slug:slug>/agenda/<int:pk>/reopening", views.agenda_reopen, name="agenda_reopen"),
]
