from commonplace.store import room


class LeadershipConfig(room.Room):
    name = "commonplace.leadership"
    label = "leadership"
