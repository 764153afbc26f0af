from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "commonplace.letters"
    label = "letters"
