from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class RelationsConfig(AppConfig):
    name = "relations"
    verbose_name = "Negotiation record"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from relations import checks, text_lookups  # noqa: F401  both register themselves
        from relations.search_upkeep import keep_search, lay_search_aside

        pre_migrate.connect(lay_search_aside, sender=self)
        post_migrate.connect(keep_search, sender=self)
