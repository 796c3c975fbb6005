"""Form fields that give back what is stored, to the code point, and say what their values mean."""

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.db import models
from django.utils.html import format_html, format_html_join

from relations.vocabularies import vocabulary_of

# Words that are compared with a document: a blank at either end belongs to them.
EXACT_TEXTS = {"text", "exact", "prefix", "suffix"}


class Text(forms.CharField):
    """Text of several lines. Browsers send a line break as CR LF; the record knows LF only."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class Names(forms.CharField):
    """A list of names, one on each line."""

    def __init__(self, *, encoder=None, decoder=None, **options):
        options.setdefault("empty_value", [])
        super().__init__(**options)

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def has_changed(self, initial, data):
        return (initial or []) != self.to_python(data)


def with_definitions(help_text, vocabulary):
    """The help text, and below it what each value of the vocabulary means."""
    meanings = format_html_join(
        "", "<dt>{}</dt><dd>{}</dd>", ((value.label, value.definition) for value in vocabulary)
    )
    return format_html(
        "{}<details><summary>What the values mean</summary><dl>{}</dl></details>",
        help_text,
        meanings,
    )


class CuratedFields:
    """How an admin or an inline offers the fields of the record."""

    formfield_overrides = {
        models.TextField: {"form_class": Text, "widget": AdminTextareaWidget({"rows": 3})},
        models.URLField: {"assume_scheme": "https"},
        models.JSONField: {"form_class": Names, "widget": AdminTextareaWidget({"rows": 3})},
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in EXACT_TEXTS:
            # A text area for the short ones too: an input of one line drops line breaks.
            rows = 2 if db_field.max_length else 5
            widget = AdminTextareaWidget({"rows": rows})
            kwargs |= {"form_class": Text, "strip": False, "widget": widget}
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None:
            return None
        if isinstance(db_field, models.JSONField):
            field.help_text += " One on each line."
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            # Next to a field, it reads as if it emptied the field.
            field.widget.can_delete_related = False
        return field

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        field = super().formfield_for_choice_field(db_field, request, **kwargs)
        vocabulary = vocabulary_of(value for value, _ in db_field.choices)
        if vocabulary:
            field.help_text = with_definitions(field.help_text, vocabulary)
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", self._admin_of(db_field).get_queryset(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_autocomplete_fields(self, request):
        """Every foreign key: a dropdown of a whole table is slow, and useless to its reader."""
        return [field.name for field in self._foreign_keys()]

    def _foreign_keys(self):
        return [field for field in self.model._meta.concrete_fields if field.many_to_one]

    def _admin_of(self, foreign_key):
        return self.admin_site.get_model_admin(foreign_key.related_model)
