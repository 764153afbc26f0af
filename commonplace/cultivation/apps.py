from commonplace.ui.room import Room


class CultivationConfig(Room):
    name = "commonplace.cultivation"
    label = "cultivation"
