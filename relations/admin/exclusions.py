from django.contrib import admin

from relations.admin.audited import AuditedAdmin
from relations.models import Exclusion


@admin.register(Exclusion)
class ExclusionAdmin(AuditedAdmin):
    list_display = ["slug", "reason", "document", "line", "publication_status"]
    list_filter = ["publication_status", "reason"]
    list_select_related = ["document"]
    search_fields = ["slug", "document__title", "document__slug", "note"]
    fieldsets = [
        (
            "The passage",
            {"fields": ["document", "slug", ("start", "end", "line"), "passage_sha256"]},
        ),
        ("Why it carries no fact", {"fields": ["reason", "repeats_line", "note"]}),
    ]
