from commonplace.store import room


class ValueConfig(room.Room):
    name = "commonplace.value"
    label = "value"
