from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("conference", "0007_a_place_is_an_order"),
        ("delegates", "0007_organizations_of_one_conference"),
    ]

    operations = [
        migrations.RenameField("category", "position", "order"),
        migrations.RenameField("rank", "position", "order"),
        migrations.RenameField("categoryrule", "position", "order"),
        migrations.AlterModelOptions(
            "category",
            {
                "ordering": ["order", "id"],
                "verbose_name": "category",
                "verbose_name_plural": "categories",
            },
        ),
        migrations.AlterModelOptions(
            "rank",
            {
                "ordering": ["order", "id"],
                "verbose_name": "protocol rank",
                "verbose_name_plural": "protocol ranks",
            },
        ),
        migrations.AlterModelOptions(
            "categoryrule",
            {
                "ordering": ["order", "id"],
                "verbose_name": "category rule",
                "verbose_name_plural": "category rules",
            },
        ),
        migrations.AlterModelOptions(
            "categoryzone",
            {
                "ordering": ["zone__order", "id"],
                "verbose_name": "zone of a category",
                "verbose_name_plural": "zones of categories",
            },
        ),
    ]
