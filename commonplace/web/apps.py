from commonplace.ui.room import Room


class WebConfig(Room):
    name = "commonplace.web"
    label = "web"
