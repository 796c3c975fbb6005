"""The page of a new version of a document: what became of its passages, and what is decided."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404

from relations.admin.proposing import locked_because, page_of
from relations.desk.new_versions import NewVersion
from relations.desk.review import ReviewError, may_change
from relations.passages import Passage
from relations.quote_finding import FoldedText
from relations.word_differences import word_difference


class DocumentVersions:
    """Mixin of the admin of documents; its address is among those of the reader."""

    def version_view(self, request, document, number):
        text = get_object_or_404(document.texts, number=number)
        try:
            version = NewVersion(text)
        except ReviewError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(page_of(document, "text"))
        if request.method == "POST":
            if not may_change(request.user, document) or locked_because(request, document):
                raise PermissionDenied
            return self._decide_version(request, document, version)
        folded = FoldedText(text.text)
        asked = request.GET.get("passage", ""), request.GET.get("quote", "").strip()
        context = {
            "text": text,
            "version": version,
            "is_current": version.before == text,
            "open": [Undecided(each, folded, *asked) for each in version.undecided],
            "locked": locked_because(request, document),
            "may_decide": may_change(request.user, document),
        }
        title = f"Version {text.number} of the text"
        return self.page(request, document, "document_version", title, context)

    def _decide_version(self, request, document, version):
        here = HttpResponseRedirect(request.path)
        try:
            if "passage" in request.POST:
                model, _, number = request.POST["passage"].rpartition("-")
                start, _, end = request.POST.get("place", "").partition("-")
                if not (number.isdecimal() and start.isdecimal() and end.isdecimal()):
                    raise ReviewError("Choose one of the places.")
                version.choose(model, int(number), int(start), int(end), request.user)
                messages.success(request, "The passage is placed.")
                return here
            reason = request.POST.get("reason", "").replace("\r\n", "\n")
            version.propose(request.user, reason)
        except ReviewError as error:
            messages.error(request, str(error))
            return here
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return here
        messages.success(request, "The new version is proposed; send it for review.")
        return HttpResponseRedirect(page_of(document, "review"))


class Undecided:
    """A passage that a person must place, with the places that come into question.

    Where it is lost there is one that is only alike, shown with how it differs, and whatever is
    found for the words that the person asks for.
    """

    def __init__(self, moved, folded, asked_for, quote):
        self.moved, self.row, self.before = moved, moved.row, moved.before
        self.key = f"{moved.row._meta.model_name}-{moved.row.pk}"
        self.is_lost = moved.placement.outcome == "lost"
        self.quote = quote if asked_for == self.key else ""
        found = [(each.start, each.end) for each in folded.find(self.quote)] if self.quote else []
        places = found or moved.placement.places
        self.not_found = bool(self.quote) and not found
        self.places = [Passage(folded.text, start, end) for start, end in places]

    @property
    def choices(self):
        """Each place with its difference to the words before."""
        return [(place, word_difference(self.before.exact, place.exact)) for place in self.places]
