from commonplace.store import room


class DevicesConfig(room.Room):
    name = "commonplace.devices"
    label = "devices"
