from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate, pre_migrate, pre_save
from simple_history.signals import post_create_historical_record


class RelationsConfig(AppConfig):
    name = "relations"
    verbose_name = "Negotiation record"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from relations import checks, text_lookups  # noqa: F401  both register themselves
        from relations.change_log import after_migrations, before_migrations
        from relations.desk.authorship import mark_files, note_step
        from relations.desk.four_eyes import look_away, watch
        from relations.search_upkeep import keep_search, lay_search_aside

        for aside in (before_migrations, lay_search_aside, look_away):
            pre_migrate.connect(aside, sender=self)
        for again in (after_migrations, keep_search, watch):
            post_migrate.connect(again, sender=self)
        post_create_historical_record.connect(note_step)
        pre_save.connect(mark_files)


class DeskConfig(admin_apps.AdminConfig):
    """The admin of Django, with the desk of the record as its site."""

    default = False
    default_site = "relations.admin_site.DeskSite"
