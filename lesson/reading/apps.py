from django.apps import AppConfig


class ReadingConfig(AppConfig):
    name = "lesson.reading"
    label = "reading"
