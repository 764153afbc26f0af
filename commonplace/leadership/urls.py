from django.urls import URLPattern, URLResolver, path

from commonplace.leadership import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:slug>/leadership/", views.leadership, name="leadership"),
    path("c/<slug:slug>/leadership/<slug:group>", views.leadership_group, name="leadership_group"),
    path("c/<slug:slug>/gatherings/<int:pk>/part", views.gathering_part, name="gathering_part"),
    path("c/<slug:slug>/gatherings/<int:pk>/report/<slug:group>", views.part_report, name="part_report"),
]
