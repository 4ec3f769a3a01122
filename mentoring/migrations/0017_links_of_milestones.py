from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("mentoring", "0016_deputies_pauses_templates"),
    ]

    operations = [
        migrations.RenameField("milestone", "link", "links"),
        migrations.AlterField(
            "milestone",
            "links",
            models.TextField(blank=True, max_length=4000, verbose_name="links"),
        ),
    ]
