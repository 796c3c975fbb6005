"""Export of every list of the record, and import into drafts, at the lists of the admin."""

from django import forms
from django.contrib import messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import Format

from relations.models import KeptSheet
from relations.models.kept_sheet import new_token
from relations.spreadsheet_files import (
    MOST_BYTES,
    MOST_ROWS,
    CellTooLong,
    UnreadableSheet,
    read_sheet,
    write_csv,
    write_xlsx,
)
from relations.spreadsheets import (
    can_be_imported,
    import_sheet,
    reason_of,
    resource_of,
    word_changes,
)

MOST_PROBLEMS = 200  # that are shown


class SheetFormat(Format):
    """A format as import_export knows them, for export; files are read by their name."""

    extension = title = content_type = write = None

    def get_title(self):
        return self.title

    def get_extension(self):
        return self.extension

    def get_content_type(self):
        return self.content_type

    def can_export(self):
        return True

    def export_data(self, dataset, **options):
        return type(self).write(dataset.headers, dataset)


class ExactCSV(SheetFormat):
    extension, title = "csv", "CSV, in UTF-8: every value as it is stored"
    content_type = "text/csv; charset=utf-8; header=present"
    write = write_csv


class TextXLSX(SheetFormat):
    extension, title = "xlsx", "Excel (.xlsx): every text as a text, none as a formula"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    write = write_xlsx


