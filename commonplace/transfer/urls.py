from django.urls import path

from commonplace.transfer import views

urlpatterns = [
    path("c/<slug:slug>/imports/", views.imports, name="imports"),
    path("c/<slug:slug>/imports/<int:pk>", views.one_import, name="import"),
    path("c/<slug:slug>/imports/<int:pk>/conversations", views.import_conversations, name="import_conversations"),
    path("c/<slug:slug>/imports/<int:pk>/people", views.import_people, name="import_people"),
    path("c/<slug:slug>/imports/<int:pk>/taking-back", views.taking_back, name="import_taking_back"),
    path("c/<slug:slug>/one-person/", views.one_person, name="one_person"),
    path("c/<slug:slug>/set-aside/", views.set_aside, name="set_aside"),
]
