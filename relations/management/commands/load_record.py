from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from relations.garbage import searching_no_garbage
from relations.record_files import RecordFileError, read_record
from relations.record_loader import RecordErrors, load_record


class Command(BaseCommand):
    help = "Load the record from its YAML files: all or nothing, never over a curator's change."

    def add_arguments(self, parser):
        parser.add_argument(
            "--fixtures",
            type=Path,
            default=Path(settings.FIXTURE_DIRS[0]),
            help="directory of the files (default: fixtures)",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would change, only")
        parser.add_argument(
            "--fail-on-conflict",
            action="store_true",
            help="end with status 3 if rows were kept because somebody changed them",
        )

    def handle(self, *args, fixtures, dry_run, fail_on_conflict, verbosity, **options):
        try:
            with searching_no_garbage():
                entries, fingerprint = read_record(fixtures)
                report = load_record(entries, fingerprint, dry_run=dry_run)
        except RecordFileError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        except RecordErrors as errors:
            count = len(errors.problems)
            problems = "1 problem" if count == 1 else f"{count} problems"
            raise CommandError(f"Nothing was loaded; {problems}:\n{errors}") from errors
        if verbosity:
            self._tell(report, dry_run)
        if report.conflicts and fail_on_conflict:
            raise CommandError(f"{len(report.conflicts)} conflicts.", returncode=3)

    def _tell(self, report, dry_run):
        for sentence in report.conflicts:
            self.stderr.write(self.style.WARNING(f"conflict: {sentence}"))
        for name in report.gone:
            self.stderr.write(self.style.WARNING(f"no longer in the files, kept: {name}"))
        for sentence in report.broken_before:
            self.stderr.write(self.style.WARNING(f"not by the files: {sentence}"))
        if dry_run:
            for sentence in report.changes:
                self.stdout.write(sentence)
            self.stdout.write("Dry run; nothing is stored.")
        if not report.has_changes:
            self.stdout.write(
                f"Nothing changed; {report.unchanged.total()} rows are as in the files."
            )
            return
        for model in sorted(report.created | report.updated):
            self.stdout.write(
                f"{model.removeprefix('relations.'):20} {report.created[model]:5} created "
                f"{report.updated[model]:5} updated {report.unchanged[model]:5} unchanged"
            )
