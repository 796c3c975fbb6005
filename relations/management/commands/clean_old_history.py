from django.core.management.base import CommandError
from simple_history.management.commands import clean_old_history

from relations.history_keeping import REFUSAL


class Command(clean_old_history.Command):
    help = "Refuses: the history of the record is part of it."

    def handle(self, *args, **options):
        raise CommandError(REFUSAL)
