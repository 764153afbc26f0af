from django.urls import URLPattern, URLResolver, include, path

from commonplace.repertoire.views import page, shelf, writing

resource: list[URLPattern | URLResolver] = [
    path("", page.resource, name="resource"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:slug>/repertoire/", shelf.repertoire, name="repertoire"),
    path("c/<slug:slug>/repertoire/new", writing.resource_writing, name="resource_writing"),
    path("c/<slug:slug>/repertoire/<int:pk>/", include(resource)),
    path("files/kept/<int:pk>/<str:name>", page.resource_file, name="resource_file"),
]
