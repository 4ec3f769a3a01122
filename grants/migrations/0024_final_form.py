"""The final report becomes a questionnaire: what was typed is kept as answers to the usual form."""

from pathlib import Path

import django.db.models.deletion
import yaml
from django.db import migrations, models
from django.utils import timezone

FORM = Path(__file__).resolve().parent.parent / "data" / "final_report.yaml"


def typed_to_answers(apps, schema_editor):
    reports = apps.get_model("grants", "FinalReport").objects.all()
    if reports.exists():
        version = usual_form(apps)
        answers = apps.get_model("questionnaires", "AnswerSet").objects
        for report in reports:
            report.answers = answers.create(
                questions=version, values=report.typed, version=report.version, saved_at=report.saved_at
            )
            report.save(update_fields=["answers"])
    if schema_editor.connection.vendor == "postgresql":  # rows that wait to be checked forbid to alter their table
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def usual_form(apps):
    data = yaml.safe_load(FORM.read_text(encoding="utf-8"))
    form, _made = apps.get_model("questionnaires", "Questionnaire").objects.get_or_create(
        code=data["code"], defaults={"name": data["name"]}
    )
    version, _made = apps.get_model("questionnaires", "Version").objects.get_or_create(
        questionnaire=form, number=1, defaults={"blocks": data["blocks"], "published_at": timezone.now()}
    )
    return version


def to_form(related_name, label):
    return models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name=related_name,
        to="questionnaires.version",
        verbose_name=label,
    )


class Migration(migrations.Migration):

    dependencies = [
        ("grants", "0023_minutes"),
        ("questionnaires", "0002_owners_and_drafts"),
    ]

    operations = [
        migrations.AddField("call", "interim_form", to_form("calls_interim", "form of the interim report")),
        migrations.AddField("call", "report_form", to_form("calls_report", "form of the final report")),
        migrations.AddField(
            "finalreport",
            "answers",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="questionnaires.answerset",
            ),
        ),
        migrations.RunPython(typed_to_answers, migrations.RunPython.noop),
        migrations.AlterField(
            "finalreport",
            "answers",
            models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="questionnaires.answerset"
            ),
        ),
        migrations.RemoveField("finalreport", "typed"),
        migrations.RemoveField("finalreport", "version"),
        migrations.RemoveField("finalreport", "saved_at"),
        migrations.RemoveField("finalreport", "done"),
        migrations.RemoveField("finalreport", "lessons"),
    ]
