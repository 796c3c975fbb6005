"""What every table of the record has in common: history, natural keys, and publication."""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from relations.text_rules import validate_slug, validate_storable
from relations.vocabularies import PublicationStatus


def one_of(field, vocabulary, *, or_none=False):
    """Constraint: `field` holds a value of the vocabulary (or nothing, where `or_none`)."""
    condition = Q(**{f"{field}__in": vocabulary.values})
    condition = condition | Q(**{f"{field}__isnull": True}) if or_none else condition
    return models.CheckConstraint(
        condition=condition,
        name=f"%(class)s_{field}_is_known",
        violation_error_message=f"{field}: use one of {', '.join(vocabulary.values)}.",
    )


class Recorded(models.Model):
    """A row whose every change is kept.

    `natural_key_fields` name the row without a row number: its slug, or the entries it links.
    """

    natural_key_fields = ()

    history = HistoricalRecords(
        inherit=True, history_change_reason_field=models.TextField(null=True)
    )

    class Meta:
        abstract = True

    @classmethod
    def natural_key_lookups(cls, key):
        """Filter arguments for a natural key as `natural_key()` returns it."""
        lookups = {}
        for name, value in zip(cls.natural_key_fields, key, strict=True):
            is_relation = cls._meta.get_field(name).is_relation
            if is_relation and value is None:
                lookups[f"{name}__isnull"] = True
            else:
                lookups[f"{name}__slug" if is_relation else name] = value
        return lookups

    def natural_key(self):
        return tuple(
            getattr(value, "slug", value)
            for value in (getattr(self, name) for name in self.natural_key_fields)
        )

    def clean_fields(self, exclude=None):
        for field in self._meta.concrete_fields:
            value = getattr(self, field.attname)
            if field.null and value == "":
                setattr(self, field.attname, None)
            elif isinstance(field, models.JSONField) and value in field.empty_values:
                # Django does not validate a blank value, and a form gives None for it.
                setattr(self, field.attname, field.get_default())
        super().clean_fields(exclude=exclude)
        problems = {}
        for field in self._meta.concrete_fields:
            text = getattr(self, field.attname)
            if isinstance(text, str):
                try:
                    validate_storable(text)
                except ValidationError as problem:
                    problems[field.name] = problem
        if problems:
            raise ValidationError(problems)


class Entry(Recorded):
    """A noun of the record, with a permanent slug and a publication status."""

    natural_key_fields = ("slug",)

    slug = models.CharField(
        max_length=200,
        unique=True,
        validators=[validate_slug],
        help_text="Permanent identifier in addresses; never changed, never used again.",
    )
    publication_status = models.CharField(
        max_length=9,
        choices=PublicationStatus,
        default=PublicationStatus.DRAFT,
        db_index=True,
        help_text="Where the entry stands; only published entries are public.",
    )
    retraction_reason = models.TextField(
        blank=True, help_text="Why a published entry was withdrawn, in words for the public."
    )
    updated_at = models.DateTimeField(
        default=timezone.now, editable=False, help_text="When the entry was last saved (UTC)."
    )

    class Meta:
        abstract = True
        ordering = ["slug"]
        constraints = [
            one_of("publication_status", PublicationStatus),
            models.CheckConstraint(
                condition=~Q(publication_status=PublicationStatus.RETRACTED)
                | ~Q(retraction_reason=""),
                name="%(class)s_retracted_says_why",
                violation_error_message=(
                    "retraction_reason: say for the public why it is withdrawn."
                ),
            ),
        ]

    def save(self, *args, **kwargs):
        # Not `auto_now`: plain `loaddata` skips it and would leave the column empty.
        self.updated_at = timezone.now()
        super().save(*args, **kwargs)


class Link(Recorded):
    """A tie between two entries; public when everything it ties is."""

    class Meta:
        abstract = True
        ordering = ["id"]


def recorded_models(kind=Recorded):
    """Every table of the record, or those of one kind: `Entry` or `Link`."""
    return [model for model in apps.get_models() if issubclass(model, kind)]
