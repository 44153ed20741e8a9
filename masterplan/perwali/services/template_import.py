"""Loads the drafting template of the regulation (YAML) into rows; refuses a template that breaks the form."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from masterplan.plan.models import MasterPlan
from opd.agencies.models import Opd
from solok_smartcity.kit.csvdata import DataFault
from solok_smartcity.kit.decisions import sentence_with_fields
from solok_smartcity.kit.records import Children, Written, ensure

from ..models import (
    Annex,
    Citation,
    Definition,
    Element,
    HouseStyle,
    Placeholder,
    Region,
    Regulation,
    RegulationKind,
    Signature,
)
from ..naskah.annexes import known_field
from ..naskah.document import compile_text
from ..naskah.structure import Kind, label
from ..selectors.document import load_source
from .references import store_references

REASON = "Templat awal, perlu direviu Bagian Hukum"
TEMPLATE = Path(__file__).resolve().parent.parent / "reference" / "perwali_template.yaml"
REGULATION_SLUG = "rencana-induk"
LIST_KEYS = {"bab", "bagian", "paragraf", "pasal", "ayat", "huruf", "angka", "huruf_kurung", "angka_kurung"}
ANNEX_SOURCES = {"l_rencana_induk": "books", "l_indikator": "objectives"}
# Values that come from the plan or the regulation itself and are never typed as a placeholder's value.
COMPUTED = {
    "nomor",
    "tahun",
    "tanggal_penetapan",
    "tanggal_pengundangan",
    "nomor_berita_daerah",
    "tahun_awal",
    "tahun_akhir",
    "visi",
    "nama",
    "nama_kalimat",
}


# A mapping of the template document, as its file says it: a missing key is told with the file's name.
Template = dict[str, Any]


def read_template(path: Path = TEMPLATE) -> Template:
    """The YAML document; raises ``DataFault`` when it is missing, broken or of another scheme."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataFault(f"{path.name}: berkas tidak ditemukan") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DataFault(f"{path.name}: tidak dapat dibaca sebagai YAML ({error})") from None
    if not isinstance(document, dict) or document.get("skema") != "perwali-template/1":
        raise DataFault(f"{path.name}: skema bukan perwali-template/1")
    return document


FrameRow = tuple[str, Kind, str]
Record = TypeVar("Record", bound=Model)


def opening_rows(document: Template) -> list[FrameRow]:
    """Head, title and opening before the recitals, as in a template document: stable id, kind, text."""
    title, opening = document["judul"], document["pembukaan"]
    return [
        *((f"kop_{index}", Kind.HEAD, line) for index, line in enumerate(title["kop"], start=1)),
        ("judul_jenis", Kind.TITLE, title["jenis"]),
        ("judul_nomor", Kind.TITLE, title["nomor"]),
        ("judul_tentang", Kind.TITLE, title["kata_tentang"]),
        ("judul_nama", Kind.TITLE, "{{nama}}"),
        ("frasa", Kind.PHRASE, opening["frasa"]),
        ("jabatan", Kind.OFFICE, opening["jabatan_pembentuk"]),
    ]


def enacting_rows(document: Template) -> list[FrameRow]:
    """What stands between the legal basis and the body."""
    words = document["pembukaan"]["diktum"]
    return [("memutuskan", Kind.DECIDE, words["memutuskan"]), ("menetapkan", Kind.ENACT, words["menetapkan"])]


def closing_rows(document: Template) -> list[FrameRow]:
    """What stands after the body, without the signatures."""
    closing = document["penutup"]
    return [
        ("perintah_pengundangan", Kind.ORDER, closing["perintah_pengundangan"]),
        ("berita_daerah", Kind.GAZETTE, closing["berita_daerah"]),
    ]


@transaction.atomic
def load_template(plan: MasterPlan, opds: dict[str, Opd], written: Written, path: Path = TEMPLATE) -> Regulation:
    """Make the draft regulation of a plan from the template; an existing draft is left as people made it.

    ``opds``: agencies by code, for placeholders that print an agency's name. Raises ``DataFault`` with the place
    for a template whose numbers, references, placeholders or structure are wrong (perwali-format 9.1).
    """
    existing = Regulation.objects.filter(slug=REGULATION_SLUG).first()
    if existing is not None:
        written.count("unchanged", Regulation._meta.label)
        return existing
    document = read_template(path)
    try:
        return _Loader(document, plan, opds, written).run()
    except KeyError as error:
        raise DataFault(f"{path.name}: kunci {error} tidak ada") from None
    except ValidationError as error:
        raise DataFault(f"{path.name}: {sentence_with_fields(error)}") from None


