from commonplace.store import room


class LettersConfig(room.Room):
    name = "commonplace.letters"
    label = "letters"
