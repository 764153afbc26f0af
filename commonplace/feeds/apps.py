from commonplace.store import room


class FeedsConfig(room.Room):
    name = "commonplace.feeds"
    label = "feeds"
