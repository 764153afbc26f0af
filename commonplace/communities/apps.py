from commonplace.ui.room import Room


class CommunitiesConfig(Room):
    name = "commonplace.communities"
    label = "communities"
