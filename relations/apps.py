from django.apps import AppConfig


class RelationsConfig(AppConfig):
    name = "relations"
    verbose_name = "Negotiation record"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from relations import checks  # noqa: F401  registers the system checks
