from django.urls import path

from commonplace.weaving.views import coffee, introductions, notes, suggesting

urlpatterns = [
    path("c/<slug:slug>/introductions/", introductions.introductions, name="introductions"),
    path("c/<slug:slug>/introductions/willing", introductions.introductions_willing, name="introductions_willing"),
    path("c/<slug:slug>/introductions/people/<int:pk>", suggesting.suggest, name="suggest_introduction"),
    path("c/<slug:slug>/introductions/<int:pk>/back", suggesting.take_back, name="take_introduction_back"),
    path("c/<slug:slug>/introductions/<int:pk>", introductions.introduction, name="introduction"),
    path("c/<slug:slug>/introductions/<int:pk>/answer", introductions.introduction_answer, name="introduction_answer"),
    path("c/<slug:slug>/introductions/<int:pk>/came", introductions.introduction_came, name="introduction_came"),
    path("c/<slug:slug>/introductions/<int:pk>/propose", introductions.propose, name="propose_introduction"),
    path("c/<slug:slug>/introductions/<int:pk>/aside", introductions.put_aside, name="put_introduction_aside"),
    path("c/<slug:slug>/coffee/", coffee.coffee, name="coffee"),
    path("c/<slug:slug>/coffee/in", coffee.coffee_in, name="coffee_in"),
    path("c/<slug:slug>/coffee/<int:pk>/came", coffee.coffee_came, name="coffee_came"),
    path("c/<slug:slug>/people/<int:pk>/notes", notes.notes, name="contact_notes"),
    path("c/<slug:slug>/people/<int:pk>/notes/<int:note_id>/erase", notes.erase, name="erase_contact_note"),
    path("me/notes", notes.my_notes, name="my_notes"),
    path("me/notes/<int:pk>/erase", notes.erase_mine, name="erase_my_note"),
]
