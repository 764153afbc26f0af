from commonplace.store import room


class StoriesConfig(room.Room):
    name = "commonplace.stories"
    label = "stories"
