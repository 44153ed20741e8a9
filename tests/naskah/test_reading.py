"""Reading real regulations: eleven texts with a checked truth, and the same texts damaged in known ways."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from masterplan.perwali.naskah.reading.lines import read_lines
from masterplan.perwali.naskah.reading.regulation import as_json, read

FOLDER = Path(__file__).parent / "regulations"
TRUTH: dict[str, dict[str, Any]] = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))["documents"]
# Invented texts in other makes, written by somebody who did not know the reader.
COMPOSED_FOLDER = Path(__file__).parent / "composed"
COMPOSED: dict[str, dict[str, Any]] = json.loads((COMPOSED_FOLDER / "truth.json").read_text(encoding="utf-8"))[
    "documents"
]
SCANNED = {"perwali-kendari-5-2024", "perwali-kendari-8-2024"}
# Samples of references that this reader sees otherwise than the truth, with the reason; docs/import.md tells them.
OTHERWISE = {
    ("perwali-kendari-5-2024", 408),  # it begins on line 409, the truth names the line before
    ("perwali-kendari-8-2024", 73),  # four targets in one sample; the reader makes them parts of the instruction
    ("perda-banjarnegara-8-2025", 396),  # three targets in one sample, two references here
}


def text_of(name: str) -> str:
    """A sample text, lines ended by line feeds only."""
    return (FOLDER / TRUTH[name]["file"]).read_bytes().decode("utf-8")


def counted(text: str) -> dict[str, Any]:
    """What the command prints."""
    return as_json(read(text))


@pytest.fixture(scope="module", params=sorted(TRUTH))
def sample(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Name, truth and what was read."""
    return request.param, TRUTH[request.param], counted(text_of(request.param))


def test_counts(sample: tuple[str, dict, dict]) -> None:
    """BAB, Bagian, Paragraf, Pasal, ayat, recitals, basis, instructions: exact, also for the scanned texts."""
    _, truth, found = sample
    assert found["counts"] == truth["counts"]
    assert found["ayat_per_pasal"] == truth["ayat_per_pasal"]
    assert found["parts"] == truth["parts"]
    assert found["amending"] == truth["amending"]
    if "definitions_pasal_1" in truth:
        assert found["definitions_pasal_1"] == truth["definitions_pasal_1"]


def test_headings(sample: tuple[str, dict, dict]) -> None:
    """Level, number, line and title of every heading; a scan keeps its damage in titles."""
    name, truth, found = sample
    keys = ("level", "number", "line") if name in SCANNED else ("level", "number", "line", "title")
    assert [[h.get(k) for k in keys] for h in found["headings"]] == [
        [h.get(k) for k in keys] for h in truth["headings"]
    ]


def test_references(sample: tuple[str, dict, dict]) -> None:
    """Each sampled reference: where it stands, what it points to, whether that exists."""
    name, truth, found = sample
    for wanted in truth["refs_sample"]:
        if (name, wanted["line"]) in OTHERWISE:
            continue
        here = [r for r in found["references"] if r["line"] == wanted["line"]]
        same = [r for r in here if all(r[k] == wanted[k] for k in ("to", "scope", "resolves", "from"))]
        assert any(" ".join(r["text"].split()).startswith(wanted["text"]) for r in same), (wanted, here)


def test_references_resolve(sample: tuple[str, dict, dict]) -> None:
    """Every internal reference finds its target, but for the two that dangle in the original."""
    name, _, found = sample
    lost = [r["line"] for r in found["references"] if r["resolves"] is False]
    assert lost == ([201, 204] if name == "permendagri-2-2014" else [])


def test_wrapped_references_are_no_ayat(sample: tuple[str, dict, dict]) -> None:
    """Lines that begin with ``(2)`` in the middle of a reference open nothing."""
    name, truth, _ = sample
    reading = read(text_of(name))
    starts = set(reading.line_of.values())
    assert not starts & set(truth.get("not_an_ayat_lines") or ())


@pytest.mark.parametrize("name", [name for name in TRUTH if TRUTH[name]["amending"]])
def test_amendments(name: str) -> None:
    """Instructions: number, line, acts, places, and what they quote."""
    truth, found = TRUTH[name]["amendment"], counted(text_of(name))["amendment"]
    assert found["quoted_headings"] == truth["quoted_headings"]
    assert found["quoted_ayat_per_pasal"] == truth["quoted_ayat_per_pasal"]
    assert found["amends"] == truth["amends"]
    for got, wanted in zip(found["instructions"], truth["instructions"], strict=True):
        assert {k: got[k] for k in ("angka", "line", "op", "quoted_pasal")} == {
            k: wanted[k] for k in ("angka", "line", "op", "quoted_pasal")
        }
        assert [t.partition(" (d")[0] for t in got["targets"]] == [t.partition(" (d")[0] for t in wanted["targets"]]


def test_facts() -> None:
    """Kind, number, year, title and dates of a clean text."""
    found = counted(text_of("perda-surabaya-4-2025"))
    assert (found["kind"], found["number"], found["year"]) == ("PERATURAN DAERAH KOTA SURABAYA", "4", 2025)
    assert found["title"] == "PENGELOLAAN PEMAKAMAN DAN PENGABUAN JENAZAH"
    assert found["date_set"] == found["date_promulgated"] == "2025-05-20"
    assert found["gazette"] == "LEMBARAN DAERAH KOTA SURABAYA TAHUN 2025 NOMOR 4"


