from commonplace.store import room


class WeavingConfig(room.Room):
    name = "commonplace.weaving"
    label = "weaving"
