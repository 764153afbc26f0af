from django.urls import path

from commonplace.demo import views

urlpatterns = [path("demo", views.demo, name="demo")]
