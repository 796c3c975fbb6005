"""What every table of the record has in common: history, natural keys, and publication."""

from operator import attrgetter

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from relations.text_rules import bounded_integer, validate_slug, validate_storable
from relations.vocabularies import PublicationStatus, ReviewPlace


def one_of(field, vocabulary, *, or_none=False):
    """Constraint: `field` holds a value of the vocabulary (or nothing, where `or_none`)."""
    condition = Q(**{f"{field}__in": vocabulary.values})
    condition = condition | Q(**{f"{field}__isnull": True}) if or_none else condition
    return models.CheckConstraint(
        condition=condition,
        name=f"%(class)s_{field}_is_known",
        violation_error_message=f"{field}: use one of {', '.join(vocabulary.values)}.",
    )


def reviewer(help_text):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=help_text,
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
    # Lookups of the values that its name is made of, by `name_from`.
    named_by = ("name",)

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
    submitted_by = reviewer("Who last sent it for review.")
    reviewed_by = reviewer("Who checked it and published it.")
    reviewed_in = models.CharField(
        max_length=15,
        choices=ReviewPlace,
        null=True,
        blank=True,
        help_text="Where it was reviewed; null while it was not.",
    )
    version = bounded_integer(
        1, 1_000_000, default=1, help_text="Number of its published version, from 1."
    )
    corrected_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was last corrected (UTC); null if it never was."
    )
    correction_reason = models.TextField(
        blank=True, help_text="Why it was last corrected; empty if it never was."
    )
    updated_at = models.DateTimeField(
        default=timezone.now, editable=False, help_text="When the entry was last saved (UTC)."
    )

    # What happens to the entry at the desk; the rest is what it says.
    WORKFLOW_FIELDS = (
        "publication_status",
        "retraction_reason",
        "submitted_by",
        "reviewed_by",
        "reviewed_in",
        "version",
        "corrected_at",
        "correction_reason",
        "updated_at",
    )

    class Meta:
        abstract = True
        ordering = ["slug"]
        constraints = [
            one_of("publication_status", PublicationStatus),
            one_of("reviewed_in", ReviewPlace, or_none=True),
            models.CheckConstraint(
                condition=~Q(publication_status=PublicationStatus.RETRACTED)
                | ~Q(retraction_reason=""),
                name="%(class)s_retracted_says_why",
                violation_error_message=(
                    "retraction_reason: say for the public why it is withdrawn."
                ),
            ),
            models.CheckConstraint(
                # Each `isnull` is needed: a comparison with NULL would let the row pass.
                condition=~Q(publication_status=PublicationStatus.PUBLISHED)
                | Q(
                    reviewed_in=ReviewPlace.VERSION_CONTROL,
                    reviewed_in__isnull=False,
                    submitted_by__isnull=True,
                    reviewed_by__isnull=True,
                )
                | (
                    Q(
                        reviewed_in=ReviewPlace.DESK,
                        reviewed_in__isnull=False,
                        submitted_by__isnull=False,
                        reviewed_by__isnull=False,
                    )
                    & ~Q(reviewed_by=F("submitted_by"))
                ),
                name="%(class)s_published_after_four_eyes",
                violation_error_message=(
                    "publication_status: what is published was reviewed by another than its author."
                ),
            ),
            models.CheckConstraint(
                condition=Q(version=1, corrected_at__isnull=True, correction_reason="")
                | (Q(version__gt=1, corrected_at__isnull=False) & ~Q(correction_reason="")),
                name="%(class)s_correction_says_when_and_why",
                violation_error_message=(
                    "version: above 1, corrected_at and correction_reason say when and why."
                ),
            ),
        ]

    def __str__(self):
        return self.name_from(
            *(attrgetter(path.replace("__", "."))(self) for path in self.named_by)
        )

    def save(self, *args, **kwargs):
        # Not `auto_now`: plain `loaddata` skips it and would leave the column empty.
        self.updated_at = timezone.now()
        super().save(*args, **kwargs)

    @staticmethod
    def name_from(name):
        """The name or short description of an entry, from the values of `named_by`."""
        return name

    def reviewed_in_files(self):
        """Mark the entry as reviewed in version control if it is published, and else as not."""
        is_public = self.publication_status == PublicationStatus.PUBLISHED
        self.reviewed_in = ReviewPlace.VERSION_CONTROL if is_public else None
        self.submitted_by = self.reviewed_by = None


class Link(Recorded):
    """A tie between two entries; public when everything it ties is."""

    class Meta:
        abstract = True
        ordering = ["id"]


def recorded_models(kind=Recorded):
    """Every table of the record, or those of one kind: `Entry` or `Link`."""
    return [model for model in apps.get_models() if issubclass(model, kind)]
