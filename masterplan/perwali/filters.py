"""What the pages of regulations read from their address."""

from collections.abc import Iterable
from typing import Any

from django import forms

from solok_smartcity.kit.verb_forms import QueryForm

from .models import DriftDecision

OPEN = "belum"
OUTCOMES = [(OPEN, "Belum diputuskan"), *DriftDecision.Outcome.choices]


class ElementQuery(QueryForm):
    """The element that is opened, or that a remark is about."""

    unsur = forms.CharField(required=False)


class VersionsQuery(QueryForm):
    """The two versions that are compared."""

    dari = forms.CharField(required=False)
    ke = forms.CharField(required=False)


class CitationsQuery(QueryForm):
    """Only the cited laws of which something is missing."""

    kurang = forms.ChoiceField(label="Yang belum lengkap", required=False, choices=[("1", "ya")])


class DriftQuery(QueryForm):
    """Part of the plan and outcome of the differences with it."""

    bagian = forms.ChoiceField(label="Bagian", required=False)
    putusan = forms.ChoiceField(label="Putusan", required=False, choices=OUTCOMES)

    def among(self, parts: Iterable[str]) -> None:
        """Which parts there are to choose from."""
        field: Any = self.fields["bagian"]
        field.choices = [(part, part) for part in parts]


class PaperQuery(QueryForm):
    """One PDF of a regulation: which paper, in which variant, and the page that asks for it."""

    lembar = forms.CharField(required=False)
    varian = forms.CharField(required=False)
    kembali = forms.CharField(required=False)
