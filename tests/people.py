"""People at the desk: accounts with roles or permissions, and clients logged in as them."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client

SPECIAL = ("review_entries", "retract_entries", "merge_entries")


def a_user(name, *permissions, curates=True):
    """A member of staff who may write every noun, unless told otherwise, and what else is named."""
    user = get_user_model().objects.create_user(name, is_staff=True)
    allowed = Permission.objects.filter(codename__in=permissions)
    if curates:
        of_record = Permission.objects.filter(content_type__app_label="relations")
        allowed |= of_record.exclude(codename__in=SPECIAL)
    user.user_permissions.set(allowed)
    return get_user_model().objects.get(pk=user.pk)  # permissions are kept with the object


def a_member(name, role):
    """A member of staff in one of the groups, such as `curator`."""
    user = get_user_model().objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return get_user_model().objects.get(pk=user.pk)


def a_viewer(name):
    """A member of staff who may look at everything and do nothing."""
    views = Permission.objects.filter(codename__startswith="view_")
    return a_user(name, *views.values_list("codename", flat=True), curates=False)


def logged_in(user):
    """A client of the user."""
    client = Client()
    client.force_login(user)
    return client
