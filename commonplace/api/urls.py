from django.urls import URLPattern, URLResolver, path, re_path

from commonplace.api import problems, views
from commonplace.api.api import api

_patterns, _app, _namespace = api.urls
for _pattern in _patterns:
    if isinstance(_pattern, URLPattern):
        _pattern.callback = problems.guarded(_pattern.callback)

urlpatterns: list[URLPattern | URLResolver] = [
    path("me/tokens", views.tokens, name="tokens"),
    path("me/tokens/<int:pk>/revocation", views.token_revocation, name="token_revocation"),
    path("api/v1/docs", views.docs, name="api_docs"),
    path("api/v1/", (_patterns, _app, _namespace)),
    re_path(r"^api/", problems.guarded(problems.not_here)),
]
