"""What the pages of the alignment read from their address."""

from collections.abc import Iterable
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet

from opd.renja.models import Round
from solok_smartcity.kit.verb_forms import ListFilter, QueryForm, WordsFilter

from .models import Edition, Level
from .models.alignment import SEVERITIES
from .selectors.board import KINDS
from .selectors.codes import searched
from .workflow import FindingState

MOST_WORDS = 100  # characters of a search in the nomenclature
STATES = [("menunggu", "Menunggu"), *FindingState.choices]


class AlignmentQuery(QueryForm):
    """Year, kind of board and filters; the board and the list of findings apply them by one selector."""

    tahun = forms.IntegerField(label="Tahun rencana", required=False, min_value=2000, max_value=2100)
    tampilan = forms.ChoiceField(label="Tampilan", required=False, choices=list(KINDS.items()))
    perangkat = forms.CharField(label="Perangkat daerah", required=False)
    dimensi = forms.CharField(label="Dimensi", required=False)
    bobot = forms.ChoiceField(label="Bobot", required=False, choices=SEVERITIES)
    keadaan = forms.ChoiceField(label="Keadaan temuan", required=False, choices=STATES)
    temuan = forms.CharField(label="Temuan", required=False)
    putaran = forms.ChoiceField(label="Putaran Renja", required=False, choices=Round.choices)
    semua = forms.ChoiceField(label="Semua baris", required=False, choices=[("1", "ya")])

    @property
    def year(self) -> int | None:
        """The plan year that was asked for."""
        self.full_clean()
        asked: int | None = self.cleaned_data.get("tahun")
        return asked

    @property
    def kind(self) -> str:
        """The kind of board that was asked for."""
        return self.chosen["tampilan"] or "program"


class EditionQuery(QueryForm):
    """The edition of the nomenclature to browse."""

    edisi = forms.ChoiceField(label="Edisi", required=False)

    def among(self, editions: Iterable[Edition]) -> Edition | None:
        """The edition asked for, else the first."""
        known = {item.code: item for item in editions}
        field: Any = self.fields["edisi"]
        field.choices = [(code, code) for code in known]
        return known.get(self.chosen["edisi"]) or next(iter(known.values()), None)


class NomenclatureFilter(ListFilter):
    """An edition by level, or its sub kegiatan that hold some words."""

    q = WordsFilter()
    induk = filters.CharFilter("parent_code", label="Induk")

    @property
    def words(self) -> str:
        """The words that are looked for."""
        return self.query.chosen["q"].strip()[:MOST_WORDS]

    @property
    def parent(self) -> str:
        """The code whose parts are shown."""
        return self.query.chosen["induk"].strip()[:MOST_WORDS]

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Words go through the whole edition, a parent one level down, neither begins at the top."""
        if self.words:
            found: QuerySet[Any] = searched(queryset.filter(level=Level.SUB_KEGIATAN), self.words)
            return found
        if self.parent:
            return queryset.filter(parent_code=self.parent)
        top = queryset.filter(level=Level.BIDANG)
        return top if top.exists() else queryset


def kept_filter(names: Iterable[str]) -> type[ListFilter]:
    """The query of a list of what planning keeps: words in some of its fields."""
    return type("KeptFilter", (ListFilter,), {"q": WordsFilter(*names)})
