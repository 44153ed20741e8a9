"""The verbs of repeal: which laws a draft repeals, and a regulation that only repeals (R100, 5.4)."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q

from opd.agencies.models import User
from solok_smartcity.kit.decisions import WrongState, require
from solok_smartcity.kit.records import assign, need_reason, open_for_change, save
from solok_smartcity.kit.transitions import log

from ..models import Element, Regulation
from ..naskah.amendment import repeal_title
from ..naskah.structure import Kind
from ..rules import may_draft
from ..selectors.document import working_source
from ..workflow import REGULATION_CREATED, Stage
from .amending import add_recitals, begin_from, require_in_force
from .drafting import add_element, refuse_broken_documents, remove_element
from .references import store_references

ARTICLE = "p_cabut"  # the template keeps an optional Pasal of this id ready
IN_FORCE = "Peraturan Wali Kota ini mulai berlaku pada tanggal diundangkan."


@transaction.atomic
def set_repeals(pk: int, targets: Sequence[Regulation], *, actor: User, version: int | None, reason: str) -> Regulation:
    """The laws a draft repeals when it is promulgated: all of them, replacing the former choice.

    Its Pasal stands before the last one and is written from this list. Raises ``WrongState`` for a draft that is not
    written now, a law that is not in force, or one that another draft already repeals.
    """
    mine = Q(pk__in=[pk, *(item.pk for item in targets)]) | Q(repealed_by=pk)
    list(Regulation.objects.select_for_update(of=("self",)).filter(mine).order_by("pk").values_list("pk"))
    scope = Regulation.objects.visible_to(actor).with_parts()
    draft: Regulation = open_for_change(scope, pk, actor=actor, rule=may_draft, version=version)
    reason = need_reason(reason)
    if not Stage(draft.stage).is_editable or draft.amends_id:
        raise WrongState("Pencabutan ditulis dalam rancangan yang sedang disusun, bukan dalam peraturan perubahan.")
    wanted = {item.pk: item for item in Regulation.objects.with_parts().filter(pk__in=[item.pk for item in targets])}
    for law in wanted.values():
        _require_repealable(law, draft)
    changed = False
    for law in draft.repeals.exclude(pk__in=wanted):
        changed = assign(law, {"repealed_by": None}) or changed
        save(law, actor=actor, reason=reason)
    for law in wanted.values():
        if assign(law, {"repealed_by": draft}):
            save(law, actor=actor, reason=reason)
            changed = True
    if _keep_article(draft, bool(wanted), actor, reason) or changed:
        draft.version += 1
        save(draft, actor=actor, reason=reason)
        refuse_broken_documents([draft])
    return draft


def _require_repealable(law: Regulation, draft: Regulation) -> None:
    require_in_force(law)
    if law.region_id != draft.region_id:
        raise WrongState(f"{law} bukan peraturan {draft.region}.")
    if law.repealed_by_id not in (None, draft.pk):
        raise WrongState(f"{law} sudah akan dicabut dengan rancangan lain: {law.repealed_by}.")


def _keep_article(draft: Regulation, is_wanted: bool, actor: User, reason: str) -> bool:
    """The Pasal that repeals comes with the first law and goes with the last one; tells whether it did."""
    article = Element.objects.filter(regulation=draft, stable_id=ARTICLE).first()
    if is_wanted == (article is not None and article.is_active and article.is_automatic):
        return False
    if article is not None and (article.is_optional or is_wanted):
        assign(article, {"is_active": is_wanted, "is_automatic": is_wanted})
        save(article, actor=actor, reason=reason)
    elif article is not None:
        assign(article, {"is_automatic": False})
        save(article, actor=actor, reason=reason)
        remove_element(article.pk, actor=actor, version=article.version, reason=reason)
    elif is_wanted:
        articles = working_source(draft).tree.of(Kind.ARTICLE)
        if not articles:
            raise ValidationError("Naskah belum mempunyai Pasal.")
        last = Element.objects.get(regulation=draft, stable_id=articles[-1].id)
        row = Element.objects.filter(regulation=draft, parent=last.parent, position__gte=last.position)
        row.update(position=F("position") + 1)
        add_element(
            draft,
            ARTICLE,
            Kind.ARTICLE,
            last.position,
            parent=last.parent,
            is_automatic=True,
            actor=actor,
            reason=reason,
        )
    store_references(draft)
    return True


@transaction.atomic
def start_repeal(law: Regulation, *, actor: User, reason: str) -> Regulation:
    """A new regulation (L0) that only repeals a law: Pasal 1 repeals, Pasal 2 brings it into force (5.4).

    Raises ``WrongState`` where the law is not in force or a draft already repeals it.
    """
    require(may_draft(actor))
    reason = need_reason(reason)
    law = Regulation.objects.select_for_update().get(pk=law.pk)
    require_in_force(law)
    if law.repealed_by_id is not None:
        raise WrongState(f"Peraturan ini sudah akan dicabut dengan rancangan lain: {law.repealed_by}.")
    number, year = law.number or 0, law.year or 0
    tries = Regulation.objects.filter(slug__startswith=f"{law.slug[:60]}-pencabutan-").count() + 1
    draft = begin_from(
        law,
        title=repeal_title(law.kind.name, number, year, str(law)),
        slug=f"{law.slug[:60]}-pencabutan-{tries}",
        actor=actor,
    )
    words = (
        f"bahwa {law.kind.name} Nomor {number} Tahun {year} tentang {law} sudah tidak sesuai dengan kebutuhan Daerah "
        "sehingga perlu dicabut"
    )
    add_recitals(draft, words, actor)
    add_element(draft, "p_berlaku", Kind.ARTICLE, 1000, text=IN_FORCE, actor=actor, reason=reason)
    Element.objects.filter(regulation=draft, kind__in=(Kind.ORDER, Kind.GAZETTE)).update(position=F("position") + 2000)
    log(draft, REGULATION_CREATED, "", actor=actor, reason=reason)
    return set_repeals(draft.pk, [law], actor=actor, version=draft.version, reason=reason)
