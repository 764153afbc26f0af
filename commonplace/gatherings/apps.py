from commonplace.store import room


class GatheringsConfig(room.Room):
    name = "commonplace.gatherings"
    label = "gatherings"
