from commonplace.store import room


class CommunitiesConfig(room.Room):
    name = "commonplace.communities"
    label = "communities"
