from django.db import migrations

from relations.roles import make_permissions_and_roles, remove_roles


class Migration(migrations.Migration):

    dependencies = [
        ('relations', '0006_four_eyes'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.RunPython(make_permissions_and_roles, remove_roles),
    ]
