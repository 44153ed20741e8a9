"""Looking codes up: by word, by typed code, and for whom they were chosen."""

from django.db.models import Q, QuerySet

from masterplan.plan.models import Program, QuickWin
from opd.agencies.models import Person
from opd.renja.codes import normalise

from ..models import CodeLink, NomenclatureItem
from ..nomenclature import listed_form


def searched(queryset: QuerySet[NomenclatureItem], words: str) -> QuerySet[NomenclatureItem]:
    """Items whose code begins with the words, or whose texts hold every one of them."""
    if words[:1].isdigit() or words[:2].upper() == "X.":
        return queryset.filter(code__startswith=listed_form(normalise(words)))
    for word in words.split():
        queryset = (
            queryset.filter(name__icontains=word)
            | queryset.filter(indicator__icontains=word)
            | queryset.filter(keywords__icontains=word)
        )
    return queryset


def chosen_for(user: Person, code: str) -> QuerySet[CodeLink]:
    """The programs and quick wins, among those the person may know of, for which a code was chosen."""
    seen = Q(program__in=Program.objects.visible_to(user).order_by().values("pk"))
    seen |= Q(quick_win__in=QuickWin.objects.visible_to(user).order_by().values("pk"))
    return CodeLink.objects.filter(seen, code=code).select_related("program", "quick_win", "edition")
