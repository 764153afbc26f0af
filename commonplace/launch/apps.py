from commonplace.store import room


class LaunchConfig(room.Room):
    name = "commonplace.launch"
    label = "launch"
