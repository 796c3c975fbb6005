"""Forms of entries: permanent slugs, a reason for each change, and no change over another's."""

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.utils.timezone import localtime

from relations.retraction import was_ever_public


class EntryRowForm(forms.ModelForm):
    """An entry, also as a row of an inline.

    `opened_version` says which version of the entry the form was filled from; if another was stored
    in the meantime, nothing is saved.
    """

    opened_version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["opened_version"] = self.instance.updated_at.isoformat()
            if "slug" in self.fields and was_ever_public(self.instance):
                self.fields["slug"].disabled = True

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and self._stored_version() != cleaned.get("opened_version"):
            raise ValidationError(self._conflict(), code="changed_since")
        return cleaned

    def _stored_version(self):
        # The lock keeps others out until this change is stored; SQLite has but one writer anyway.
        rows = type(self.instance).objects.select_for_update(of=("self",))
        return rows.values_list("updated_at", flat=True).get(pk=self.instance.pk).isoformat()

    def _conflict(self):
        latest = self.instance.history.first()
        who = (latest and latest.history_user) or "Somebody"
        when = f" at {localtime(latest.history_date):%H:%M:%S} UTC" if latest else ""
        return (
            f"{who} changed this {self.instance._meta.verbose_name}{when}, after you opened it. "
            "Nothing was saved. Open it again in another tab and enter your changes there."
        )


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
