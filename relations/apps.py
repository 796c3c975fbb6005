from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class RelationsConfig(AppConfig):
    name = "relations"
    verbose_name = "Negotiation record"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from relations import checks, text_lookups  # noqa: F401  both register themselves
        from relations.change_log import after_migrations, before_migrations
        from relations.search_upkeep import keep_search, lay_search_aside

        for aside in (before_migrations, lay_search_aside):
            pre_migrate.connect(aside, sender=self)
        for again in (after_migrations, keep_search):
            post_migrate.connect(again, sender=self)
