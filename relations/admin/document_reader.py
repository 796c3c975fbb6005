"""Pages of a document's text: bring it in, read it, mark a passage, say what the passage is."""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode

from relations.admin.passage_forms import PASSAGE_FORMS
from relations.admin.proposing import page_of
from relations.desk.citing import passage_of, without_blanks
from relations.desk.marked_text import segments
from relations.desk.similar_statements import similar_statements
from relations.document_texts import current_text, store_text, supplied_text
from relations.models import Citation, Exclusion
from relations.passages import Passage
from relations.quote_finding import FoldedText
from relations.suggestions import suggested_dates, suggested_quotes
from relations.word_differences import word_difference

MOST_PLACES = 50


class SuppliedTextForm(forms.Form):
    """A text, pasted or as a file; `content` is what was given, as `store_text` takes it."""

    pasted_text = forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 14, "class": "vLargeTextField"}),
        help_text="Nothing is changed but line breaks, which become single line feeds.",
    )
    uploaded_text = forms.FileField(
        required=False, help_text="Or a file of plain text in UTF-8, kept byte for byte."
    )

    def clean(self):
        cleaned = super().clean()
        pasted, uploaded = cleaned.get("pasted_text"), cleaned.get("uploaded_text")
        if bool(pasted) == bool(uploaded):
            raise ValidationError("Paste the text, or choose a file: one of the two.")
        self.content = pasted or uploaded.read()
        self.supplied = supplied_text(self.content)
        return cleaned


