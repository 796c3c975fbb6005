"""Which columns of a row stand in the files of the record, in which order and in which words."""

from datetime import datetime

from relations.models import Citation
from relations.vocabularies import FactKind

# Never in the files: row numbers, and what an installation alone knows of a row.
NOT_IN_FILES = ("id", "updated_at", "submitted_by", "reviewed_by", "reviewed_in")
# At the end of an entry, after what the entry is about.
LAST = ("publication_status",)
# Behind those, and only where a column is not at its default: an entry that leaves it out says
# that it is. Of a citation these are the facts too, as it bears on one alone.
ONLY_WHERE_TOLD = ("retraction_reason", "version", "corrected_at", "correction_reason")


def columns_in_files(model):
    """The columns of a table that stand in the files, in the order in which they are written."""
    told = _only_where_told(model)
    columns = {
        column.name: column
        for column in model._meta.concrete_fields
        if column.name not in NOT_IN_FILES and (column.editable or column.name in told)
    }
    first = [name for name in columns if name not in (*LAST, *told)]
    return [columns[name] for name in (*first, *LAST, *told) if name in columns]


def values_left_out(model):
    """What an entry says by leaving a column out: attname → value."""
    told = _only_where_told(model)
    columns = [column for column in columns_in_files(model) if column.name in told]
    return {column.attname: column.get_default() for column in columns}


def written_fields(model, values, slug_of):
    """The fields of an entry as the files write them, from the values of a row by attname.

    `slug_of(model, pk)` names another entry.
    """
    left_out = values_left_out(model)
    fields = {}
    for column in columns_in_files(model):
        value = values[column.attname]
        if column.attname in left_out and value == left_out[column.attname]:
            continue
        if column.is_relation and value is not None:
            value = [slug_of(column.related_model, value)]
        fields[column.name] = value.isoformat() if isinstance(value, datetime) else value
    return fields


def _only_where_told(model):
    return (*(FactKind.values if model is Citation else ()), *ONLY_WHERE_TOLD)
