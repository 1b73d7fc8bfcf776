from importlib import import_module

from django.apps import AppConfig


class ClassroomConfig(AppConfig):
    name = "lesson.classroom"
    label = "classroom"

    def ready(self) -> None:
        import_module("lesson.classroom.checks")
