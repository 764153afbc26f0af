from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "commonplace.ui"
    label = "ui"
