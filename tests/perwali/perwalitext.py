"""What must be printed, computed from the template and the plan's CSV files alone."""

import csv
import re
from pathlib import Path

import yaml

from tests.perwali.pdftext import ORDINALS, roman

ROOT = Path(__file__).resolve().parents[2] / "masterplan"
TEMPLATE = yaml.safe_load((ROOT / "perwali/reference/perwali_template.yaml").read_text(encoding="utf-8"))
VALUES = {entry["kunci"]: entry["bawaan"] for entry in TEMPLATE["isian"]}
DIMENSIONS = {
    "GOV": "Tata Kelola Cerdas",
    "BRA": "Pencitraan Cerdas",
    "ECO": "Ekonomi Cerdas",
    "LIV": "Kehidupan Cerdas",
    "SOC": "Masyarakat Cerdas",
    "ENV": "Lingkungan Cerdas",
}
YEARS = range(int(VALUES["tahun_awal"]), int(VALUES["tahun_akhir"]) + 1)
LISTS = ("ayat", "huruf", "angka", "huruf_kurung", "angka_kurung")
Address = dict[str, int | str]


def rows(name: str) -> list[dict[str, str]]:
    """Rows of a CSV file of the plan in the order of dimension, subdimension and code."""
    with (ROOT / "plan/reference" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    order = list(DIMENSIONS)
    return sorted(found, key=lambda r: (order.index(r["dimension_code"]), r["subdimension_code"], r["code"]))


def action_plans() -> list[dict[str, str]]:
    """Rows of the action plans in the order of the file."""
    with (ROOT / "plan/reference/action_plans.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def amount(number: int) -> str:
    """A number with points between thousands (R70)."""
    return f"{number:,}".replace(",", ".")


def budget(row: dict[str, str], year: int) -> int:
    """Money of a row in a year; an empty cell is nothing."""
    return int(row[f"budget_{year}"] or 0)


def articles() -> list[dict]:
    """All Pasal of the template in order."""
    found = []
    for bab in TEMPLATE["batang_tubuh"]["bab"]:
        for group in [bab, *bab.get("bagian", [])]:
            for inner in [group, *group.get("paragraf", [])]:
                found += inner.get("pasal", [])
    return found


def _addresses() -> dict[str, Address]:
    found: dict[str, Address] = {}

    def visit(node: dict, address: Address) -> None:
        if "id" in node:
            found[node["id"]] = address
        for level in LISTS:
            for position, child in enumerate(node.get(level, []), 1):
                visit(child, address | {level: position if level in ("ayat", "angka") else chr(96 + position)})

    for number, article in enumerate(articles(), 1):
        visit(article, {"pasal": number})
    return found


ADDRESSES = _addresses()
_MENTIONS = re.findall(r"\{\{lamp:(\w+)\}\}", yaml.safe_dump(articles(), sort_keys=False, width=10**6))
ANNEXES = {name: roman(position) for position, name in enumerate(dict.fromkeys(_MENTIONS), 1)}


def place(identity: str, pasal: int, phrase: bool) -> str:
    """Printed address of a unit as seen from a Pasal, with the words of R89 if it is a phrase."""
    target = ADDRESSES[identity]
    forms = [("ayat", "ayat ({})"), ("huruf", "huruf {}"), ("angka", "angka {}")]
    parts = [form.format(target[level]) for level, form in forms if level in target]
    inside = target["pasal"] == pasal and "ayat" in target
    words = " ".join(parts if inside else [f"Pasal {target['pasal']}", *parts])
    return f"sebagaimana dimaksud {'pada' if inside else 'dalam'} {words}" if phrase else words


def fill(text: str, pasal: int = 0) -> str:
    """The text with placeholders, references and annex numbers filled in."""

    def value(found: re.Match[str]) -> str:
        kind, _, name = found[1].partition(":")
        if kind in ("acu", "ref"):
            return place(name, pasal, kind == "acu")
        if kind == "lamp":
            return f"Lampiran {ANNEXES[name]}"
        if kind in ("nama", "nama_kalimat"):
            return fill(TEMPLATE["judul"][kind])
        return VALUES[kind]

    return " ".join(re.sub(r"\{\{([\w:]+)\}\}", value, text).split())


TITLE = fill("{{nama}}")
SENTENCE = fill("{{nama_kalimat}}")


def _opening() -> list[tuple[str, str, str]]:
    head, opening = TEMPLATE["judul"], TEMPLATE["pembukaan"]
    titles = [*head["kop"], "RANCANGAN", head["jenis"], head["nomor"], head["kata_tentang"], head["nama"]]
    parts = [("", fill(line), "") for line in [*titles, opening["frasa"], opening["jabatan_pembentuk"]]]
    for label, key in (("Menimbang : ", "menimbang"), ("Mengingat : ", "mengingat")):
        for position, item in enumerate(opening[key], 1):
            number = chr(96 + position) if key == "menimbang" else position
            parts.append((f"{label if position == 1 else ''}{number}. ", fill(item["teks"]), ";"))
    order = opening["diktum"]
    return [*parts, ("", order["memutuskan"], ""), ("Menetapkan : ", fill(order["menetapkan"]), "")]


def _unit(node: dict, label: str, end: str, pasal: int) -> list[tuple[str, str, str]]:
    level = next((name for name in LISTS if name in node), None)
    children = node.get(level, [])
    parts = [(label, fill(node["teks"], pasal), "" if children else end)] if "teks" in node else [(label, "", "")]
    for position, child in enumerate(children, 1):
        if level == "ayat":
            sign, mark = f"({position}) ", ""
        else:
            sign = f"{position}. " if level == "angka" else f"{chr(96 + position)}. "
            mark = ";" if position < len(children) - 1 else f"; {node.get('hubung')}"
            mark = (end or ".") if position == len(children) else mark
            mark = "" if node.get("butir") == "definisi" else mark
        parts += _unit(child, sign, mark, pasal)
    return parts


def _body() -> list[tuple[str, str, str]]:
    parts = []
    number = {id(article): position for position, article in enumerate(articles(), 1)}

    def group(node: dict) -> None:
        for article in node.get("pasal", []):
            position = number[id(article)]
            parts.extend(_unit(article, f"Pasal {position} ", "", position))

    for position, bab in enumerate(TEMPLATE["batang_tubuh"]["bab"], 1):
        parts.append((f"BAB {roman(position)} ", fill(bab["judul"]), ""))
        group(bab)
        for ordinal, bagian in zip(ORDINALS, bab.get("bagian", []), strict=False):
            parts.append((f"Bagian {ordinal} ", fill(bagian["judul"]), ""))
            group(bagian)
            for count, paragraf in enumerate(bagian.get("paragraf", []), 1):
                parts.append((f"Paragraf {count} ", fill(paragraf["judul"]), ""))
                group(paragraf)
    return parts


def _closing() -> list[tuple[str, str, str]]:
    closing = TEMPLATE["penutup"]
    found = [closing["perintah_pengundangan"], *closing["penetapan"]["baris"], *closing["pengundangan"]["baris"]]
    return [("", fill(line), "") for line in [*found, closing["berita_daerah"]] if line]


PARTS = [*_opening(), *_body(), *_closing()]
LEAVES = [text for _, text, _ in PARTS if text]
WHOLE = " ".join(f"{label}{text}{end}".strip() for label, text, end in PARTS)


def columns(annex: dict) -> list[str]:
    """Column heads of an annex table, those of the years repeated."""
    years = {"tahun": list(YEARS), "tahun_pertama_kedua": list(YEARS)[:2], None: [0]}
    return [c["judul"].format(tahun=year) for c in annex["kolom"] for year in years[c.get("ulang")]]


def annex_leaves() -> list[str]:
    """Texts of the annexes in order: names, chapters with their parts, column heads."""
    found = []
    for annex in TEMPLATE["lampiran"]:
        found += [f"LAMPIRAN {annex['urut']}", fill(annex["nama"])]
        for chapter in annex.get("kerangka", []):
            found += [f"Bab {chapter['urut']} {chapter['judul']}"]
            found += [f". {part[0].upper()}{part[1:]}" for part in chapter["isi"]]
        found += columns(annex) if "kolom" in annex else []
    return found
