"""Why nothing of this room goes along when a community moves to another house."""

from commonplace.communities.owned import stays
from commonplace.devices.models import DevicePassword

LISTS = stays("opens a door of this house", DevicePassword)
