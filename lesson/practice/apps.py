from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "lesson.practice"
    label = "practice"
