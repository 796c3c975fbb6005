import yaml
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from drf_spectacular.validation import validate_schema

from api.contract_terms import released
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
            self._wrote(keep_released(version.folder, version.number))
            for name, openapi in DOCUMENTS.items():
                path = version.folder / name
                document = generate(version, openapi)
                validate_schema(yaml.safe_load(document))  # raises before anything is written
                path.write_text(document)
                self._wrote(path)

    def _wrote(self, path):
        if path:
            self.stdout.write(f"Wrote {path.relative_to(settings.BASE_DIR)}")


def keep_released(folder, version):
    """Keep what the document in the folder binds to, if it is of an older version than this one.

    Done before the document is written anew, so that the next one is compared with what clients
    were last given. What is kept of a version is not kept again: returning from a version and
    taking it up once more loses nothing. Returns the path of what was written, or None.
    """
    path, written = folder / "released.yaml", folder / "openapi.yaml"
    if not written.exists():
        return None
    document = yaml.safe_load(written.read_text())
    kept = yaml.safe_load(path.read_text())["version"] if path.exists() else "0"
    if not _number(kept) < _number(document["info"]["version"]) < _number(version):
        return None
    path.write_text(released(document))
    return path


def _number(version):
    return tuple(map(int, version.split(".")))
