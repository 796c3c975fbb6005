from django.apps import AppConfig


class RelationsConfig(AppConfig):
    name = "relations"
    verbose_name = "Negotiation record"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from relations import checks, text_lookups  # noqa: F401  both register themselves
