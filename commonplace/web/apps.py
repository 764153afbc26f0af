from commonplace.store import room


class WebConfig(room.Room):
    name = "commonplace.web"
    label = "web"
