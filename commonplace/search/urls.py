from django.urls import path

from commonplace.search import views

urlpatterns = [path("search", views.search, name="search")]
