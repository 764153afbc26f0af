"""The rows of sponsorship."""

from commonplace.sponsorship.models.reports import CoreReading, Report, ReportQuerySet, ReportStep
from commonplace.sponsorship.models.requests import Request, RequestQuerySet, Says, Turn
from commonplace.sponsorship.models.sayings import Brief, KeptFigures, Saying, SayingQuerySet

__all__ = [
    "Brief",
    "CoreReading",
    "KeptFigures",
    "Report",
    "ReportQuerySet",
    "ReportStep",
    "Request",
    "RequestQuerySet",
    "Saying",
    "SayingQuerySet",
    "Says",
    "Turn",
]
