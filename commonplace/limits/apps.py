from commonplace.store import room


class LimitsConfig(room.Room):
    name = "commonplace.limits"
    label = "limits"