class _Loader:
    def __init__(self, document: Template, plan: MasterPlan, opds: dict[str, Opd], written: Written) -> None:
        self.document, self.plan, self.opds, self.written = document, plan, opds, written
        self.position = 0

    def ensure(
        self,
        model: type[Record],
        key: Mapping[str, Any],
        values: Mapping[str, Any],
        children: list[Children] | None = None,
    ) -> Record:
        record: Record = ensure(model, key, values, children, reason=REASON, written=self.written)
        return record

    def run(self) -> Regulation:
        region, kind, title = self.document["daerah"], self.document["jenis"], self.document["judul"]
        self.regulation = self.ensure(
            Regulation,
            {"slug": REGULATION_SLUG},
            {
                "region": self.ensure(
                    Region,
                    {"code": "kota-solok"},
                    {
                        "name": region["nama"],
                        "province": region["provinsi"],
                        "office": region["jabatan"],
                        "seat": region["tempat_penetapan"],
                        "promulgator": region["pengundang_kapital"].title(),
                        "gazette": region["berita_daerah_kapital"].title(),
                    },
                ),
                "kind": self.ensure(
                    RegulationKind,
                    {"code": kind["kode"]},
                    {"name": kind["nama"], "abbreviation": kind["singkatan"], "self_reference": kind["sebutan_diri"]},
                ),
                "style": self.ensure(HouseStyle, {"name": "Gaya cetak bawaan"}, {}),
                "plan": self.plan,
                "title": title["nama_kalimat"],
                "review_note": " ".join(self.document["catatan_reviu"].split()),
            },
        )
        self.placeholders()
        self.opening()
        for chapter in self.document["batang_tubuh"]["bab"]:
            self.body("bab", chapter, None)
        self.closing()
        self.annexes()
        store_references(self.regulation)
        self.verify()
        return self.regulation

    def placeholders(self) -> None:
        for item in self.document["isian"]:
            if item["kunci"].startswith("misi_"):
                continue  # missions are rows of the plan
            self.ensure(
                Placeholder,
                {"regulation": self.regulation, "key": item["kunci"]},
                {
                    "label": item["label"],
                    "stand_in": item["bawaan"],
                    "needed_at": item["wajib_saat"],
                    "opd": self.opds[item["kode_opd"]] if "kode_opd" in item else None,
                },
            )

    def row(self, stable_id: str, kind: Kind, **values: Any) -> Element:
        self.position += 1
        return self.ensure(
            Element,
            {"regulation": self.regulation, "stable_id": stable_id},
            {"kind": kind.value, "position": self.position, **values},
        )

    def rows(self, rows: list[FrameRow]) -> None:
        for stable_id, kind, text in rows:
            self.row(stable_id, kind, text=text)

    def opening(self) -> None:
        opening = self.document["pembukaan"]
        self.rows(opening_rows(self.document))
        for index, item in enumerate(opening["menimbang"], start=1):
            self.expect(item["urut"], label(Kind.RECITAL, index), f"menimbang {index}")
            automatic = item.get("otomatis", False)
            self.row(
                f"menimbang_{index}",
                Kind.RECITAL,
                is_automatic=automatic,
                note=item.get("unsur", ""),
                text="" if automatic else item["teks"],
            )
        for index, item in enumerate(opening["mengingat"], start=1):
            self.expect(item["urut"], label(Kind.BASIS, index), f"mengingat {index}")
            self.row(f"mengingat_{index}", Kind.BASIS, citation=self.citation(item["rujukan"], item["teks"]))
        self.rows(enacting_rows(self.document))

    def citation(self, source: Template, text: str) -> Citation:
        """Registry entry of a cited rule; its title is read from the template's reading text."""
        gazette = source.get("gazet", {})
        number, year = source.get("nomor", ""), source.get("tahun")
        title = ""
        if number:
            _, _, rest = text.partition(f"Nomor {number} Tahun {year} tentang ")
            title = rest.partition(" (")[0]
        amendment = None
        if "diubah_terakhir" in source:
            amendment = self.citation({**source["diubah_terakhir"]}, text)
        return self.ensure(
            Citation,
            {
                "kind": source["jenis"],
                "number": number,
                "year": int(year) if year else None,
                "region_name": "",
                "article": source.get("pasal", ""),
                "paragraph": source.get("ayat", ""),
            },
            {
                "title": title,
                "gazette_year": gazette.get("ln_tahun") or gazette.get("bn_tahun"),
                "gazette_number": gazette.get("ln_nomor") or gazette.get("bn_nomor") or "",
                # A key tln that is there but empty in a law means: a supplement exists, its number is not known.
                "supplement_expected": "tln" in gazette and (bool(gazette["tln"]) or source["jenis"] in {"UU", "PP"}),
                "supplement_number": gazette.get("tln") or "",
                "last_amendment": amendment,
                "amended_more_than_once": "beberapa kali diubah" in text and amendment is not None,
                "certainty": source.get("kepastian", ""),
                "to_check": source.get("periksa", ""),
            },
        )

    def body(self, level: str, item: Template, parent: Element | None, index: int = 0) -> None:
        kind = Kind(level)
        stable_id = item.get("id") or f"{parent.stable_id}_{level}_{index}"  # type: ignore[union-attr]
        element = self.row(
            stable_id,
            kind,
            parent=parent,
            title=item.get("judul", ""),
            text=item.get("teks", ""),
            conjunction=item.get("hubung", ""),
            is_optional=item.get("opsional", False),
            dimension_code=item.get("dimensi") or item.get("subdimensi") or "",
        )
        self.expected = getattr(self, "expected", {})
        self.expected[stable_id] = item["urut"] if "urut" in item else None
        if "istilah" in item and kind == Kind.NUMBER:
            self.ensure(
                Definition,
                {"element": element},
                {
                    "term": item["istilah"],
                    "foreign_term": item.get("istilah_asing", ""),
                    "source": item.get("sumber_definisi", ""),
                },
            )
        unused = item.get("pasal_opsional", [])
        for child_level in LIST_KEYS & item.keys():
            for position, child in enumerate(item[child_level], start=1):
                for extra in unused:
                    if extra["letak"] == f"sebelum {child.get('id')}":
                        self.row(
                            extra["id"],
                            Kind.ARTICLE,
                            parent=element,
                            text=extra["teks"],
                            is_optional=True,
                            is_active=False,
                            note=extra.get("catatan", ""),
                        )
                self.body(child_level, child, element, position)

    def closing(self) -> None:
        self.rows(closing_rows(self.document))
        for act in Signature.Act.values:
            lines = self.document["penutup"][act]["baris"]
            self.ensure(Signature, {"regulation": self.regulation, "act": act}, {"lines": lines})

    def annexes(self) -> None:
        for index, item in enumerate(self.document["lampiran"], start=1):
            columns = [
                {
                    "heading": column["judul"],
                    "field": column["medan"],
                    "repeat": column.get("ulang", ""),
                    "fulfils": column.get("memenuhi", ""),
                }
                for column in item.get("kolom", [])
            ]
            for column in columns:
                if not known_field(column["field"]):
                    raise DataFault(f"lampiran {item['id']}: medan {column['field']} tidak dikenal")
            self.ensure(
                Annex,
                {"regulation": self.regulation, "stable_id": item["id"]},
                {
                    "position": index,
                    "name": item["nama"],
                    "content": item["jenis_isi"],
                    "orientation": item["orientasi"],
                    "source": item.get("sumber_data") or ANNEX_SOURCES[item["id"]],
                },
                [
                    Children("columns", "position", dict(enumerate(columns, start=1))),
                    Children(
                        "sections",
                        "position",
                        {
                            number: {"title": section["judul"], "headings": section["isi"]}
                            for number, section in enumerate(item.get("kerangka", []), start=1)
                        },
                    ),
                ],
            )

    def verify(self) -> None:
        """Computed numbers equal the template's, references resolve, placeholders are listed, the form holds."""
        source = load_source(self.regulation)
        text = compile_text(source)
        errors = [fault for fault in text.faults if not fault.warning]
        if errors:
            raise DataFault(f"{errors[0].element}: {errors[0].message} ({errors[0].rule})")
        for stable_id, expected in self.expected.items():
            node = source.tree.by_id.get(stable_id)
            if node is not None and expected is not None:
                self.expect(expected, source.tree.label(node), stable_id)

    @staticmethod
    def expect(expected: Any, printed: str, place: str) -> None:
        """The template's ``urut`` must be the number the application computes."""
        bare = printed.split()[-1] if printed.split()[0] in {"BAB", "Paragraf", "Pasal"} else printed
        bare = bare.removeprefix("Bagian ").strip("().")
        if str(expected) != bare:
            raise DataFault(f"{place}: urut {expected} tertulis, {bare} terhitung")
