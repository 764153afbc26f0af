from commonplace.store import room


class WordsConfig(room.Room):
    name = "commonplace.words"
    label = "words"
