from django.urls import path

from commonplace.live import views

urlpatterns = [path("live/<slug:live>/", views.listen, name="live")]
