from commonplace.store import room


class UndertakingsConfig(room.Room):
    name = "commonplace.undertakings"
    label = "undertakings"
