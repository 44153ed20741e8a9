"""Forms of the alignment: what planning keeps."""

from typing import Any

from django import forms

from solok_smartcity.kit.forms import VersionedForm, page_field

from .services.upkeep import KINDS


def kept_form(kind: str) -> type[VersionedForm]:
    """The form of a kind of record that planning keeps."""
    kept = KINDS[kind]

    class Form(VersionedForm, forms.ModelForm):
        """One record."""

        class Meta:
            model = kept.model
            fields = kept.fields
            formfield_callback = page_field

        def values(self) -> dict[str, Any]:
            """The record's own fields."""
            return {name: self.cleaned_data[name] for name in kept.fields}

        def _post_clean(self) -> None:
            """The service validates the record as a whole."""

    return Form
