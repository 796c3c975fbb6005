"""What the history pages show. Everything here reads."""

from dataclasses import dataclass

from django.contrib.admin.utils import display_for_field, unquote
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404

from relations.models import Link

MOST_LINKS = 100
NOTHING = "–"


@dataclass
class Column:
    """One column of a version, and what stood there in the version before if that was different."""

    label: str
    value: str
    before: str | None


def version_or_404(model, object_id, version_id):
    versions = model.history.select_related("history_user")
    try:
        return versions.get(history_id=version_id, id=unquote(object_id))
    except (ObjectDoesNotExist, ValueError) as error:
        raise Http404("There is no such version.") from error


def name_of(version):
    """Name of the row at that version; its number where an entry it is named after is gone."""
    try:
        return str(version.instance)
    except ObjectDoesNotExist:
        return f"{version.instance_type._meta.verbose_name} {version.id}"


def columns(version):
    """All columns of a version, in the order of the model."""
    before = version.prev_record
    return [
        Column(
            label=field.verbose_name,
            value=shown(version, field),
            before=shown(before, field) if before and _differs(before, version, field) else None,
        )
        for field in version.instance_type._meta.concrete_fields
        if not field.primary_key
    ]


def changes(version, before):
    """The columns in which a version differs from the one before; none for the first version."""
    return [
        Column(field.verbose_name, shown(version, field), shown(before, field))
        for field in version.instance_type._meta.concrete_fields
        if before and field.name != "updated_at" and _differs(before, version, field)
    ]


def of_links(model_admin, request, object_id):
    """The newest changes of the links of an entry, from all kinds of links together.

    The entry's own history does not tell them: a link is a row of its own.
    """
    found = []
    for inline in model_admin.get_inline_instances(request):
        if not issubclass(inline.model, Link):
            continue
        fk = inline.get_formset(request).fk
        versions = inline.model.history.filter(**{fk.attname: unquote(object_id)})
        found += versions.select_related("history_user")[:MOST_LINKS]
    found.sort(key=lambda version: version.history_date, reverse=True)
    return [(name_of(version), version) for version in found[:MOST_LINKS]]


def _differs(before, version, field):
    return getattr(before, field.attname) != getattr(version, field.attname)


def shown(version, field):
    """What stands in a column of a version, or of the row itself, as text."""
    value = getattr(version, field.attname)
    if value in (None, "", []):
        return NOTHING
    if field.many_to_one:
        return _related(version, field)
    return ", ".join(value) if isinstance(value, list) else display_for_field(value, field, NOTHING)


def _related(version, foreign_key):
    try:
        return str(getattr(version, foreign_key.name))
    except ObjectDoesNotExist:
        number = getattr(version, foreign_key.attname)
        return f"{foreign_key.related_model._meta.verbose_name} {number}, deleted"
