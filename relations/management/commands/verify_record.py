from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from relations.record_rules import broken_rules
from relations.source_files import NoDocuments, source_files
from relations.verification import verify


class Command(BaseCommand):
    help = "Check every citation against the documents' files, code point for code point."

    def add_arguments(self, parser):
        parser.add_argument(
            "--documents", type=Path, required=True, help="directory with the documents' files"
        )
        parser.add_argument(
            "--complete", action="store_true", help="fail if a document of the record is not there"
        )

    def handle(self, *args, documents, complete, **options):
        try:
            files = source_files(documents)
        except NoDocuments as error:
            raise CommandError(f"Nothing was checked. {error}") from error
        failed = sum(self._check(document, source) for document, source in files.found.items())
        failed += self._tell_unreadable(files) + self._check_rules()
        for document in files.missing:
            self.stdout.write(f"{document.slug}: NOT CHECKED, its file is not there.")
        for name in files.unknown:
            self.stdout.write(f"{name} belongs to no document of the record.")
        checked = f"{len(files.found)} of {len(files.found) + len(files.missing)} documents checked"
        if failed:
            raise CommandError(f"{checked}, failures: {failed}.")
        if complete and files.missing:
            raise CommandError(f"{checked}, and --complete asks for all.")
        self.stdout.write(f"{checked}, no failure.")

    def _check(self, document, source):
        """Write the table of one document; the number of failures."""
        self.stdout.write(f"{document.slug}\n  {'check':20} {'checked':>8} {'failed':>8}")
        checks = verify(document, source)
        for check in checks:
            failed = len({failure.entry for failure in check.failures})
            self.stdout.write(f"  {check.name:20} {check.checked:8} {failed:8}")
        failures = [failure for check in checks for failure in check.failures]
        for failure in failures:
            self.stderr.write(self.style.ERROR(f"  {failure}"))
        return len(failures)

    def _tell_unreadable(self, files):
        for document, problem in files.unreadable.items():
            self.stderr.write(self.style.ERROR(f"{document.slug}: {problem}"))
        return len(files.unreadable)

    def _check_rules(self):
        """What needs no file: empty, overlapping and contradicting entries."""
        broken = list(broken_rules())
        for row, sentence in broken:
            name = f"{row._meta.model_name} {' / '.join(map(str, row.natural_key()))}"
            self.stderr.write(self.style.ERROR(f"{name} {sentence}"))
        return len(broken)
