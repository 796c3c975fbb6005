import difflib
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from relations.record_dump import DumpRefused, dump_record, write
from relations.record_files import RecordFileError


class Command(BaseCommand):
    help = "Write the published record to its YAML files, so that curation ends in a commit."

    def add_arguments(self, parser):
        parser.add_argument(
            "--to",
            type=Path,
            default=Path(settings.FIXTURE_DIRS[0]),
            help="directory of the files (default: fixtures)",
        )
        parser.add_argument(
            "--check",
            action="store_true",
            help="write nothing; show how the files differ, and end with status 1 if they do",
        )

    def handle(self, *args, to, check, verbosity, **options):
        try:
            dump = dump_record(to)
        except (RecordFileError, DumpRefused) as error:
            raise CommandError(f"Nothing was written.\n{error}") from error
        for sentence in dump.warnings:
            self.stderr.write(self.style.WARNING(f"removed: {sentence}"))
        if check:
            self._check(dump)
            return
        try:
            write(dump, to)
        except OSError as error:
            raise CommandError(f"Nothing was written.\n{error}") from error
        if verbosity:
            self._tell(dump)

    def _check(self, dump):
        for name in dump.changed_files:
            before, after = dump.before.get(name, ""), dump.texts[name]
            # Not `splitlines`: a text may hold other ends of lines, which end none in the file.
            lines = (text.split("\n") for text in (before, after))
            for line in difflib.unified_diff(*lines, f"a/{name}", f"b/{name}", lineterm=""):
                self.stdout.write(line)
        if dump.changed_files:
            raise CommandError(f"The record differs in {', '.join(dump.changed_files)}.")

    def _tell(self, dump):
        if not dump.changed_files:
            total = dump.unchanged.total()
            self.stdout.write(f"Nothing changed; the files have all {total} public rows.")
            return
        for model in sorted(dump.added | dump.changed | dump.removed):
            self.stdout.write(
                f"{model.removeprefix('relations.'):20} {dump.added[model]:5} added "
                f"{dump.changed[model]:5} changed {dump.removed[model]:5} removed "
                f"{dump.unchanged[model]:5} unchanged"
            )
        self.stdout.write(f"Written: {', '.join(dump.changed_files)}")
