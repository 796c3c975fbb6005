"""Facets of a list: for each value of a filter, the number of listed entries that have it.

A list offers a facet for each filter whose kind has one, and `year` where its entries have a date.
"""

from dataclasses import asdict
from functools import partial

from api.kept_counts import kept, which
from api.named_enums import named_enum
from relations.facets import MOST_VALUES, by_year

YEAR = "year"
FACET_VALUE = {
    "type": "object",
    "description": "One value of a facet.",
    "properties": {
        "value": {"type": "string", "description": "What to give to the filter of that name."},
        "label": {"type": "string", "description": "The value as people read it."},
        "count": {
            "type": "integer",
            "minimum": 1,
            "maximum": 2147483647,
            "description": "Number of entries with it, under all filters that are given.",
        },
    },
}


def facets_of(view):
    """Names of the facets of the view's list, its filters' first; none where rows are chains."""
    if not view.has_facets:
        return []
    filters = view.filterset_class.base_filters if view.filterset_class else {}
    names = [name for name, kind in filters.items() if hasattr(kind, "facet")]
    return [*names, YEAR] if _date_of(view) else names


def count_facets(names, view, rows):
    """The values of each facet under the filters that chose the rows."""
    is_certain = view.request.query_params.get("certainty") == "certain"
    counted = which(rows)

    def values(name):
        if name == YEAR:
            found = by_year(rows, certain=is_certain)
        else:
            found = view.filterset_class.base_filters[name].facet(rows)
        return [asdict(each) for each in found]

    return {
        name: kept(view.request, (name, is_certain, counted), partial(values, name))
        for name in names
    }


def _date_of(view):
    return getattr(view.model.objects.all(), "dated_by", None)


# Schema -------------------------------------------------------------------------------------------
def facet_enum(view):
    filters = view.filterset_class.base_filters if view.filterset_class else {}
    dated = f"The year of `{_date_of(view)}_on`."
    return named_enum(
        f"{view.basename.capitalize()}Facet",
        f"What the {view.model._meta.verbose_name_plural} of a list can be counted by.",
        {
            name: dated if name == YEAR else filters[name].extra["help_text"]
            for name in facets_of(view)
        },
    )


def facet_description(view):
    stem = _date_of(view)
    year = (
        f" `{YEAR}` counts by the year of the date, as one value for both `{stem}_after` and "
        f"`{stem}_before` finds it. It reads imprecise dates as `certainty` says; a date with an "
        "open end counts in the years that the other dates span."
    )
    return (
        "What to count the entries by, beside listing them; give each name once. The page then has "
        "`facets`: for each value of the filter of that name the number of entries that have it, "
        "under all filters given, its own included; the most frequent first, at most "
        f"{MOST_VALUES}, none without entries.{year if stem else ''}"
    )


def facets_schema(view):
    values = {"type": "array", "items": {"$ref": "#/components/schemas/FacetValue"}}
    facets = {
        "type": "object",
        "title": f"{view.basename.capitalize()}Facets",
        "description": "Numbers of entries by each facet that `facet` asks for, and by no other.",
        "properties": {
            name: {
                **values,
                "maxItems": MOST_VALUES,
                "description": f"Values of the facet `{name}`, the most frequent first.",
            }
            for name in facets_of(view)
        },
    }
    return {"allOf": [facets], "description": "The numbers; missing unless `facet` is given."}
