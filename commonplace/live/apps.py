from commonplace.store import room


class LiveConfig(room.Room):
    name = "commonplace.live"
    label = "live"
