from commonplace.store import room


class ConstellationConfig(room.Room):
    name = "commonplace.constellation"
    label = "constellation"
