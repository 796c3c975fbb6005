from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from api.v1.openapi import EXAMPLES, VERSIONS, generate, write_examples


class Command(BaseCommand):
    help = "Write the OpenAPI documents of version 1 anew; a test compares them with the code."

    def add_arguments(self, parser):
        parser.add_argument(
            "--examples",
            action="store_true",
            help="migrate the database, load the record, and take the examples from it first",
        )

    def handle(self, *args, examples, **options):
        if examples:
            call_command("migrate", verbosity=0)
            call_command("load_record", verbosity=0)
            write_examples()
            self.stdout.write(f"Wrote {EXAMPLES.relative_to(settings.BASE_DIR)}")
        for name, version in VERSIONS.items():
            path = EXAMPLES.with_name(name)
            path.write_text(generate(version))
            self.stdout.write(f"Wrote {path.relative_to(settings.BASE_DIR)}")
