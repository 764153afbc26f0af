from commonplace.store import room


class CultivationConfig(room.Room):
    name = "commonplace.cultivation"
    label = "cultivation"
