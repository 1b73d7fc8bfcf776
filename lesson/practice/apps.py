from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "lesson.practice"
    label = "practice"

    def ready(self) -> None:
        from lesson.practice import checks, joining  # noqa: F401 (checks register themselves)
        from lesson.practice.drills import stage
        from lesson.reading import readers
        from playground.live import veil

        veil.add_finder(stage.find)
        readers.add_joiner(joining.join)
