"""The curator's desk: every noun of the record, with its evidence, its history and its reasons."""

from django.contrib import admin

from relations.admin import (  # noqa: F401  importing registers them
    citations,
    developments,
    discrepancies,
    documents,
    exclusions,
    issues,
    negotiations,
    parties,
    people,
    positions,
    rounds,
    statements,
)

admin.site.site_header = admin.site.site_title = "Negotiation record"
admin.site.index_title = "The record"
admin.site.site_url = "/"
