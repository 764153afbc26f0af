from commonplace.ui.room import Room


class DemoConfig(Room):
    name = "commonplace.demo"
    label = "demo"