class ExportForm(forms.Form):
    format = forms.ChoiceField(widget=forms.RadioSelect, initial="xlsx")

    def __init__(self, formats, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["format"].choices = [(each.extension, each.title) for each in formats]


class ImportForm(forms.Form):
    file = forms.FileField(
        max_length=255,
        help_text=f"CSV in UTF-8 or .xlsx, up to {MOST_ROWS:,} rows and "
        f"{MOST_BYTES // 1_000_000} million bytes. Nothing is stored before you have seen "
        "what it changes.",
        widget=forms.FileInput({"accept": ".csv,.xlsx"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                f"The file has {file.size:,} bytes, and {MOST_BYTES:,} are allowed: divide it."
            )
        return file


class ConfirmForm(forms.Form):
    token = forms.CharField(max_length=43, widget=forms.HiddenInput)


class Spreadsheets(ImportExportMixin):
    """Lists that can be exported by whoever may see them, and imported into by importers."""

    export_formats = [ExactCSV, TextXLSX]
    import_formats = []  # import_export chooses no format: `read_sheet` does
    export_template_name = "relations/spreadsheets/export.html"
    import_template_name = "relations/spreadsheets/import.html"
    preview_template_name = "relations/spreadsheets/preview.html"

    def get_resource_classes(self, request):
        return [resource_of(self.model)]

    def has_export_permission(self, request):
        """An export holds what its list shows, so it asks for no more than the list."""
        return self.has_view_permission(request)

    def has_import_permission(self, request):
        """An import does what the forms of drafts do, to many entries at once."""
        return (
            can_be_imported(self.model)
            and self.has_add_permission(request)
            and self.has_change_permission(request)
            and request.user.has_perm("relations.import_spreadsheets")
        )

    # Export --------------------------------------------------------------------------------------
    def export_action(self, request):
        if not self.has_export_permission(request):
            raise PermissionDenied
        try:
            entries = self.get_export_queryset(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(f"{self._address('changelist')}?e=1")
        formats = {each.extension: each for each in self.get_export_formats()}
        form = ExportForm(formats.values(), request.POST or None)
        if request.method == "POST" and form.is_valid():
            file_format = formats[form.cleaned_data["format"]]()
            try:
                return self._do_file_export(file_format, request, entries)
            except CellTooLong as error:
                form.add_error("format", str(error))
        context = {
            "form": form,
            "number": entries.count(),
            "columns": self._columns(),
            "can_be_imported": can_be_imported(self.model),
        }
        name = self.model._meta.verbose_name_plural
        return self._page(request, self.export_template_name, f"Export {name}", context)

    export_action.takes_long = True

    def get_export_filename(self, request, queryset, file_format):
        name = self.model._meta.verbose_name_plural.replace(" ", "-")
        return f"{name}-{timezone.now():%Y-%m-%d}.{file_format.get_extension()}"

    # Import --------------------------------------------------------------------------------------
    def import_action(self, request):
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = ImportForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            return self._preview(request, form, file.name, file.read())
        return self._import_page(request, form)

    import_action.takes_long = True

    def _preview(self, request, form, name, content):
        """Show what a file would do, and keep it until the user has decided."""
        try:
            sheet = read_sheet(name, content)
        except UnreadableSheet as error:
            form.add_error("file", error.problems)
            return self._import_page(request, form)
        outcome = self._import(request, sheet, name, content, dry_run=True)
        if outcome.problems:
            return self._import_page(request, form, outcome.problems)
        if not outcome.changes:
            messages.info(request, f"“{name}” changes nothing: all of it is stored already.")
            return HttpResponseRedirect(self._address("changelist"))
        return self._keep(request, name, content, outcome)

    def _keep(self, request, name, content, outcome):
        KeptSheet.objects.outdated().delete()
        kept, _ = KeptSheet.objects.update_or_create(
            user=request.user,
            defaults={
                "noun": self.model._meta.model_name,
                "token": new_token(),
                "file_name": name,
                "content": content,
                "preview_sha256": outcome.fingerprint,
                "uploaded_at": timezone.now(),
            },
        )
        context = {
            "form": ConfirmForm(initial={"token": kept.token}, auto_id=False),
            "outcome": outcome,
            "changes": [
                (change, [(column, word_changes(*texts)) for column, *texts in change.cells])
                for change in outcome.changes
            ],
        }
        return self._page(request, self.preview_template_name, f"What {name} changes", context)

    @method_decorator(require_POST)
    def process_import(self, request):
        """Store what was shown, or give it up."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = ConfirmForm(request.POST)
        token = form.cleaned_data["token"] if form.is_valid() else ""
        noun = self.model._meta.model_name
        kept = KeptSheet.objects.shown_to(request.user, noun, token).first()
        if kept is None:
            messages.error(
                request,
                "The file is not kept any more: it was imported, given up, or is too old. "
                "Choose it again.",
            )
            return HttpResponseRedirect(self._address("import"))
        name, content = kept.file_name, bytes(kept.content)
        kept.delete()
        if "give_up" in request.POST:
            messages.info(request, f"“{name}” was not imported.")
            return HttpResponseRedirect(self._address("changelist"))
        sheet = read_sheet(name, content)
        outcome = self._import(request, sheet, name, content, as_shown=kept.preview_sha256)
        if outcome.problems or not outcome.is_as_shown:
            messages.warning(
                request, "Somebody changed the record since your preview. Nothing was stored yet."
            )
            return self._preview(request, ImportForm(), name, content)
        self._log(request, outcome, reason_of(name, content))
        told = f"{outcome.new} new, {outcome.updated} changed, {outcome.unchanged} as they were"
        messages.success(request, f"“{name}” was imported into drafts: {told}.")
        return HttpResponseRedirect(self._address("changelist"))

    process_import.takes_long = True

    def _import(self, request, sheet, name, content, **options):
        reason = reason_of(name, content)
        return import_sheet(self.model, sheet, user=request.user, reason=reason, **options)

    def _log(self, request, outcome, reason):
        """For the user's “Recent actions”."""
        for is_new, action in ((True, ADDITION), (False, CHANGE)):
            entries = [entry for entry, was_new in outcome.entries if was_new is is_new]
            LogEntry.objects.log_actions(request.user.pk, entries, action, reason)

    # Pages ---------------------------------------------------------------------------------------
    def _import_page(self, request, form, problems=()):
        context = {
            "form": form,
            "problems": problems[:MOST_PROBLEMS],
            "number_of_problems": len(problems),
            "columns": self._columns(),
        }
        name = self.model._meta.verbose_name_plural
        return self._page(request, self.import_template_name, f"Import {name}", context)

    def _page(self, request, template, title, context):
        request.current_app = self.admin_site.name
        common = self.admin_site.each_context(request)
        context = {**common, "opts": self.opts, "title": title, **context}
        return TemplateResponse(request, template, context)

    def _columns(self):
        return list(resource_of(self.model).fields.values())

    def _address(self, page):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}")
