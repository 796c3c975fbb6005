"""The kinds of filters of the API; each says what it takes and lists what is allowed.

A kind with a `facet` tells how many rows each of its values would leave.
"""

import re
from contextlib import suppress
from datetime import date

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.urls import NoReverseMatch, reverse
from django_filters.fields import ModelMultipleChoiceField, MultipleChoiceField

from api.named_enums import named_enum, vocabulary_enum
from relations import facets, search_terms
from relations.imprecise_dates import ImpreciseDateError, parse
from relations.merged_entries import survivors
from relations.nearest import nearest

SLUGS = {"type": "array", "minItems": 1, "items": {"$ref": "#/components/schemas/Slug"}}
NOT_ALLOWED = "“%(value)s” is not one of the allowed values."
CERTAINTIES = {
    "possible": "What may have been on the days asked for.",
    "certain": "What cannot have been outside the days asked for.",
}
LONGEST_TEXT = 200
MOST_SOURCES = 1000
MOST_GUESSED = 3


class VocabularyField(MultipleChoiceField):
    default_error_messages = {"invalid_choice": NOT_ALLOWED}


class VocabularyFilter(django_filters.MultipleChoiceFilter):
    """Rows whose column holds one of the given values of a vocabulary; repeat it for several.

    `phrase` is a method of the read language that takes the values, where there is no such column.
    """

    field_class = VocabularyField
    is_repeatable = True

    def __init__(self, vocabulary, help_text, *, phrase=None):
        self.phrase = phrase
        self.vocabulary = vocabulary
        self.allowed_values = vocabulary.values
        super().__init__(choices=vocabulary.choices, help_text=help_text)

    def schema(self):
        return {"type": "array", "minItems": 1, "items": vocabulary_enum(self.vocabulary)}

    def filter(self, queryset, values):
        if self.phrase and values:
            return getattr(queryset, self.phrase)(*values)
        return queryset.filter(**{f"{self.field_name}__in": values}) if values else queryset

    def facet(self, queryset):
        return facets.by_term(queryset, self.field_name, self.vocabulary)


class EntriesField(ModelMultipleChoiceField):
    default_error_messages = {
        "invalid_choice": "There is no published entry with the slug “%(value)s”."
    }

    def _check_values(self, slugs):
        """The entries, also those into which one of such a slug was merged.

        Every slug without an entry is named, in the order given.
        """
        found = {entry.slug: entry for entry in self.queryset.filter(slug__in=slugs)}
        missing = [slug for slug in dict.fromkeys(slugs) if slug not in found]
        found |= survivors(self.queryset.model, missing) if missing else {}
        unknown = [slug for slug in missing if slug not in found]
        if unknown:
            raise self._refusal(unknown)
        return list(found.values())

    def _refusal(self, slugs):
        """Names the slugs there are none of, and those that may have been meant."""
        sentence = self.error_messages["invalid_choice"]
        meant = {"nearest": nearest(self.queryset, slugs[:MOST_GUESSED])}
        refusals = [ValidationError(sentence, params=meant | {"value": slug}) for slug in slugs]
        if any("," in slug for slug in slugs):
            refusals.append(ValidationError("To give several, repeat the parameter."))
        # Of what is only a part of other entries, there is no list.
        with suppress(NoReverseMatch):
            address = reverse(f"v1:{self.queryset.model._meta.model_name}-list")
            refusals.append(ValidationError(f"All are listed at {address}."))
        return ValidationError(refusals)


class EntryFilter(django_filters.ModelMultipleChoiceFilter):
    """Rows tied to one of the published entries given by slug; repeat it for several.

    The tie is a column of the row, or a phrase of the read language: `on`, `by`, `cited_in` ...
    """

    field_class = EntriesField
    is_repeatable = True
    allowed_values = ()

    def __init__(self, model, help_text, *, column=None, phrase=None):
        self.model, self.column, self.phrase = model, column, phrase
        super().__init__(
            queryset=lambda request: model.objects.published(),
            to_field_name="slug",
            help_text=help_text,
        )

    def schema(self):
        return SLUGS

    def filter(self, queryset, entries):
        if not entries:
            return queryset
        if self.phrase:
            return getattr(queryset, self.phrase)(*entries)
        return queryset.filter(**{f"{self.column}__in": entries})

    def facet(self, queryset):
        # The phrases about a tree include what is below; a column is that very entry.
        climbs = self.phrase is not None
        return facets.by_entry(queryset, self.field_name, self.model, with_those_above=climbs)


class TextFilter(django_filters.CharFilter):
    """Rows whose column of the same name equals the text, whatever its case; or a phrase."""

    is_repeatable = False
    allowed_values = ()

    def __init__(self, help_text, *, phrase=None):
        self.phrase = phrase
        super().__init__(lookup_expr="same_as", help_text=help_text, max_length=LONGEST_TEXT)

    def schema(self):
        return {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}

    def filter(self, queryset, text):
        if self.phrase and text:
            return getattr(queryset, self.phrase)(text)
        return super().filter(queryset, text)


