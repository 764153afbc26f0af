from commonplace.store import room


class DemoConfig(room.Room):
    name = "commonplace.demo"
    label = "demo"
