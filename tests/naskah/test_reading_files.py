"""Files that somebody sends: text, Word with computed numbers, PDF; broken and hostile ones get one sentence."""

import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from masterplan.perwali.naskah.reading import files
from masterplan.perwali.naskah.reading.files import read_text
from masterplan.perwali.naskah.reading.regulation import as_json, read
from solok_smartcity.kit.csvdata import DataFault
from solok_smartcity.kit.pdf import render_pdf

BODY = """PERATURAN WALI KOTA SOLOK
NOMOR 3 TAHUN 2026
TENTANG
LAYANAN DIGITAL
Menimbang : a. bahwa layanan perlu;
b. bahwa perlu menetapkan Peraturan Wali Kota tentang Layanan Digital;
Mengingat : 1. Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah;
2. Undang-Undang Nomor 58 Tahun 2024 tentang Kota Solok;
MEMUTUSKAN:
Menetapkan : PERATURAN WALI KOTA TENTANG LAYANAN DIGITAL.
BAB I
KETENTUAN UMUM
Pasal 1
Dalam Peraturan Wali Kota ini yang dimaksud dengan:
1. Daerah adalah Kota Solok.
2. Warga adalah penduduk Daerah.
Pasal 2
(1) Layanan meliputi:
a. izin; dan
b. aduan.
(2) Layanan sebagaimana dimaksud pada ayat (1) huruf a dibuka bagi Warga.
Agar setiap orang mengetahuinya, memerintahkan pengundangan.
"""
COUNTS = {"menimbang": 2, "mengingat": 2, "bab": 1, "bagian": 0, "paragraf": 0, "pasal": 2, "ayat": 2}


def counts_of(path: Path) -> dict[str, int]:
    """Counts of what was read from a file."""
    return as_json(read(read_text(path)))["counts"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    """The usual encodings of Windows and the web, and line ends of any kind."""
    path = tmp_path / "perwali.txt"
    path.write_bytes(BODY.replace("\n", "\r\n").replace("layanan perlu", "layanan “perlu”").encode(encoding))
    assert counts_of(path) == COUNTS
    assert "“perlu”" in read_text(path)


def test_word_paragraphs(tmp_path: Path) -> None:
    """A paragraph a line, opening in a table."""
    document = Document()
    opening, _, rest = BODY.partition("Menimbang")
    for line in opening.splitlines():
        document.add_paragraph(line)
    table = document.add_table(rows=2, cols=4)
    for row, cells in zip(
        table.rows,
        (("Menimbang", ":", "a.", "bahwa layanan perlu;"), ("", "", "b.", "bahwa perlu menetapkan Peraturan;")),
        strict=True,
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    for line in rest[rest.index("Mengingat") :].splitlines():
        document.add_paragraph(line)
    document.save(tmp_path / "perwali.docx")
    assert counts_of(tmp_path / "perwali.docx") == COUNTS


def test_word_computes_numbers(tmp_path: Path) -> None:
    """Labels that exist only as list formats of Word are read as printed."""
    document = Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate([("decimal", "Pasal %1"), ("decimal", "(%2)"), ("lowerLetter", "%3.")])
    )
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>')
    numbering.insert(0, abstract)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))

    def add(text: str, depth: int | None = None) -> None:
        paragraph = document.add_paragraph(text)
        if depth is not None:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_numId().val, properties.get_or_add_ilvl().val = 77, depth

    for line in BODY.partition("Pasal 1\n")[0].splitlines():
        add(line)
    add("\nDalam Peraturan Wali Kota ini yang dimaksud dengan:", 0)
    add("1. Daerah adalah Kota Solok.")
    add("2. Warga adalah penduduk Daerah.")
    add("", 0)
    for text, depth in (("Layanan meliputi:", 1), ("izin; dan", 2), ("aduan.", 2), ("Layanan dibuka.", 1)):
        add(text, depth)
    document.save(tmp_path / "perwali.docx")
    text = read_text(tmp_path / "perwali.docx")
    assert "(1) Layanan meliputi:" in text
    assert "a. izin; dan" in text
    assert "(2) Layanan dibuka." in text
    assert "Pasal 1\nDalam" in text
    assert "Pasal 2" in text


def test_pdf(tmp_path: Path) -> None:
    """A PDF with a text layer, as the portal itself prints."""
    lines = "".join(f"<p>{line}</p>" for line in BODY.splitlines())
    (tmp_path / "perwali.pdf").write_bytes(render_pdf([f"<html lang=id><title>x</title>{lines}</html>"]))
    assert counts_of(tmp_path / "perwali.pdf") == COUNTS


def bomb(path: Path) -> None:
    """A Word file that unpacks to 200 MB."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 200_000_000)


def macro(path: Path) -> None:
    """A Word file with a macro."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", b"<x/>")
        archive.writestr("word/vbaProject.bin", b"x")


def broken_word(path: Path) -> None:
    """A Word file whose XML ends too early."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", b"<w:document>")


def scan(path: Path) -> None:
    """A PDF without any text."""
    path.write_bytes(render_pdf(["<html lang=id><title>x</title><p>&nbsp;</p></html>"]))


HOSTILE = {
    "bom.docx": (bomb, "terlalu besar setelah dibuka"),
    "makro.docx": (macro, "berisi makro"),
    "rusak.docx": (broken_word, "rusak"),
    "bukan.docx": (lambda path: path.write_bytes(b"PK\x03\x04 bukan arsip"), "rusak"),
    "rusak.pdf": (lambda path: path.write_bytes(b"%PDF-1.7\n" + b"x" * 5000), "PDF rusak"),
    "pindaian.pdf": (scan, "tidak mempunyai lapisan teks"),
    "gambar.txt": (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0"), "bukan berkas teks"),
    "kosong.txt": (lambda path: path.write_bytes(b""), "kosong"),
    "sebaris.txt": (lambda path: path.write_bytes(b"Pasal 1 " * 10_000), "terlalu panjang"),
    "panjang.txt": (lambda path: path.write_bytes(b"(1) a\n" * 70_000), "terlalu panjang"),
    "besar.txt": (lambda path: path.write_bytes(b"x\n" * 14_000_000), "lebih dari 25 MB"),
    "folder": (lambda path: path.mkdir(), "folder"),
    "tidak-ada.txt": (lambda path: None, "tidak ditemukan"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files(tmp_path: Path, name: str) -> None:
    """One sentence that names the file and what is wrong."""
    make, sentence = HOSTILE[name]
    make(tmp_path / name)
    with pytest.raises(DataFault, match=sentence):
        read_text(tmp_path / name)


def test_pdf_reader_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who can help when the system package is not installed."""
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    monkeypatch.setattr(files.shutil, "which", lambda name: None)
    with pytest.raises(DataFault, match="poppler-utils"):
        read_text(tmp_path / "a.pdf")