class SearchField(forms.CharField):
    def clean(self, value):
        try:
            return search_terms.parse(value) if value else None
        except ValueError as error:
            raise ValidationError("%(message)s", params={"message": str(error)}) from error


class SearchFilter(django_filters.Filter):
    """Rows that hold the words searched for."""

    field_class = SearchField
    is_repeatable = False
    allowed_values = ()

    def __init__(self):
        super().__init__(help_text=f"Words to be found in the entry. {search_terms.SYNTAX}")

    def schema(self):
        return {"type": "string", "minLength": 1, "maxLength": search_terms.LONGEST_SEARCH}

    def filter(self, queryset, search):
        return queryset if search is None else queryset.matching(search)


class DisputedFilter(django_filters.TypedChoiceFilter):
    """Facts that some passage disputes, or those that none does."""

    is_repeatable = False
    allowed_values = ("true", "false")

    def __init__(self, help_text):
        super().__init__(
            choices=[(value, value) for value in self.allowed_values],
            coerce=lambda value: value == "true",
            empty_value=None,
            error_messages={"invalid_choice": NOT_ALLOWED},
            help_text=help_text,
        )

    def schema(self):
        return {"type": "boolean"}

    def filter(self, queryset, is_disputed):
        if is_disputed is None:
            return queryset
        return queryset.disputed() if is_disputed else queryset.undisputed()

    def facet(self, queryset):
        return facets.by_dispute(queryset)


class NumberField(forms.CharField):
    """A whole number from 1 to `largest`, in plain digits."""

    def __init__(self, *, largest, **options):
        self.largest = largest
        super().__init__(**options)

    def clean(self, value):
        if not value:
            return None
        is_number = value.isascii() and value.isdigit() and len(value) <= len(str(self.largest))
        if not is_number or not 1 <= int(value) <= self.largest:
            raise ValidationError(f"Use a whole number from 1 to {self.largest}.")
        return int(value)


class SourcesFilter(django_filters.Filter):
    """Facts that rest on a number of independent sources."""

    field_class = NumberField
    is_repeatable = False
    allowed_values = ("1", "2", "3")

    def __init__(self, help_text):
        super().__init__(help_text=help_text, largest=MOST_SOURCES)

    def schema(self):
        return {"type": "integer", "minimum": 1, "maximum": MOST_SOURCES}

    def filter(self, queryset, at_least):
        return queryset if at_least is None else queryset.supported_by_sources(at_least)


class ImpreciseDateValueField(forms.CharField):
    def clean(self, value):
        try:
            return parse(value) if value else None
        except ImpreciseDateError as error:
            raise ValidationError("%(message)s", params={"message": str(error)}) from error


class RangeFilter(django_filters.Filter):
    """One end of a range of days, given as a date of any precision the record knows."""

    field_class = ImpreciseDateValueField
    is_repeatable = False
    allowed_values = ("2025", "2025-05", "2025-05-14", "2026-21", "2026-33")

    def __init__(self, help_text):
        super().__init__(help_text=help_text)

    def schema(self):
        return {"type": "string", "minLength": 4, "maxLength": 64}

    def filter(self, queryset, value):
        if value is None:
            return queryset
        within = queryset.certainly_within if self.parent.is_certain else queryset.possibly_within
        return within(*self.days(value))


class AfterFilter(RangeFilter):
    def days(self, value):
        return value.earliest, date.max


class BeforeFilter(RangeFilter):
    def days(self, value):
        return date.min, value.latest


class DayField(forms.DateField):
    default_error_messages = {"invalid": "Use a day, such as 2025-05-14."}

    def __init__(self, **options):
        super().__init__(input_formats=["%Y-%m-%d"], **options)

    def to_python(self, value):
        # strptime also takes 2025-5-1 and white space around.
        if value and not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class AsOfFilter(django_filters.Filter):
    """What had happened by a day, or was in force on it."""

    field_class = DayField
    is_repeatable = False
    allowed_values = ("2025-05-14",)

    def __init__(self, help_text):
        super().__init__(help_text=help_text)

    def schema(self):
        return {"type": "string", "format": "date"}

    def filter(self, queryset, day):
        if day is None:
            return queryset
        return queryset.certainly_as_of(day) if self.parent.is_certain else queryset.as_of(day)


class CertaintyFilter(django_filters.ChoiceFilter):
    """How the set reads imprecise dates; filters nothing by itself."""

    is_repeatable = False
    allowed_values = tuple(CERTAINTIES)

    def __init__(self):
        super().__init__(
            choices=[(value, value) for value in CERTAINTIES],
            error_messages={"invalid_choice": NOT_ALLOWED},
            help_text=(
                "How ranges of days read imprecise dates: `possible` (default) finds what may fall "
                "into the range, `certain` what cannot fall outside. Entries without a date are "
                "in no range."
            ),
        )

    def schema(self):
        return named_enum("Certainty", "How an imprecise date is read.", CERTAINTIES)

    def filter(self, queryset, value):
        return queryset
