from django.urls import path

from commonplace.digests import views

urlpatterns = [
    path("c/<slug:slug>/letter/", views.letter, name="letter"),
    path("c/<slug:slug>/letter/preview", views.preview, name="letter_preview"),
    path("c/<slug:slug>/letters/", views.letters_of, name="letters_of"),
    path("c/<slug:slug>/letters/<int:pk>/", views.letter_sent, name="letter_sent"),
]
