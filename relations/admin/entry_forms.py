"""Forms of entries: permanent slugs, a reason for each change, and no change over another's."""

from dataclasses import dataclass

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError

from relations.desk.differences import FieldDifference, label_of, shown
from relations.desk.row_changes import content_fields
from relations.retraction import was_ever_public
from relations.revision import take_turn
from relations.vocabularies import PublicationStatus

NOT_EDITED = (PublicationStatus.IN_REVIEW, PublicationStatus.RETRACTED)


def is_only_looked_at(request):
    """Whether a form is read for what was typed into it, and nothing of it will be stored."""
    return getattr(request, "is_only_looked_at", False)


@dataclass(frozen=True)
class Conflict:
    """What somebody else stored in an entry while its form was open: theirs and what is entered."""

    name: str
    who: str
    when: object
    fields: list


class EntryRowForm(forms.ModelForm):
    """An entry, also as a row of an inline.

    `opened_version` says which version of the entry the form was filled from. If another was stored
    in the meantime, nothing is saved: the form comes back with what was entered, `conflict` has
    both texts beside each other, and saving once more is a decision for what was entered.
    """

    opened_version = forms.CharField(widget=forms.HiddenInput, required=False)
    conflict = None
    not_edited = NOT_EDITED

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["opened_version"] = self.instance.updated_at.isoformat()
            if "slug" in self.fields and was_ever_public(self.instance):
                self.fields["slug"].disabled = True
            if self.instance.publication_status in self.not_edited:
                for field in self.fields.values():
                    field.disabled = True

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and self.fields["opened_version"].disabled is False:
            # The lock keeps others out until this change is stored; SQLite has but one writer.
            take_turn()
            rows = type(self.instance)._base_manager.select_for_update(of=("self",))
            stored = rows.get(pk=self.instance.pk)
            if stored.updated_at.isoformat() != cleaned.get("opened_version"):
                self.conflict = self._conflict_with(stored)
                self._open_again(stored)
                who, when = self.conflict.who, self.conflict.when
                raise ValidationError(
                    f"{who} changed this {self.instance._meta.verbose_name} at "
                    f"{when:%H:%M:%S} UTC, after you opened it. Nothing was saved.",
                    code="changed_since",
                )
        return cleaned

    def _conflict_with(self, stored):
        latest = stored.history.select_related("history_user").first()
        entered = type(stored)()
        differing = []
        for column in content_fields(type(stored)):
            if column.name not in self.cleaned_data:
                continue
            setattr(entered, column.name, self.cleaned_data[column.name])
            theirs, ours = shown(stored, column), shown(entered, column)
            if theirs != ours:
                differing.append(FieldDifference(label_of(column), theirs, ours))
        return Conflict(
            name=str(stored),
            who=str((latest and latest.history_user) or "Somebody"),
            when=latest.history_date if latest else stored.updated_at,
            fields=differing,
        )

    def _open_again(self, stored):
        """Have the form that comes back know the stored version, which its page shows."""
        self.data = self.data.copy()
        self.data[self.add_prefix("opened_version")] = stored.updated_at.isoformat()


class EntryForm(EntryRowForm):
    """An entry on its own page, with the reason for the change."""

    change_reason = forms.CharField(
        label="Reason for this change",
        max_length=1000,
        widget=AdminTextareaWidget({"rows": 2}),
        help_text="Kept in the history, beside your name and the time.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["change_reason"].required = bool(self.instance.pk)
