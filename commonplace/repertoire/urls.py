from django.urls import URLPattern, URLResolver, include, path

from commonplace.repertoire.views import (
    adapting,
    changing,
    collections,
    files,
    harvesting,
    languages,
    lending,
    page,
    revisions,
    shelf,
    standing,
    suggesting,
    translating,
    trying,
    using,
    writing,
)

resource: list[URLPattern | URLResolver] = [
    path("", page.resource, name="resource"),
    path("change", changing.resource_changing, name="resource_changing"),
    path("revisions/", revisions.resource_revisions, name="resource_revisions"),
    path("revisions/<int:number>", revisions.resource_revision, name="resource_revision"),
    path("versions/<int:file_pk>/", files.resource_versions, name="resource_versions"),
    path("versions/<int:file_pk>/put", files.resource_version, name="resource_version"),
    path("again", translating.resource_translating, name="resource_translating"),
    path(
        "translations/<int:translation_pk>/read",
        translating.resource_translation_read,
        name="resource_translation_read",
    ),
    path("suggestions/", suggesting.resource_suggestions, name="resource_suggestions"),
    path("suggestions/new", suggesting.resource_suggesting, name="resource_suggesting"),
    path("suggestions/<int:suggestion_pk>", suggesting.resource_suggestion, name="resource_suggestion"),
    path("reading", standing.resource_reading, name="resource_reading"),
    path("warrant", standing.resource_warrant, name="resource_warrant"),
    path("retiring", standing.resource_retiring, name="resource_retiring"),
    path("looking", standing.resource_looking, name="resource_looking"),
    path("taking", standing.resource_taking, name="resource_taking"),
    path("adapt", adapting.resource_adapting, name="resource_adapting"),
    path("trial", trying.resource_trial, name="resource_trial"),
    path("uses/", using.resource_uses, name="resource_uses"),
    path("uses/new", using.resource_using, name="resource_using"),
    path("uses/<int:use_pk>", using.resource_use, name="resource_use"),
    path("uses/<int:use_pk>/remedy", using.resource_remedy, name="resource_remedy"),
    path("lending", lending.resource_lending, name="resource_lending"),
    path("handing", standing.resource_handing, name="resource_handing"),
    path("passages/<int:passage_pk>", harvesting.passage_out, name="passage_out"),
]

collection: list[URLPattern | URLResolver] = [
    path("", collections.collection, name="collection"),
    path("change", collections.collection_change, name="collection_change"),
    path("stops/", collections.collection_stops, name="collection_stops"),
    path("stops/<int:stop_pk>", collections.collection_stop, name="collection_stop"),
]

lent: list[URLPattern | URLResolver] = [
    path("", lending.resource_lent, name="resource_lent"),
    path("adapt", lending.resource_lent_adapting, name="resource_lent_adapting"),
    path("uses/new", lending.resource_lent_using, name="resource_lent_using"),
    path("uses/<int:use_pk>", lending.resource_lent_use, name="resource_lent_use"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:slug>/repertoire/", shelf.repertoire, name="repertoire"),
    path("c/<slug:slug>/repertoire/new", writing.resource_writing, name="resource_writing"),
    path("c/<slug:slug>/repertoire/from/conversations/<int:pk>/", harvesting.harvest, name="harvest"),
    path("c/<slug:slug>/repertoire/from/gatherings/<int:pk>/", harvesting.harvest_gathering, name="harvest_gathering"),
    path("c/<slug:slug>/repertoire/words-of-mine/<int:pk>", harvesting.passage, name="passage"),
    path("c/<slug:slug>/repertoire/languages", languages.repertoire_languages, name="repertoire_languages"),
    path("c/<slug:slug>/repertoire/arranging", languages.repertoire_arranging, name="repertoire_arranging"),
    path("c/<slug:slug>/repertoire/lent/", lending.resources_lent, name="resources_lent"),
    path("c/<slug:slug>/repertoire/lent/<int:pk>/", include(lent)),
    path("c/<slug:slug>/repertoire/<int:pk>/", include(resource)),
    path("c/<slug:slug>/repertoire/collections/", collections.collections, name="collections"),
    path("c/<slug:slug>/repertoire/collections/new", collections.collecting_one, name="collecting_one"),
    path("c/<slug:slug>/repertoire/collections/<int:pk>/", include(collection)),
    # A line of `POST_DEEDS` leads there.
    path("c/<slug:slug>/conversations/<int:pk>/posts/<int:number>/trial", trying.post_trial, name="post_trial"),
    path("files/kept/<int:pk>/<str:name>", page.resource_file, name="resource_file"),
]
