from commonplace.store import room


class CandourConfig(room.Room):
    name = "commonplace.candour"
    label = "candour"
