"""The rows of sponsorship."""

from commonplace.sponsorship.models.requests import Request, RequestQuerySet, Says, Turn
from commonplace.sponsorship.models.sayings import Brief, Saying, SayingQuerySet

__all__ = ["Brief", "Request", "RequestQuerySet", "Saying", "SayingQuerySet", "Says", "Turn"]
