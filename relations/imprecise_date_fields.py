"""Model and form fields for imprecise dates.

The text of a date is stored, and beside it the first and the last day it can mean, so that ranges
of days can be asked for. These bounds are never assigned, always derived. One door stays open: a
write that names its columns (`save(update_fields=...)`, `QuerySet.update()`) must name them too.
"""

from django import forms
from django.core import checks
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.query_utils import DeferredAttribute

from relations.imprecise_dates import MAX_LENGTH, ImpreciseDateError, describe, parse
from relations.vocabularies import DateBasis


def validate_imprecise_date(text):
    try:
        parse(text)
    except ImpreciseDateError as error:
        raise ValidationError(str(error), code="imprecise_date") from error


class ImpreciseDateWidget(forms.TextInput):
    """A text input that says how its date is read, or why it is refused, while it is typed."""

    template_name = "relations/widgets/imprecise_date.html"

    class Media:
        js = ["relations/imprecise_date.js"]

    def __init__(self, attrs=None):
        # The admin's own class, so that the input looks like its neighbours.
        super().__init__({"class": "vTextField", **(attrs or {})})

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["reading_id"] = f"{widget['attrs'].get('id', name)}_reading"
        described_by = [widget["attrs"].get("aria-describedby"), widget["reading_id"]]
        widget["attrs"]["aria-describedby"] = " ".join(filter(None, described_by))
        try:
            widget["reading"] = describe(parse(widget["value"])) if widget["value"] else ""
        except ImpreciseDateError as error:
            widget["refusal"] = str(error)
        return context


class ImpreciseDateFormField(forms.CharField):
    widget = ImpreciseDateWidget
    default_validators = [validate_imprecise_date]


class ImpreciseDateText(DeferredAttribute):
    def __set__(self, instance, value):
        field = self.field
        instance.__dict__[field.attname] = field.to_python(value)
        # Django takes a field whose name is missing here for deferred, and save() would skip it:
        # whoever has the text has its bounds. The value is never read.
        for suffix in (EarliestField.suffix, LatestField.suffix):
            instance.__dict__[field.name.removesuffix("_on") + suffix] = None


class ImpreciseDateField(models.CharField):
    """A date in the subset of EDTF that `relations.imprecise_dates` reads; named `..._on`."""

    default_validators = [validate_imprecise_date]
    descriptor_class = ImpreciseDateText

    def __init__(self, *args, max_length=MAX_LENGTH, null=True, blank=True, **kwargs):
        super().__init__(*args, max_length=max_length, null=null, blank=blank, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        # Django leaves out what equals its own defaults, which are not the defaults here.
        return name, path, args, {**kwargs, "null": self.null, "blank": self.blank}

    def to_python(self, value):
        return super().to_python(value) or None

    def formfield(self, **kwargs):
        # The admin proposes its plain text input for every CharField.
        kwargs["widget"] = ImpreciseDateWidget
        return super().formfield(**{"form_class": ImpreciseDateFormField, **kwargs})

    def companions(self):
        """The fields beside the date: as printed, earliest, latest, basis and note."""
        return (
            models.CharField(
                max_length=200,
                blank=True,
                help_text="The date in the words of the document; blank if it has none.",
            ),
            EarliestField(
                help_text="First day the date can mean; 0001-01-01 if its beginning is open.",
            ),
            LatestField(
                help_text="Last day the date can mean; 9999-12-31 if its end is open.",
            ),
            models.CharField(
                max_length=8,
                choices=DateBasis,
                null=True,
                blank=True,
                help_text="Whether the date is stated or inferred; null if there is no date.",
            ),
            models.TextField(
                blank=True,
                help_text="Why the date is inferred, or what its form cannot express.",
            ),
        )


class DerivedBound(DeferredAttribute):
    def __get__(self, instance, cls=None):
        if instance is None:
            return self
        return self.field.derived_from(getattr(instance, self.field.text_name))

    def __set__(self, instance, value):
        """Leave aside what is loaded or assigned: the text alone decides."""


class DerivedBoundField(models.DateField):
    """A bound of the imprecise date with the same stem: `held_earliest` is a bound of `held_on`."""

    suffix = None
    descriptor_class = DerivedBound

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{**kwargs, "null": True, "editable": False, "db_index": True})

    @property
    def text_name(self):
        return self.name.removesuffix(self.suffix) + "_on"

    def derived_from(self, text):
        """The bound, or None if there is no date or none that can be read."""
        try:
            return self.bound_of(parse(text)) if text else None
        except ImpreciseDateError:
            return None

    def bound_of(self, date):
        raise NotImplementedError

    def check(self, **kwargs):
        return [*super().check(**kwargs), *self._check_text_name()]

    def _check_text_name(self):
        try:
            text_field = self.model._meta.get_field(self.text_name)
        except FieldDoesNotExist:
            text_field = None
        if isinstance(text_field, ImpreciseDateField):
            return []
        return [
            checks.Error(
                f"A bound is derived from an ImpreciseDateField named {self.text_name!r}.",
                hint="Name the companions after their date: held_on, held_earliest, held_latest.",
                obj=self,
                id="relations.E001",
            )
        ]


class EarliestField(DerivedBoundField):
    suffix = "_earliest"

    def bound_of(self, date):
        return date.earliest


class LatestField(DerivedBoundField):
    suffix = "_latest"

    def bound_of(self, date):
        return date.latest


def imprecise_date_constraints(model_name: str, stem: str) -> list[models.CheckConstraint]:
    """What the database holds for an imprecise date and its companions.

    A comparison with NULL is neither true nor false and would pass a CHECK, so every case says
    which columns are null.
    """
    text, earliest, latest = f"{stem}_on", f"{stem}_earliest", f"{stem}_latest"
    basis, note = f"{stem}_basis", f"{stem}_note"
    return [
        models.CheckConstraint(
            condition=(_is_null(text) & _is_null(basis))
            | (_is_set(text) & _is_set(basis) & Q(**{f"{basis}__in": DateBasis.values})),
            name=f"{model_name}_{text}_has_a_basis",
            violation_error_message=(
                f"{basis}: a date is either stated or inferred, so choose one; "
                f"without a date leave it empty."
            ),
        ),
        models.CheckConstraint(
            condition=_is_null(basis) | ~Q(**{basis: DateBasis.INFERRED}) | ~Q(**{note: ""}),
            name=f"{model_name}_{stem}_inferred_says_why",
            violation_error_message=f"{note}: the date is inferred, so write from what, and why.",
        ),
        models.CheckConstraint(
            condition=(_is_null(text) & _is_null(earliest) & _is_null(latest))
            | (
                _is_set(text)
                & _is_set(earliest)
                & _is_set(latest)
                & Q(**{f"{earliest}__lte": F(latest)})
            ),
            name=f"{model_name}_{stem}_bounds_are_in_order",
            violation_error_message=(
                f"{text}: its first or last day is missing or out of order. They are derived from "
                f"the date: correct the date and save the whole entry."
            ),
        ),
    ]


def _is_null(name):
    return Q(**{f"{name}__isnull": True})


def _is_set(name):
    return Q(**{f"{name}__isnull": False})
