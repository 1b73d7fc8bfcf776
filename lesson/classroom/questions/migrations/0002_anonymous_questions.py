"""What was asked in a room that is anonymous now stays anonymous; of other rooms nobody can tell any more."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.state import StateApps


def as_the_room_is(apps: StateApps, schema_editor: object) -> None:
    apps.get_model("classroom_questions", "Question").objects.filter(room__anonymous=True).update(anonymous=True)
    apps.get_model("classroom_questions", "Vote").objects.update(voter=models.F("seat_id"))


class Migration(migrations.Migration):
    dependencies = [
        ("classroom", "0002_host_epoch"),
        ("classroom_questions", "0001_initial"),
    ]

    operations = [
        migrations.AddField("question", "anonymous", models.BooleanField(default=False)),
        migrations.AddField("vote", "voter", models.PositiveBigIntegerField(default=0), preserve_default=False),
        migrations.AlterField(
            "vote",
            "seat",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="votes",
                to="classroom.seat",
            ),
        ),
        migrations.RunPython(as_the_room_is, migrations.RunPython.noop),
    ]
