from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "lesson.practice"
    label = "practice"

    def ready(self) -> None:
        from lesson.practice import checks  # noqa: F401 (registers them)
