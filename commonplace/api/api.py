"""The API as a whole."""

from commonplace.api import problems
from commonplace.api.document import DocumentedAPI
from commonplace.api.endpoints import communities, content, conversations, finding, host

api = DocumentedAPI(
    title="Commonplace",
    version="1",
    urls_namespace="api",
    docs_url=None,  # our own page, without script; see views.docs
    description=(
        "Reading what you may read. Strangers see what is public; send `Authorization: Bearer` with a token of yours "
        "for the rest. Lists go on at `next`. What is wrong is told as `application/problem+json`."
    ),
)
problems.declare(api)
api.add_router("/communities", communities.router)
api.add_router("/communities", conversations.router)
api.add_router("/communities", content.router())
api.add_router("/host", host.router)
api.add_router("", finding.router)