class DocumentReader:
    """Mixin of the admin of documents."""

    def get_urls(self):
        def page(view):
            def with_document(request, object_id, **arguments):
                document = self.get_object(request, unquote(object_id))
                if document is None:
                    raise Http404
                if not self.has_view_or_change_permission(request, document):
                    raise PermissionDenied
                return view(request, document, **arguments)

            return self.admin_site.admin_view(with_document)

        name = "relations_document"
        return [
            path("<path:object_id>/text/", page(self.text_view), name=f"{name}_text"),
            path(
                "<path:object_id>/texts/<int:number>/",
                page(self.version_view),
                name=f"{name}_version",
            ),
            path("<path:object_id>/read/", page(self.read_view), name=f"{name}_read"),
            path("<path:object_id>/cite/", page(self.cite_view), name=f"{name}_cite"),
            *super().get_urls(),
        ]

    def desk_steps(self, request, entry):
        text = current_text(entry)
        if text:
            yield "Read and mark", page_of(entry, "read")
        if request.user.has_perm("relations.add_documenttext"):
            yield (
                ("Another version of the text" if text else "Add the text"),
                page_of(entry, "text"),
            )
        yield from super().desk_steps(request, entry)

    # Bringing in -------------------------------------------------------------------------------
    def text_view(self, request, document):
        if not request.user.has_perm("relations.add_documenttext"):
            raise PermissionDenied
        is_posted = request.method == "POST"
        form = SuppliedTextForm(*((request.POST, request.FILES) if is_posted else ()))
        if is_posted and form.is_valid():
            if form.supplied.sha256 == document.sha256:
                store_text(document, form.content, request.user)
                messages.success(request, "The text is stored; nobody outside the admin sees it.")
                return HttpResponseRedirect(page_of(document, "read"))
            return self.other_text(request, document, form)
        title = "Another version of the text" if current_text(document) else "Add the text"
        return self.page(request, document, "document_text", title, {"form": form})

    def other_text(self, request, document, form):
        """A text that is not the one whose passages the record cites: a new version of it."""
        if current_text(document) is None:
            form.add_error(
                None,
                f"This is another text: its SHA-256 is {form.supplied.sha256}, and that of the "
                f"document is {document.sha256}. Add the text in which the passages of the "
                "document count first; then another version can be stored beside it.",
            )
            return self.page(request, document, "document_text", "Add the text", {"form": form})
        text = store_text(document, form.content, request.user)
        return HttpResponseRedirect(version_address(text))

    # Reading -----------------------------------------------------------------------------------
    def read_view(self, request, document):
        text = current_text(document)
        if text is None:
            messages.warning(request, "The text of this document is not here yet.")
            return HttpResponseRedirect(page_of(document, "change"))
        cited = [*_cited(document), *Exclusion.objects.filter(document=document)]
        chosen, problem = self._asked_for(request, text)
        shown = [*cited, *([Chosen(chosen.start, chosen.end)] if chosen else [])]
        context = {
            "text": text,
            "segments": segments(text.text, shown),
            "cited": sorted(cited, key=lambda row: row.start),
            "chosen": chosen,
            "problem": problem,
            **self._quote_asked_for(request, text),
            "suggested_quotes": suggested_quotes(text.text),
            "suggested_dates": suggested_dates(text.text),
            "cite_address": page_of(document, "cite"),
            "may_cite": request.user.has_perm("relations.add_citation"),
        }
        return self.page(request, document, "document_reader", "Read and mark", context)

    def _asked_for(self, request, text):
        """The passage in the address, or why it is none."""
        if "start" not in request.GET:
            return None, ""
        try:
            return self._passage(request, text), ""
        except ValidationError as error:
            return None, " ".join(error.messages)

    def _quote_asked_for(self, request, text):
        quote = request.GET.get("quote", "").replace("\r\n", "\n").strip()
        if not quote:
            return {}
        folded = FoldedText(text.text)
        found = folded.find(quote)
        places = [Passage(text.text, each.start, each.end) for each in found[:MOST_PLACES]]
        asked = {"quote": quote, "places": places, "more_places": len(found) - len(places)}
        if not found and (close := folded.closest(quote)):
            passage = Passage(text.text, close.start, close.end)
            asked |= {"closest": passage, "pieces": word_difference(quote, passage.exact)}
        return asked

    # Citing ------------------------------------------------------------------------------------
    def cite_view(self, request, document):
        wanted = request.GET.get("as", "statement")
        kind = wanted if wanted in PASSAGE_FORMS else "statement"
        if not PASSAGE_FORMS[kind].allowed_to(request.user):
            raise PermissionDenied
        try:
            text = self._text_asked_for(request, document)
            passage = without_blanks(self._passage(request, text))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(page_of(document, "read"))
        outcome = PASSAGE_FORMS[kind](self, request, text, passage)
        problems = []
        if request.method == "POST" and outcome.is_valid():
            try:
                made = outcome.store()
            except ValidationError as error:
                problems = error.messages
            else:
                return self._back_to_reader(request, document, passage, made)
        place = {"text": text.number, "start": passage.start, "end": passage.end}
        context = {
            "text": text,
            "passage": passage,
            "outcome": outcome,
            "kind": kind,
            "problems": problems,
            "tabs": [
                (each.title, f"?{urlencode({**place, 'as': name})}", name == kind)
                for name, each in PASSAGE_FORMS.items()
            ],
            "similar": similar_statements(passage.exact),
            "overlapping": _cited(document).filter(start__lt=passage.end, end__gt=passage.start),
            "read_address": page_of(document, "read"),
            "media": self.media + outcome.media,
        }
        return self.page(request, document, "cite", "What is it?", context)

    def _text_asked_for(self, request, document):
        """The version in which the passage was marked, which must still be that of the document."""
        text = current_text(document)
        if text is None:
            raise ValidationError("The text of this document is not here yet.")
        if request.GET.get("text") != str(text.number):
            raise ValidationError(
                "The passage was marked in another version of the text. Mark it in this one."
            )
        return text

    def _passage(self, request, text):
        try:
            start, end = int(request.GET["start"]), int(request.GET["end"])
        except (KeyError, ValueError) as error:
            raise ValidationError("Say with start and end, in numbers, which passage.") from error
        return passage_of(text, start, end)

    def _back_to_reader(self, request, document, passage, made):
        messages.success(request, f"Stored as a draft: {made}")
        place = urlencode({"start": passage.start, "end": passage.end})
        return HttpResponseRedirect(f"{page_of(document, 'read')}?{place}#chosen")

    # -------------------------------------------------------------------------------------------
    def page(self, request, document, template, title, context):
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": str(document),
            "opts": self.model._meta,
            "entry": document,
            "entry_address": page_of(document, "change"),
            **context,
        }
        return TemplateResponse(request, f"relations/desk/{template}.html", context)


class Chosen:
    """The passage that the address names, marked among those that are cited."""

    is_chosen = True

    def __init__(self, start, end):
        self.start, self.end = start, end


def version_address(text):
    """Address of the page on which the passages are placed in a version of a text."""
    return reverse("admin:relations_document_version", args=[text.document_id, text.number])


def _cited(document):
    """The citations of a document with what their facts are named after."""
    return Citation.objects.filter(document=document).select_related(
        *("statement", "party", "person", "issue", "negotiation", "development"),
        *("office__person", "round", "schedule__round", "account__discrepancy"),
        *("position__party", "position__issue", "document"),
    )


def reader_address(document, start, end):
    """Address of a passage in the reader."""
    place = urlencode({"start": start, "end": end})
    return f"{reverse('admin:relations_document_read', args=[document.pk])}?{place}#chosen"
