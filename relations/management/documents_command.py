from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from relations.source_files import NoDocuments, source_files


class DocumentsCommand(BaseCommand):
    """A command that holds the record against a folder with the documents' files.

    Subclasses give `done`, what they do to a document, the end of the last line without faults and
    with them, and `hold_against`, which tells what it finds and returns the number of faults.
    """

    done = None
    end_without_faults = None
    end_with_faults = None

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
            raise CommandError(f"Nothing was {self.done}. {error}") from error
        faults = self.hold_against(files, **options) + len(files.unreadable)
        for document, problem in files.unreadable.items():
            self.tell_fault(f"{document.slug}: {problem}")
        for document in files.missing:
            self.stdout.write(f"{document.slug}: NOT {self.done.upper()}, its file is not there.")
        for name in files.unknown:
            self.stdout.write(f"{name} belongs to no document of the record.")
        total = len(files.found) + len(files.missing)
        summary = f"{len(files.found)} of {total} documents {self.done}"
        if faults:
            raise CommandError(f"{summary}{self.end_with_faults}: {faults}.")
        if complete and files.missing:
            raise CommandError(f"{summary}, and --complete asks for all.")
        self.stdout.write(f"{summary}{self.end_without_faults}.")

    def tell_fault(self, fault):
        self.stderr.write(self.style.ERROR(str(fault)))
