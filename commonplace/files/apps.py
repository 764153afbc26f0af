from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "commonplace.files"
    label = "files"
