from commonplace.store import room


class FilesConfig(room.Room):
    name = "commonplace.files"
    label = "files"
