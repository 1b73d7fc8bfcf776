from django.apps import AppConfig


class ReadingConfig(AppConfig):
    name = "lesson.reading"
    label = "reading"

    def ready(self) -> None:
        from lesson.reading import checks  # noqa: F401 (registers them)