@pytest.mark.parametrize("name", sorted(COMPOSED))
def test_other_makes(name: str) -> None:
    """Markdown, typewriter habits, content order, scans, an amendment: counts and ayat as their writer meant them."""
    truth = COMPOSED[name]
    found = counted((COMPOSED_FOLDER / truth["file"]).read_bytes().decode("utf-8"))
    assert found["counts"] == truth["counts"]
    assert found["ayat_per_pasal"] == truth["ayat_per_pasal"]
    assert not [reference for reference in found["references"] if reference["resolves"] is False]


# --- Damage -------------------------------------------------------------------------------------------


def raw(text: str, chance: random.Random) -> str:
    """Content order: no indentation, no blank lines."""
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())


def flat(text: str, chance: random.Random) -> str:
    """No indentation."""
    return "\n".join(line.strip() for line in text.split("\n"))


PAGES = {
    "number": lambda n: ["", f"                    - {n} -", ""],
    "bare": lambda n: ["", f"\f                      {n}", ""],
    "head": lambda n: ["", "   PRESIDEN", "   REPUBLIK INDONESIA", f"      -{n}-", ""],
    "address": lambda n: ["https://jdih.solokkota.go.id", "\f"],
    "signed": lambda n: [
        "  Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik yang",
        "diterbitkan oleh Balai Besar Sertifikasi Elektronik (BSrE), Badan Siber dan Sandi Negara.",
        "",
    ],
}


def pages(style: str, text: str, chance: random.Random) -> str:
    """Page ends at random places."""
    out: list[str] = []
    page = 1
    for line in text.split("\n"):
        out.append(line)
        if chance.random() < 1 / 38:
            page += 1
            out += PAGES[style](page)
    return "\n".join(out)


CONFUSED = {"m": "rn", "e": "c", "1": "l", "I": "l", "l": "I", "a": "n", "h": "b", "t": "l", "n": "u", ".": ","}


def scanned(text: str, chance: random.Random) -> str:
    """One character in two hundred misread."""
    return "".join(CONFUSED.get(sign, sign) if chance.random() < 0.005 else sign for sign in text)


@pytest.mark.parametrize("name", sorted(TRUTH.keys() - SCANNED))
@pytest.mark.parametrize("damage", ["raw", "flat", *PAGES])
def test_layout_changes_nothing(name: str, damage: str) -> None:
    """The structure does not hang on indentation, blank lines or what pages add."""
    chance = random.Random(f"{name}{damage}")
    text = text_of(name)
    broken = pages(damage, text, chance) if damage in PAGES else {"raw": raw, "flat": flat}[damage](text, chance)
    found = counted(broken)
    assert found["counts"] == TRUTH[name]["counts"]
    assert found["ayat_per_pasal"] == TRUTH[name]["ayat_per_pasal"]


def test_scans() -> None:
    """Misread characters: at least 95 % of Pasal with their ayat are right over all texts, and doubts are said."""
    right = total = doubts = 0
    for name, truth in TRUTH.items():
        found = counted(scanned(text_of(name), random.Random(name)))
        total += len(truth["ayat_per_pasal"])
        right += sum(found["ayat_per_pasal"].get(k) == v for k, v in truth["ayat_per_pasal"].items())
        doubts += len(found["doubts"])
    assert right >= 0.95 * total
    assert doubts > 0


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (["isi", "", "            - 12 -", "", "isi"], "halaman"),
        (["isi", "2014, No.33                   4", "isi"], "kepala"),
        (["isi", "www.djpp.kemenkumham.go.id", "isi"], "kaki"),
        (["isi", "C:\\Rizal\\Perda Makam.Hkm", "isi"], "kaki"),
        (["isi", "                 Pasal 7 ...", "    - 6 -", "Pasal 7"], "kata penyambung"),
        (["isi", "            d.   meningkatkan ...", "   - 4 -", "d.  meningkatkan kualitas"], "kata penyambung"),
        (["isi", "Dokumen ini telah ditandatangani secara elektronik memakai sertifikat", "isi"], "kaki"),
    ],
)
def test_page_furniture(lines: list[str], why: str) -> None:
    """What belongs to the page is taken out and said why; the rest stays."""
    kept, dropped = read_lines("\n".join(lines))
    assert why in {item.why for item in dropped}
    assert {line.text for line in kept} <= {"isi", " ".join(lines[-1].split())}


@pytest.mark.parametrize("line", ["4", "4 huruf a"])
def test_number_of_a_wrapped_reference_stays(line: str) -> None:
    """``dalam Pasal / 4`` is no page number."""
    kept, _ = read_lines(f"sebagaimana dimaksud dalam Pasal\n{line}\nberlaku.")
    assert line in [item.text for item in kept]


def test_nothing_is_no_regulation() -> None:
    """A text that is none is read without an error and doubted."""
    for text in ("", "halo", "\f\f\f", "Pasal", "(1)" * 50, "a. " * 400):
        assert any("Pasal" in doubt["message"] for doubt in counted(text)["doubts"])
