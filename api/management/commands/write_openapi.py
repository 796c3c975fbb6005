import yaml
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from api.contract_terms import released
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
        if path := keep_released(EXAMPLES.parent, settings.SPECTACULAR_SETTINGS["VERSION"]):
            self.stdout.write(f"Wrote {path.relative_to(settings.BASE_DIR)}")
        for name, version in VERSIONS.items():
            path = EXAMPLES.with_name(name)
            path.write_text(generate(version))
            self.stdout.write(f"Wrote {path.relative_to(settings.BASE_DIR)}")


def keep_released(folder, version):
    """Keep what the document in the folder binds to, if it is of an older version than this one.

    Done before the document is written anew, so that the next one is compared with what clients
    were last given. What is kept of a version is not kept again: returning from a version and
    taking it up once more loses nothing. Returns the path of what was written, or None.
    """
    path = folder / "released.yaml"
    document = yaml.safe_load((folder / "openapi.yaml").read_text())
    kept = yaml.safe_load(path.read_text())["version"] if path.exists() else "0"
    if not _number(kept) < _number(document["info"]["version"]) < _number(version):
        return None
    path.write_text(released(document))
    return path


def _number(version):
    return tuple(map(int, version.split(".")))
