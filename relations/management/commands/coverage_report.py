from relations.coverage import coverage
from relations.management.documents_command import DocumentsCommand
from relations.verification import verify

LONGEST_SHOWN = 100


class Command(DocumentsCommand):
    help = "Account for each paragraph of the documents: the facts that cite it, or why none does."
    done = "reported"
    end_without_faults = "; every sentence of these is accounted for"
    end_with_faults = ". Sentences unaccounted for and false entries"

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--gaps", action="store_true", help="show only what is not accounted for"
        )

    def hold_against(self, files, *, gaps, **options):
        faults = 0
        for document, source in files.found.items():
            # Entries that do not stand where they say account for nothing.
            false = [failure for check in verify(document, source) for failure in check.failures]
            for failure in false:
                self.tell_fault(f"  {failure}")
            unaccounted = self._report(document, coverage(document, source), only_gaps=gaps)
            faults += len(false) + len(unaccounted)
        return faults

    def _report(self, document, parts, *, only_gaps):
        """Write the report of one document; the sentences that nothing accounts for."""
        sentences = [sentence for part in parts for sentence in part.sentences]
        cited = sum(bool(sentence.citations) for sentence in sentences)
        excluded = sum(
            bool(sentence.exclusions and not sentence.citations) for sentence in sentences
        )
        gaps = [gap for part in parts for gap in part.gaps]
        self.stdout.write(
            f"{document.slug}: {len(parts)} parts, {len(sentences)} sentences: "
            f"{cited} cited, {excluded} excluded, {len(gaps)} unaccounted for"
        )
        for covered in parts:
            if covered.gaps or not only_gaps:
                self._tell(covered)
        return gaps

    def _tell(self, covered):
        part = covered.part
        self.stdout.write(f"  {part.place}, {part.kind}")
        # An entry that runs over several sentences is told once.
        for citation in dict.fromkeys(
            citation for sentence in covered.sentences for citation in sentence.citations
        ):
            self.stdout.write(f"    {citation.fact_kind} {citation.fact.slug} ({citation.bearing})")
        for exclusion in dict.fromkeys(
            exclusion for sentence in covered.sentences for exclusion in sentence.exclusions
        ):
            self.stdout.write(f"    no fact: {_reason(exclusion)}")
        for words in covered.gaps:
            shown = words if len(words) <= LONGEST_SHOWN else f"{words[: LONGEST_SHOWN - 1]}…"
            self.tell_fault(f"    UNACCOUNTED FOR: {shown}")


def _reason(exclusion):
    of_line = f" of line {exclusion.repeats_line}" if exclusion.repeats_line else ""
    note = f": {exclusion.note}" if exclusion.note else ""
    return f"{exclusion.get_reason_display().lower()}{of_line}{note}"
