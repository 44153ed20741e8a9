"""References found in texts, kept as rows so that a referred element cannot be deleted (R96)."""

from django.db import transaction

from solok_smartcity.kit.decisions import Decision, Refused

from ..models import Annex, Element, Reference, Regulation
from ..naskah.references import tokens


@transaction.atomic
def store_references(regulation: Regulation) -> int:
    """Make the reference rows equal to the tokens of all texts; gives the number of rows written or removed.

    Raises ``Refused`` when a text refers to an element that does not exist.
    """
    elements = {element.stable_id: element for element in Element.objects.filter(regulation=regulation)}
    # The copy an amending regulation edits speaks of the annexes of the amended one.
    owner = regulation.amends_id or regulation.pk
    annexes = {annex.stable_id: annex for annex in Annex.objects.filter(regulation=owner)}
    wanted = set()
    for element in elements.values():
        for token in tokens(element.text):
            for stable_id in token.ids:
                known = annexes if token.form == "lamp" else elements
                if stable_id not in known:
                    raise Refused(
                        Decision(False, "broken_reference", f"Acuan dari {element.stable_id} ke {stable_id} tidak ada.")
                    )
                target, annex = (None, known[stable_id].pk) if token.form == "lamp" else (known[stable_id].pk, None)
                wanted.add((element.pk, target, annex))
    present = {
        (source, target, annex): pk
        for pk, source, target, annex in Reference.objects.filter(source__regulation=regulation).values_list(
            "pk", "source_id", "target_id", "annex_id"
        )
    }
    gone = [pk for key, pk in present.items() if key not in wanted]
    new = sorted(wanted - present.keys(), key=str)
    Reference.objects.filter(pk__in=gone).delete()
    Reference.objects.bulk_create(Reference(source_id=s, target_id=t, annex_id=a) for s, t, a in new)
    return len(gone) + len(new)
