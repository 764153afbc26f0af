from commonplace.store import room


class FitnessConfig(room.Room):
    name = "commonplace.fitness"
    label = "fitness"
