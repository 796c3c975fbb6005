from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class RelationsConfig(AppConfig):
    name = "relations"
    verbose_name = "Negotiation record"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from relations import checks, text_lookups  # noqa: F401  both register themselves
        from relations.change_log import after_migrations, before_migrations

        pre_migrate.connect(before_migrations, sender=self)
        post_migrate.connect(after_migrations, sender=self)
