from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from relations.passages import SourceText
from relations.record_files import dump_fields


class Command(BaseCommand):
    help = "Print the fields of a citation for words that stand in a document's file."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the document, as UTF-8 text")
        parser.add_argument("words", help="the words of the passage, exactly as they stand there")
        parser.add_argument(
            "--quotation",
            action="store_true",
            help="print exact, prefix and suffix too: for direct quotations and fragments only",
        )
        parser.add_argument(
            "--occurrence", type=int, help="which one to take, from 1, if the words recur"
        )

    def handle(self, *args, file, words, quotation, occurrence, **options):
        try:
            source = SourceText.read(file)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} cannot be read as UTF-8 text: {error}") from error
        passages = source.find(words)
        if not passages:
            raise CommandError(
                "These words do not stand there. Mind curly quotation marks, dashes and line ends."
            )
        if occurrence is None and len(passages) > 1:
            lines = ", ".join(str(passage.line) for passage in passages)
            raise CommandError(
                f"These words stand there {len(passages)} times, on the lines {lines}: "
                "choose with --occurrence."
            )
        if not 1 <= (occurrence or 1) <= len(passages):
            raise CommandError(f"--occurrence: use 1 to {len(passages)}.")
        passage = passages[(occurrence or 1) - 1]
        self.stdout.write(
            dump_fields(
                {
                    "start": passage.start,
                    "end": passage.end,
                    "line": passage.line,
                    "passage_sha256": passage.sha256,
                    **(passage.quoted if quotation else dict.fromkeys(passage.quoted, "")),
                }
            )
        )
        self.stderr.write(f"document: sha256 {source.sha256}, length {len(source.text)}")
