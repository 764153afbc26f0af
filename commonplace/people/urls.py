from django.urls import path

from commonplace.people import views

urlpatterns = [
    path("link/<str:token>", views.one_time_link, name="one_time_link"),
]
