from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from api.documents import examples_of, generate
from api.versions import DOCUMENTS, served_versions


class Command(BaseCommand):
    help = "Write the OpenAPI documents of each version anew; a test compares them with the code."

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
        for version in served_versions():
            if examples:
                examples_of(version).write_examples()
            for name, openapi in DOCUMENTS.items():
                path = version.folder / name
                path.write_text(generate(version, openapi))
                self.stdout.write(f"Wrote {path.relative_to(settings.BASE_DIR)}")
