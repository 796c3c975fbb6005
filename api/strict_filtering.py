"""Parameters are taken at their word: what is unknown, empty, doubled or wrong is refused by name.

Django REST framework and django-filter ignore unknown parameters: a typo returns the whole table.
"""

import unicodedata

import django_filters
from rest_framework.filters import BaseFilterBackend

from api.errors import InvalidParameters, invalid_parameter
from api.filter_kinds import SearchFilter

MOST_VALUES = 100
LONGEST_VALUE = 500
# One short query can hold two thousand wrong names; each takes a line that lists the right ones.
MOST_PROBLEMS = 20


def check_parameters(query, allowed, repeatable):
    """Raise InvalidParameters unless each parameter of the QueryDict is allowed and well-formed."""
    problems = []
    for name, values in query.lists():
        complaint = _complaint(values, is_repeatable=name in repeatable)
        if name not in allowed:
            shown = _printable(name[:LONGEST_VALUE])
            problems.append(
                invalid_parameter(shown, "unknown", "There is no such parameter here.", allowed)
            )
        elif complaint:
            problems.append(invalid_parameter(name, *complaint))
    if problems:
        raise InvalidParameters(*problems[:MOST_PROBLEMS])


def _complaint(values, *, is_repeatable):
    """Code and detail of what is wrong with the values of one parameter, or None."""
    if len(values) > 1 and not is_repeatable:
        return "repeated", "Give this parameter once."
    if len(values) > MOST_VALUES:
        return "too_many", f"Give at most {MOST_VALUES} values."
    if any(not value.strip() for value in values):
        return "empty", "Give a value or leave the parameter out."
    if any(len(value) > LONGEST_VALUE for value in values):
        return "too_long", f"Use at most {LONGEST_VALUE} characters."
    if any(_printable(value) != value for value in values):
        return "unprintable", "The value holds control characters or is not UTF-8."
    return None


def chosen_values(query, parameter, allowed, *, may_repeat=False):
    """The values given of a parameter with a closed list, each once unless it `may_repeat`.

    Raises InvalidParameters.
    """
    values = query.getlist(parameter)
    problems = [
        invalid_parameter(
            parameter, "invalid", f"“{value}” is not one of the allowed values.", allowed
        )
        for value in dict.fromkeys(values)
        if value not in allowed
    ]
    if len(set(values)) < len(values) and not may_repeat:
        problems.append(invalid_parameter(parameter, "repeated", "Give each value once.", allowed))
    if problems:
        raise InvalidParameters(*problems[:MOST_PROBLEMS])
    return values


def _printable(text):
    """`text` with a question mark for each control character, surrogate and undecodable byte."""
    return "".join(
        "?"
        if character == "\ufffd" or unicodedata.category(character) in ("Cc", "Cs")
        else character
        for character in text
    )


def _nearest(errors):
    """The slugs that may have been meant by those that there are not, each once."""
    found = (slug for error in errors for slug in (error.params or {}).get("nearest", ()))
    return list(dict.fromkeys(found))


class StrictFilterBackend(BaseFilterBackend):
    """Filters by the view's `filterset_class`, or answers 400."""

    def filter_queryset(self, request, queryset, view):
        if view.filterset_class is None or view.detail:
            return queryset
        return self.read(request, queryset, view).qs

    def read(self, request, queryset, view):
        """The view's filters with the values of the request; raises InvalidParameters."""
        filterset = view.filterset_class(request.query_params, queryset=queryset, request=request)
        if filterset.is_valid():
            return filterset
        raise InvalidParameters(
            *(
                invalid_parameter(
                    name,
                    "invalid",
                    " ".join(sentence for error in errors for sentence in error.messages),
                    filterset.filters[name].allowed_values or _nearest(errors),
                )
                for name, errors in filterset.form.errors.as_data().items()
            )
        )

    def get_schema_operation_parameters(self, view):
        filterset = getattr(view, "filterset_class", None)
        return [
            {
                "in": "query",
                "name": name,
                "description": kind.extra["help_text"],
                "schema": kind.schema(),
                **({"explode": True, "style": "form"} if kind.is_repeatable else {}),
            }
            for name, kind in (filterset.base_filters.items() if filterset else ())
        ]


class StrictFilterSet(django_filters.FilterSet):
    """The filters of a list: by the words of its entries, and those it adds.

    Refuses a range of days which ends before it begins.
    """

    search = SearchFilter()

    def __init__(self, data=None, **options):
        # Each filter costs time to make, so there are only those that are asked for.
        filters = type(self).base_filters
        self.base_filters = {name: kind for name, kind in filters.items() if name in data}
        super().__init__(data, **options)

    def value(self, name):
        """What is asked of a filter; None if nothing is."""
        return self.form.cleaned_data.get(name)

    @classmethod
    def repeatable_parameters(cls):
        return [name for name, kind in cls.base_filters.items() if kind.is_repeatable]

    @property
    def is_certain(self):
        """Whether a range of days asks for what is certain instead of what is possible."""
        return self.value("certainty") == "certain"

    def get_form_class(self):
        return type("RangeCheckedForm", (RangeCheck, super().get_form_class()), {})


class RangeCheck:
    """Form mixin: `x_after` must not lie after `x_before`."""

    def clean(self):
        values = super().clean() or self.cleaned_data
        for name, last in list(values.items()):
            first = values.get(f"{name.removesuffix('_before')}_after")
            if name.endswith("_before") and first and last and first.earliest > last.latest:
                self.add_error(name, "The range ends before it begins.")
        return values
