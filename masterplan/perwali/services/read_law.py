"""Stores a mayoral regulation that was read from a file as law: its text with its numbers, its file as the original.

What the file says stays what the file says: numbers are kept, a legal basis the registry would print otherwise stands
in its own words. Annexes are not read; they are in the original, which is the official text.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from masterplan.plan.models import MasterPlan
from opd.agencies.models import User
from solok_smartcity.kit.actors import label_of
from solok_smartcity.kit.clock import today
from solok_smartcity.kit.decisions import WrongState, require
from solok_smartcity.kit.indonesian import enumeration
from solok_smartcity.kit.records import need_reason, save
from solok_smartcity.kit.transitions import log

from ..models import (
    Citation,
    Element,
    HouseStyle,
    NumberEntry,
    Placeholder,
    Region,
    Regulation,
    RegulationKind,
    Signature,
)
from ..naskah.reading.body import Doubt
from ..naskah.reading.citations import read_rule
from ..naskah.reading.files import ENDINGS, KINDS, MOST_BYTES
from ..naskah.reading.regulation import Reading
from ..naskah.reading.tree import to_tree
from ..naskah.structure import BODY_ROOTS, Kind, Node, Tree
from ..naskah.wording import CitedLaw, cite, last_recital
from ..rules import may_draft
from ..selectors.document import rule_of_citation
from ..workflow import REGULATION_READ, LegalStatus, Stage
from .drafting import add_element, refuse_broken_documents
from .number_register import need_free_gazette
from .references import store_references
from .template_import import closing_rows, enacting_rows, opening_rows, read_template
from .versions import ORIGINAL, freeze, keep

SAYS_TITLE = re.compile(r"perlu (?:menetapkan|membentuk) .+? tentang (.+)", re.S)
YEARS = range(1945, 2101)
# The names a signature block needs, and whose office stands above them in the closing.
SIGNED_BY = {"nama_wali_kota": r"WALI ?KOTA\b", "nama_sekretaris_daerah": r"SEKRETARIS DAERAH\b"}
NAME = re.compile(r"[A-Z][A-Z'.,\- ]{2,}")
FIELDS = {
    "number": "nomor",
    "year": "tahun",
    "title": "judul",
    "enacted_on": "tanggal penetapan",
    "promulgated_on": "tanggal pengundangan",
    "gazette_number": "nomor Berita Daerah",
}


@dataclass(frozen=True)
class LawFacts:
    """What is known of a regulation beside its text; empty: the file does not say it, or says it illegibly."""

    number: int | None = None
    year: int | None = None
    title: str = ""
    enacted_on: date | None = None
    promulgated_on: date | None = None
    gazette_number: int | None = None


def facts_of(reading: Reading) -> LawFacts:
    """The facts a reading tells; the title in sentence case, as the last recital says it (R24)."""
    facts = reading.facts
    gazette = re.search(r"NOMOR\s*:?\s*(\d{1,4})\s*$", facts["gazette"], re.I)
    return LawFacts(
        number=int(facts["number"]) if re.fullmatch(r"\d{1,4}", facts["number"]) else None,
        year=facts["year"] if facts["year"] in YEARS else None,
        title=_title(reading),
        enacted_on=_day(facts["date_set"]),
        promulgated_on=_day(facts["date_promulgated"]),
        gazette_number=int(gazette[1]) if gazette else None,
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _title(reading: Reading) -> str:
    said = SAYS_TITLE.search(reading.recitals[-1].text) if reading.recitals else None
    words = re.sub(r"[\s;.,]+$", "", said[1]) if said else ""
    capitals = reading.facts["title"]
    return words if _squeezed(words) == _squeezed(capitals) else capitals


def _squeezed(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())


def refusal_of(reading: Reading) -> str:
    """Why a reading cannot be stored as law; empty if it can."""
    if not _squeezed(reading.facts["kind"]).startswith("peraturanwalikota"):
        title = reading.facts["kind"] or "tanpa jenis"
        return f"Naskah ini tidak dapat disimpan: berjudul “{title}”, sedangkan yang disimpan peraturan wali kota."
    if reading.is_amending:
        return (
            "Ini peraturan perubahan. Simpan peraturan induknya sebagaimana terakhir diubah; perubahan berikutnya "
            "disusun dari sana."
        )
    return "" if reading.of(Kind.ARTICLE) else "Tidak ada Pasal yang dikenal dalam naskah ini."


@transaction.atomic
def save_law(
    reading: Reading,
    *,
    original: bytes,
    file_name: str,
    actor: User | None,
    reason: str,
    given: LawFacts | None = None,
) -> tuple[Regulation, list[Doubt]]:
    """A promulgated regulation of a reading, and what was doubted of it; all of it or nothing.

    ``original``: the bytes of the file, kept as archived; ``actor`` is nothing for an operator; ``given``: what a
    person says of it, which goes before what was read. Raises ``Refused``, ``ReasonMissing``, ``WrongState`` and
    ``ValidationError`` naming what is missing.
    """
    if actor is not None:
        require(may_draft(actor))
    reason = need_reason(reason)
    ending = Path(file_name).suffix.lower()
    if ending not in ENDINGS or not 0 < len(original) <= MOST_BYTES:
        raise ValidationError(
            {"file": f"Naskah asli berupa {KINDS}, tidak kosong, paling besar {MOST_BYTES // 2**20} MB."}
        )
    if why := refusal_of(reading):
        raise WrongState(why)
    facts = _complete(facts_of(reading), given or LawFacts())
    regulation = _regulation(reading, facts, file_name, actor, reason)
    writer = _Writer(regulation, reading, actor, reason)
    writer.run()
    refuse_broken_documents([regulation])
    version = freeze(regulation, actor=actor, note=REGULATION_READ.label)
    regulation.stage = Stage.PUBLISHED
    save(regulation, actor=actor, reason=reason)
    log(regulation, REGULATION_READ, "", actor=actor, reason=reason, content_version=version)
    keep(version, ORIGINAL, f"{regulation.slug}.asli{ending}", lambda: original)
    return regulation, writer.doubts


def _complete(read: LawFacts, given: LawFacts) -> LawFacts:
    facts = replace(read, **{name: value for name, value in vars(given).items() if value})
    missing = {
        name: f"Isi {words}: tidak terbaca dalam naskah." for name, words in FIELDS.items() if not getattr(facts, name)
    }
    if missing:
        raise ValidationError(missing)
    return facts


def _regulation(reading: Reading, facts: LawFacts, file_name: str, actor: User | None, reason: str) -> Regulation:
    kind = RegulationKind.objects.select_for_update().filter(code="perwali").first()
    style = HouseStyle.objects.order_by("pk").first()
    plan = MasterPlan.objects.order_by("-start_year").first()
    if kind is None or style is None or plan is None:
        raise WrongState("Data dasar portal belum ada. Minta administrator menjalankan: manage.py seed")
    region = _region(reading, actor, reason)
    numbers = {"region": region, "kind": kind, "year": facts.year, "number": facts.number}
    if Regulation.objects.filter(**numbers).exists():
        raise WrongState(f"{kind} Nomor {facts.number} Tahun {facts.year} sudah ada di portal.")
    regulation = Regulation(
        **numbers,
        plan=plan,
        style=style,
        title=facts.title,
        stage=Stage.PROMULGATED,
        enacted_on=facts.enacted_on,
        slug="-".join(["perwali", str(facts.number), str(facts.year), *([] if region.is_own else [region.code])])[:80],
        promulgated_on=facts.promulgated_on,
        gazette_number=facts.gazette_number,
        legal_status=LegalStatus.IN_FORCE,
        read_from=Path(file_name).name[:200],
        review_note=" ".join(read_template()["catatan_reviu"].split()),
    )
    late = {
        name: "Tanggal ini belum tiba." for name in ("enacted_on", "promulgated_on") if getattr(facts, name) > today()
    }
    if late:
        raise ValidationError(late)
    # The facts are complete by now.
    need_free_gazette(regulation, cast(date, facts.promulgated_on), cast(int, facts.gazette_number))
    save(regulation, actor=actor, reason=reason)
    entry = NumberEntry.objects.filter(**numbers).first()
    if entry is None:
        entry = NumberEntry(**numbers, state=NumberEntry.State.OUTSIDE, made_by_name=label_of(actor))
    elif entry.state != NumberEntry.State.OUTSIDE:
        raise WrongState(
            f"Nomor {facts.number} Tahun {facts.year} menurut register {entry.get_state_display().lower()}."
        )
    entry.regulation = regulation
    entry.save()
    return regulation


def known_region(reading: Reading) -> Region | None:
    """The region whose mayor the title names, if we know it; damaged names are not guessed: Malang is not Magelang."""
    office = _squeezed(reading.facts["kind"]).removeprefix("peraturan")
    return next((item for item in Region.objects.all() if _squeezed(item.office) == office), None)


def _region(reading: Reading, actor: User | None, reason: str) -> Region:
    """Whose mayor made it: a region we know, or another one as an example."""
    region = known_region(reading)
    if region is not None:
        return region
    place = re.sub(r"^.*?WALI\s?KOTA\s*", "", reading.facts["kind"], flags=re.I).strip().title()
    province = next((line.title() for line in reading.opening if line.upper().startswith("PROVINSI ")), "Provinsi ...")
    if not place:
        raise WrongState(f"Daerah pembentuk tidak terbaca dari judul “{reading.facts['kind']}”.")
    name = f"Kota {place}"
    region = Region(
        code=slugify(name)[:40],
        name=name,
        province=province,
        office=f"Wali Kota {place}",
        seat=place,
        promulgator=f"Sekretaris Daerah {name}",
        gazette=f"Berita Daerah {name}",
        is_own=False,
    )
    save(region, actor=actor, reason=reason)
    return region


class _Writer:
    """Writes the rows of one regulation in the order of its text."""

    def __init__(self, regulation: Regulation, reading: Reading, actor: User | None, reason: str) -> None:
        self.regulation, self.reading = regulation, reading
        self.actor, self.reason = actor, reason
        self.position = 0
        self.template = read_template()
        self.region_words = self._words_of_region()
        self.doubts = list(reading.doubts)

    def run(self) -> None:
        # Annexes are not read: what refers to them keeps its words.
        tree, _, doubts = to_tree(replace(self.reading, annex_lines=[], annex_blocks=[]))
        self.doubts += doubts
        self.frame(opening_rows(self.template))
        self.recitals(tree)
        self.basis(tree)
        self.frame(enacting_rows(self.template))
        for node in tree.roots_of(*BODY_ROOTS):
            self.body(node, None)
        self.frame(closing_rows(self.template))
        self.signatures()
        store_references(self.regulation)
        if self.regulation.title.isupper():
            self.doubt("Judul hanya terbaca dalam huruf kapital; tulis ulang dengan huruf biasa.")
        if self.reading.annex_lines:
            count = len(self.reading.annex_lines)
            self.doubt(f"{count} lampiran (mulai baris {self.reading.annex_lines[0]}) hanya ada dalam naskah asli.")

    def doubt(self, message: str) -> None:
        self.doubts.append(Doubt(0, message))

    def row(self, stable_id: str, kind: Kind, **values: Any) -> Element:
        self.position += 1
        return add_element(
            self.regulation, stable_id, kind, self.position, actor=self.actor, reason=self.reason, **values
        )

    def _words_of_region(self) -> Callable[[str], str]:
        """Puts this region's names into the words of the template."""
        of_template, region = self.template["daerah"], self.regulation.region
        names = (
            (of_template["jabatan"], region.office),
            (of_template["provinsi"], region.province),
            (of_template["nama"], region.name),
            (f"di {of_template['tempat_penetapan']}", f"di {region.seat}"),
        )

        def words(text: str) -> str:
            for old, new in names:
                text = text.replace(old, new).replace(old.upper(), new.upper())
            return text

        return words

    def frame(self, rows: list[tuple[str, Kind, str]]) -> None:
        for stable_id, kind, text in rows:
            self.row(stable_id, kind, text=self.region_words(text))

    def recitals(self, tree: Tree) -> None:
        nodes = tree.of(Kind.RECITAL)
        for node, read in zip(nodes, self.reading.recitals, strict=True):
            text = re.sub(r"[;.,]+$", "", read.text)
            wanted = last_recital(len(nodes) - 1, self.regulation.kind.name, self.regulation.title)
            is_automatic = node.automatic and wanted.replace("\u00a0", " ") == text
            self.row(node.id, Kind.RECITAL, is_automatic=is_automatic, text="" if is_automatic else node.text or text)

    def basis(self, tree: Tree) -> None:
        own_words = []
        for node in tree.of(Kind.BASIS):
            citation = self.citation(node.text)
            if citation is None:
                own_words.append(str(node.number.base) if node.number else node.id)
            self.row(node.id, Kind.BASIS, citation=citation, text="" if citation else node.text)
        if own_words:
            self.doubt(
                f"Dasar hukum angka {enumeration(own_words)} tidak tertulis menurut bentuk baku; disimpan apa adanya, "
                "tidak dalam registri (R42)."
            )

    def citation(self, text: str) -> Citation | None:
        """The entry of the registry that prints these words, made if there is none yet."""
        rule = read_rule(text)
        if rule is None:
            return None
        before = transaction.savepoint()
        entry = self.entry(rule)
        if cite(rule_of_citation(entry, self.regulation.region)) == text:
            transaction.savepoint_commit(before)
            return entry
        transaction.savepoint_rollback(before)
        return None

    def entry(self, rule: CitedLaw) -> Citation:
        own = self.regulation.region
        names = (own.name, own.name.removeprefix("Kota ")) if own.is_own else ()
        region = "" if rule.region in names else rule.region
        key: Mapping[str, Any] = {
            "kind": rule.kind,
            "number": rule.number,
            "year": rule.year,
            "region_name": region,
            "article": rule.article,
            "paragraph": rule.paragraph,
        }
        found = Citation.objects.filter(**key).first()
        if found is not None:
            return found
        entry = Citation(
            **key,
            title=rule.title,
            gazette_year=rule.gazette_year,
            gazette_number=rule.gazette_number,
            supplement_expected=rule.has_supplement,
            supplement_number=rule.supplement_number,
            last_amendment=self.entry(rule.amended_by) if rule.amended_by else None,
            amended_more_than_once=rule.amended_often,
            to_check=f"Dibaca dari {self.regulation.read_from}; periksa apakah sudah ada perubahan yang lebih baru.",
        )
        save(entry, actor=self.actor, reason=self.reason)
        return entry

    def body(self, node: Node, parent: Element | None) -> None:
        row = self.row(
            node.id,
            node.kind,
            parent=parent,
            title=node.title,
            text=node.text,
            conjunction=node.conjunction,
            kept_base=node.number.base if node.number else None,
            kept_suffix=node.number.suffix if node.number else "",
        )
        for child in node.children:
            self.body(child, row)

    def signatures(self) -> None:
        """Blocks in the words of the template; names as they stand in the closing."""
        needed = set()
        for act in Signature.Act.values:
            lines = [self.region_words(line) for line in self.template["penutup"][act]["baris"]]
            save(Signature(regulation=self.regulation, act=act, lines=lines), actor=self.actor, reason=self.reason)
            needed.update(re.findall(r"\{\{(\w+)\}\}", " ".join(lines)))
        needed.update(re.findall(r"\{\{(\w+)\}\}", " ".join(row[2] for row in closing_rows(self.template))))
        for item in self.template["isian"]:
            if item["kunci"] in needed | {"nomor", "tahun"}:
                placeholder = Placeholder(
                    regulation=self.regulation,
                    key=item["kunci"],
                    label=item["label"],
                    stand_in=item["bawaan"],
                    needed_at=item["wajib_saat"],
                    value=self.signed(item["kunci"]),
                )
                save(placeholder, actor=self.actor, reason=self.reason)

    def signed(self, key: str) -> str:
        """The name below the office in the closing, if it can be read."""
        if key not in SIGNED_BY:
            return ""
        closing = self.reading.closing
        office = next((index for index, line in enumerate(closing) if re.match(SIGNED_BY[key], line)), None)
        after = closing[office + 1 : office + 4] if office is not None else []
        name = next((line for line in after if NAME.fullmatch(line) and line.casefold().strip(".") != "ttd"), "")
        if not name:
            self.doubt(f"Isian {key} tidak terbaca dalam penutup.")
        return name
