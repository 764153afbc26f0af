"""Why nothing of this room goes along when a community moves to another house."""

from commonplace.communities.owned import stays
from commonplace.mail.models import Arrival, MailingList

LISTS = stays("post of this house, by addresses of its own", Arrival, MailingList)
