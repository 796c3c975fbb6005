from relations.management.documents_command import DocumentsCommand
from relations.record_rules import broken_rules
from relations.verification import verify


class Command(DocumentsCommand):
    help = "Check every citation against the documents' files, code point for code point."
    done = "checked"
    end_without_faults = ", no failure"
    end_with_faults = ", failures"

    def hold_against(self, files, **options):
        failed = sum(self._check(document, source) for document, source in files.found.items())
        return failed + self._check_rules()

    def _check(self, document, source):
        """Write the table of one document; the number of failures."""
        self.stdout.write(f"{document.slug}\n  {'check':20} {'checked':>8} {'failed':>8}")
        checks = verify(document, source)
        for check in checks:
            failed = len({failure.entry for failure in check.failures})
            self.stdout.write(f"  {check.name:20} {check.checked:8} {failed:8}")
        failures = [failure for check in checks for failure in check.failures]
        for failure in failures:
            self.tell_fault(f"  {failure}")
        return len(failures)

    def _check_rules(self):
        """What needs no file: empty, overlapping and contradicting entries."""
        broken = list(broken_rules())
        for row, sentence in broken:
            name = f"{row._meta.model_name} {' / '.join(map(str, row.natural_key()))}"
            self.tell_fault(f"{name} {sentence}")
        return len(broken)
