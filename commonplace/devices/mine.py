"""What is a person's among devices."""

from commonplace.devices.models import DevicePassword
from commonplace.people.mine import Erasing, Mine

LISTS = (
    Mine(
        "calendar_devices",
        DevicePassword,
        "person",
        Erasing.GOES,
        ("name", "shows", "made_at", "used_on"),
        order=266,
    ),
)
