from commonplace.ui import room


class CultivationConfig(room.Room):
    name = "commonplace.cultivation"
    label = "cultivation"
