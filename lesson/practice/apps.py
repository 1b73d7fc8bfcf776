from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "lesson.practice"
    label = "practice"

    def ready(self) -> None:
        from lesson.practice import checks  # noqa: F401 (registers them)
        from lesson.practice.drills import stage
        from playground.live import veil

        veil.add_finder(stage.find)
