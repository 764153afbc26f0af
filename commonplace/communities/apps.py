from commonplace.ui import room


class CommunitiesConfig(room.Room):
    name = "commonplace.communities"
    label = "communities"
