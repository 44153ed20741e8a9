"""Forms of the alignment: minutes, and what planning keeps."""

from typing import Any

from django import forms

from solok_smartcity.kit.forms import VersionedForm, page_field

from .models import Minutes
from .services.upkeep import KINDS


class MinutesForm(VersionedForm, forms.ModelForm):
    """The minutes of a verification."""

    asks_reason = False

    class Meta:
        model = Minutes
        fields = (
            "number", "held_on", "place", "deadline", "attendees", "priorities", "additions", "rejections",
            "agency_signer", "agency_nip", "planning_signer", "planning_nip",
        )  # fmt: skip
        formfield_callback = page_field

    def values(self) -> dict[str, Any]:
        """The minutes' own fields."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def _post_clean(self) -> None:
        """The service validates the minutes as a whole."""


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
