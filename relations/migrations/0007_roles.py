from django.apps import apps as current_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

from relations.roles import ROLES, make_roles


def make(apps, schema_editor):
    """Django makes permissions after all migrations, so those needed here are made first."""
    config = current_apps.get_app_config("relations")
    create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    make_roles(apps)


def remove(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=[role.name for role in ROLES]).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('relations', '0006_four_eyes'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.RunPython(make, remove),
    ]
