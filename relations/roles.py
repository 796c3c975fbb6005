"""The roles of the desk: groups with the permissions that each needs."""

from dataclasses import dataclass

from django.apps import apps as current_apps
from django.contrib.auth.management import create_permissions

SEE, WRITE, DELETE = ("view",), ("add", "change"), ("delete",)


@dataclass(frozen=True)
class Role:
    """What members of a group may do with the tables of the record, and the permissions beyond."""

    name: str
    verbs: tuple
    special: tuple = ()


CURATOR = Role("curator", (*SEE, *WRITE, *DELETE), ("add_documenttext", "import_spreadsheets"))
REVIEWER = Role("reviewer", SEE, ("review_entries",))
EDITOR = Role(
    "editor-in-chief",
    CURATOR.verbs,
    (*CURATOR.special, *REVIEWER.special, "retract_entries", "merge_entries"),
)
READER = Role("reader", SEE)
ROLES = (CURATOR, REVIEWER, EDITOR, READER)

# What everybody at the desk sees beside the record itself.
BESIDE_THE_RECORD = ("proposal", "reviewevent", "documenttext")


def make_roles(apps):
    """Make the groups, and give them what they lack; nothing is taken from them.

    `apps` are the models as they are, or as they were at a migration, whose permissions Django has
    made already.
    """
    group = apps.get_model("auth", "Group")
    permission = apps.get_model("auth", "Permission")
    of_record = permission.objects.filter(content_type__app_label="relations")
    for role in ROLES:
        made, _ = group.objects.get_or_create(name=role.name)
        names = [f"{verb}_{model}" for verb in role.verbs for model in _record(apps)]
        names += [f"view_{model}" for model in BESIDE_THE_RECORD]
        made.permissions.add(*of_record.filter(codename__in=[*names, *role.special]))


def make_permissions_and_roles(apps, schema_editor):
    """The step of a migration; the groups need permissions, which Django makes after it."""
    config = current_apps.get_app_config("relations")
    create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    make_roles(apps)


def remove_roles(apps, schema_editor):
    """The step back."""
    apps.get_model("auth", "Group").objects.filter(name__in=[role.name for role in ROLES]).delete()


def _record(apps):
    """Names of the tables of the record: those that have a history."""
    names = {model._meta.model_name for model in apps.get_app_config("relations").get_models()}
    return sorted(name for name in names if f"historical{name}" in names)
