from typing import Any

from django.core.management.base import BaseCommand

from lesson.classroom import rooms


class Command(BaseCommand):
    help = "Delete the rooms that nobody has used for 30 days, with everything in them. Fit for a daily timer."

    def handle(self, *args: Any, **options: Any) -> None:
        gone = rooms.delete_old()
        self.stdout.write(f"{gone} room{'' if gone == 1 else 's'} deleted.")
