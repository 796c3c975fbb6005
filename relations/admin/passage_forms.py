"""What a marked passage can become: forms for a statement, a position, any other fact, or none."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import transaction

from relations.admin.layout import date_fields
from relations.desk.citing import anchored, citation_of, free_slug, store
from relations.models import (
    Citation,
    Exclusion,
    Issue,
    Party,
    Position,
    PositionStatement,
    Statement,
    StatementIssue,
    StatementParty,
)
from relations.revision import take_turn
from relations.vocabularies import Bearing, FactKind, PublicationStatus, StatementMode

REASON = "Marked in the document."


class Evidence(forms.Form):
    """What is said about the passage itself."""

    bearing = forms.ChoiceField(
        choices=Bearing.choices,
        initial=Bearing.SUPPORTS,
        help_text=Citation._meta.get_field("bearing").help_text,
    )
    reported_via = forms.CharField(
        required=False,
        max_length=200,
        help_text=Citation._meta.get_field("reported_via").help_text,
        widget=forms.TextInput({"class": "vTextField"}),
    )
    citation_note = forms.CharField(
        required=False,
        help_text=Citation._meta.get_field("note").help_text,
        widget=forms.Textarea({"rows": 2, "class": "vLargeTextField"}),
    )

    def values(self):
        values = self.cleaned_data
        return {
            "bearing": values["bearing"],
            "reported_via": values["reported_via"],
            "note": values["citation_note"].replace("\r\n", "\n"),
        }


def several(link, name, site, model, help_text):
    """A field for several entries, each of which becomes a link."""
    return forms.ModelMultipleChoiceField(
        queryset=model.objects.all(),
        required=False,
        help_text=help_text,
        widget=AutocompleteSelectMultiple(link._meta.get_field(name), site),
    )


class PassageForm:
    """One thing a passage can become; each says which fields it has and which rows it makes."""

    title, model, fields = "", None, []

    def __init__(self, model_admin, request, text, passage):
        self.site, self.request = model_admin.admin_site, request
        self.text, self.document, self.passage = text, text.document, passage
        data = request.POST if request.method == "POST" else None
        noun_admin = self.site.get_model_admin(self.model)
        self.media_of_admin = noun_admin.media
        self.form = noun_admin.get_form(request, None, fields=self.fields)(
            data, initial=self.initial()
        )
        for name in ("change_reason", "opened_version"):
            self.form.fields.pop(name, None)
        self.ties = self.ties_form(data)
        self.evidence = Evidence(data)
        self.adapt()

    @classmethod
    def allowed_to(cls, user):
        """Whether the user may add all rows that it can make."""
        rows = [cls.model, Citation, *(link for link, *_ in cls.ties_to.values())]
        return all(user.has_perm(f"relations.add_{row._meta.model_name}") for row in rows)

    def initial(self):
        return {}

    def adapt(self):
        """Change fields of the form, once it is made."""

    def ties_form(self, data):
        """A form of the links; empty where there are none."""
        fields = {
            name: several(link, field, self.site, model, help_text)
            for name, (link, field, model, help_text) in self.ties_to.items()
        }
        return type("Ties", (forms.Form,), fields)(data)

    ties_to = {}

    @property
    def forms(self):
        return [self.form, self.ties, self.evidence]

    @property
    def media(self):
        media = self.media_of_admin
        for form in self.forms:
            media += form.media
        return media

    def is_valid(self):
        return all([form.is_valid() for form in self.forms])

    def store(self):
        """Store everything as drafts, or nothing; what the passage became.

        Raises ValidationError.
        """
        with transaction.atomic():
            take_turn()
            made = self.made()
            self.refuse_twice(made)
            self._keep(made)
            for row in self.beside(made):
                self._keep(row)
        return made

    def _keep(self, row):
        store(row, self.request.user, REASON)

    def made(self):
        """The row that the passage becomes, not stored yet."""
        return self.form.save(commit=False)

    def refuse_twice(self, made):
        """Raise ValidationError if the passage became that already; slugs of facts tell it."""

    def _same_passage(self):
        """Rows of the model about this passage that are not withdrawn."""
        place = {"document": self.document, "start": self.passage.start, "end": self.passage.end}
        rows = self.model.objects.filter(**place)
        return rows.exclude(publication_status=PublicationStatus.RETRACTED)

    def beside(self, made):
        """Its links and its citation."""
        owner = self.model._meta.model_name
        for name, (link, field, _, _) in self.ties_to.items():
            for entry in self.ties.cleaned_data[name]:
                yield link(**{owner: made, field: entry})
        yield citation_of(self.document, self.passage, made, owner, **self.evidence.values())


class NewStatement(PassageForm):
    title, model = "A statement", Statement
    fields = [
        *("mode", "text", "speaker", "speaker_as_printed", "authority"),
        *(name for name in date_fields("said") if isinstance(name, str)),
        *("round", "venue", "reported_by", "language", "is_translation", "slug"),
    ]
    ties_to = {
        "parties": (StatementParty, "party", Party, "The parties for which it speaks."),
        "issues": (StatementIssue, "issue", Issue, "The issues it is about."),
    }

    def initial(self):
        words = self.passage.exact
        is_whole = words[:1].isupper() and words.rstrip("”\"'»")[-1:] in ".!?…,"
        is_quoted = self.passage.prefix.rstrip()[-1:] in "“„«\"'‘—"
        kind = StatementMode.DIRECT if is_whole else StatementMode.FRAGMENT
        speaker = self.request.GET.get("speaker", "")
        return {
            "mode": kind if is_quoted else StatementMode.INDIRECT,
            "language": self.document.language,
            "is_translation": bool(self.document.translated_from) or None,
            "speaker_as_printed": speaker,
            "slug": free_slug(Statement, f"{speaker} {' '.join(words.split()[:6])}"),
        }

    def adapt(self):
        text = self.form.fields["text"]
        text.required = False
        text.help_text = (
            "Only for reported speech, in our own words. The words of a direct quotation or a "
            "fragment are taken from the document."
        )
        self.form.clean = self._clean

    def _clean(self):
        cleaned = type(self.form).clean(self.form) or self.form.cleaned_data
        if cleaned.get("mode") in (StatementMode.DIRECT, StatementMode.FRAGMENT):
            cleaned["text"] = self.passage.exact
        elif not cleaned.get("text"):
            self.form.add_error("text", "Tell in our own words what was said.")
        return cleaned


class NewPosition(PassageForm):
    title, model = "A position", Position
    fields = [
        *("party", "issue", "act", "summary"),
        *(name for name in date_fields("since") if isinstance(name, str)),
        *("round", "ascribed_by", "slug"),
    ]
    ties_to = {
        "statements": (
            PositionStatement,
            "statement",
            Statement,
            PositionStatement._meta.get_field("statement").help_text,
        ),
    }

    def initial(self):
        return {"slug": free_slug(Position, f"position in {self.document.slug}")}


class AnotherFact(PassageForm):
    title, model = "Evidence of something in the record", Citation
    fields = list(FactKind.values)

    def is_valid(self):
        # The form alone would miss the passage, so it is asked only which entries were chosen.
        self.form._post_clean = lambda: None
        if not super().is_valid():
            return False
        chosen = [kind for kind in FactKind.values if self.form.cleaned_data.get(kind)]
        if len(chosen) != 1:
            self.form.add_error(None, "Choose exactly one entry, of one kind.")
        return len(chosen) == 1

    def made(self):
        kind = next(kind for kind in FactKind.values if self.form.cleaned_data.get(kind))
        fact = self.form.cleaned_data[kind]
        return citation_of(self.document, self.passage, fact, kind, **self.evidence.values())

    def refuse_twice(self, made):
        if self._same_passage().filter(**{made.fact_kind: made.fact}).exists():
            raise ValidationError(f"This passage is cited for it already: {made.fact}")

    def beside(self, made):
        return []


class NoFact(PassageForm):
    title, model = "No fact", Exclusion
    fields = ["reason", "repeats_line", "note"]

    @property
    def forms(self):
        return [self.form]

    def made(self):
        exclusion = self.form.instance
        for name, value in anchored(self.document, self.passage).items():
            setattr(exclusion, name, value)
        exclusion.slug = free_slug(Exclusion, f"{self.document.slug}-line-{self.passage.line}")
        return exclusion

    def refuse_twice(self, made):
        if self._same_passage().exists():
            raise ValidationError("This passage is said to carry no fact already.")

    def beside(self, made):
        return []


PASSAGE_FORMS = {
    "statement": NewStatement,
    "position": NewPosition,
    "fact": AnotherFact,
    "nothing": NoFact,
}
