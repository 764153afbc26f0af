from django.urls import path

from commonplace.attention import views

urlpatterns = [
    path("for-you", views.for_you, name="for_you"),
    path("me/letters", views.letters, name="letters"),
    path("letters/stop/<str:token>", views.stop_letters, name="stop_letters"),
    path("c/<slug:slug>/conversations/<int:pk>/unread", views.unread, name="unread"),
    path("c/<slug:slug>/conversations/<int:pk>/following", views.following, name="following"),
]
