"""The rooms of this house, from the ground up; the floors stand in `pyproject.toml`."""

ROOMS = (
    "commonplace.store",
    "commonplace.ui",
    "commonplace.letters",
    "commonplace.files",
    "commonplace.limits",
    "commonplace.people",
    "commonplace.communities",
    "commonplace.search",
    "commonplace.conversations",
    "commonplace.gatherings",
    "commonplace.cultivation",
    "commonplace.mail",
    "commonplace.attention",
    "commonplace.digests",
    "commonplace.words",
    "commonplace.feeds",
    "commonplace.transfer",
    "commonplace.api",
    "commonplace.web",
    "commonplace.demo",
)
