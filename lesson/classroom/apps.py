from django.apps import AppConfig


class ClassroomConfig(AppConfig):
    name = "lesson.classroom"
    label = "classroom"
