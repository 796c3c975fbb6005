"""The tables described for programs, as a Data Package: https://datapackage.org.

It fits version 2 of the standard, and by its profiles version 1 too.
"""

import json

from drf_spectacular.settings import spectacular_settings

from api.licence import DATA_LICENCE, NOT_COVERED
from api.release_folder import name_of, sha256_of
from api.v1 import VERSION

DIALECT = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True}


def write_data_package(path, resources, day):
    """Write the description of the tables in `resources`, whose CSV files are there."""
    names = {resource.model: resource.name for resource in resources}
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "profile": "tabular-data-package",
        "name": name_of(day),
        "title": spectacular_settings.TITLE,
        "description": "All published entries, a table for each resource. `README.md` beside this "
        f"tells how to read them, `codebook.md` what their values mean. {NOT_COVERED}",
        "version": f"{VERSION.number}+{day.isoformat()}",
        "licenses": [
            {
                "name": DATA_LICENCE.spdx,
                "path": DATA_LICENCE.url,
                "title": DATA_LICENCE.name,
            }
        ],
        "created": f"{day.isoformat()}T00:00:00Z",
        "resources": [_resource(each, names) for each in resources],
    }
    path.write_text(json.dumps(package, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _resource(resource, names):
    with resource.csv.open("rb") as file:
        sha256 = sha256_of(file)
    references = [
        {
            "fields": [column.name],
            "reference": {"resource": names[column.refers_to], "fields": ["slug"]},
        }
        for column in resource.columns
        if column.refers_to and column.kind != "array"
    ]
    return {
        "name": resource.name,
        "type": "table",
        "profile": "tabular-data-resource",
        "path": resource.csv.relative_to(resource.folder).as_posix(),
        "description": resource.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": resource.csv.stat().st_size,
        "hash": f"sha256:{sha256}",
        "dialect": DIALECT,
        "schema": {
            "fields": [_field(column) for column in resource.columns],
            "missingValues": [""],
            "primaryKey": ["slug"],
            # An empty list would not fit the standard.
            **({"foreignKeys": references} if references else {}),
        },
    }


def _field(column):
    # Several values with something between them are one text for those who read a cell.
    is_joined = column.between is not None
    constraints = {}
    if _is_never_empty(column):
        constraints["required"] = True
    if column.choices:
        constraints["enum"] = [choice for choice in column.choices if choice]
    return {
        "name": column.name,
        "type": "string" if is_joined else column.kind,
        "description": column.about,
        **({"constraints": constraints} if constraints else {}),
    }


def _is_never_empty(column):
    """Whether no cell of the column can be empty; a text that is not null may be."""
    if column.is_nullable or column.between is not None or "" in column.choices:
        return False
    is_key = column.name == "slug" or column.refers_to
    return bool(is_key or column.choices or column.kind != "string")
