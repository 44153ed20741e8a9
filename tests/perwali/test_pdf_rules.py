"""The printed draft against the format rules: X1 to X16 of section 7.3, and the annexes."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.perwali import pdfchecks as checks
from tests.perwali import perwalitext as expected
from tests.perwali.pdftext import (
    PAGE_NUMBER,
    before_annexes,
    joined,
    lines,
    normalise,
    page_words,
    pages,
    plain,
    poppler,
    sections,
)

pytestmark = pytest.mark.django_db

MM = 72 / 25.4
NAMES = [expected.fill(annex["nama"]) for annex in expected.TEMPLATE["lampiran"]]
TABLES = [annex for annex in expected.TEMPLATE["lampiran"] if "kolom" in annex]
Words = list[tuple[float, float, list[tuple[float, float, float, float, str]]]]


@pytest.fixture(scope="session")
def draft_raw(draft_pdf: Path) -> str:
    """Text of the draft in the order of its cells, row by row."""
    return poppler("pdftotext", "-raw", draft_pdf, "-")


@pytest.fixture(scope="session")
def draft_words(draft_pdf: Path) -> Words:
    """Words of the regulation pages with their boxes."""
    return page_words(draft_pdf)[1:]


def annexes(raw: str) -> list[list[list[str]]]:
    """Per annex its pages as lines."""
    result: list[list[list[str]]] = []
    for page in pages(raw):
        if re.match(r"LAMPIRAN [IVXLC]+$", page[0]):
            result.append([])
        if result:
            result[-1].append([line for line in page if not PAGE_NUMBER.match(line)])
    return result


def annex_text(raw: str, number: int) -> str:
    """One annex, normalised; a line broken after a slash is closed up."""
    return joined(line for page in annexes(raw)[number - 1] for line in page).replace("/ ", "/")


def test_x01_sheet_and_type(draft_pdf: Path, draft_words: Words) -> None:
    """R1 to R4, R7: F4 sheets only, one embedded Bookman family, 8 pt or more, nothing in the margins."""
    sizes = re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+) pts", poppler("pdfinfo", "-l", "999", draft_pdf))
    assert len(sizes) == len(draft_words) + 1
    portrait = (215 * MM, 330 * MM)
    for width, height in sizes:
        flat = float(width) > float(height)
        assert (float(width), float(height)) == pytest.approx(portrait[::-1] if flat else portrait, abs=1)
    fonts = [line.split() for line in poppler("pdffonts", draft_pdf).splitlines()[2:]]
    families = {re.sub(r"^[A-Z]{6}\+|[^A-Za-z]|Bold|Italic|Regular", "", font[0]) for font in fonts}
    assert families in ({"TeXGyreBonum"}, {"BookmanOldStyle"}, {"URWBookman"})
    assert all(font[-5] == "yes" for font in fonts), "every font is embedded"
    height = Counter(round(b[3] - b[1], 2) for b in draft_words[3][2]).most_common(1)[0][0]
    for index, (width, tall, words) in enumerate(draft_words, 1):
        assert min(b[3] - b[1] for b in words) >= height * 8 / 12 - 0.05, f"page {index}: type below 8 pt"
        assert min(b[0] for b in words) >= 30 * MM - 1, f"page {index}: left margin"
        assert max(b[2] for b in words) <= width - 25 * MM + 1, f"page {index}: right margin"
        assert max(b[3] for b in words) <= tall - 25 * MM + 1, f"page {index}: bottom margin"


def test_x01_orientation_of_annexes(draft_raw: str, draft_words: Words) -> None:
    """R2: the body is upright, each annex lies as the template says."""
    place = 0
    for index, page in enumerate(pages(draft_raw)):
        place += bool(re.match(r"LAMPIRAN [IVXLC]+$", page[0]))
        wide = place > 0 and expected.TEMPLATE["lampiran"][place - 1]["orientasi"] == "lanskap"
        assert (draft_words[index][0] > draft_words[index][1]) == wide, f"page {index + 1}"


def test_x02_page_numbers(draft_text: str) -> None:
    """R10, R11: ``- n -`` as the first line from page 2, none on page 1."""
    assert checks.number_of_page_faults(draft_text) == []


def test_x02_page_numbers_are_centred(draft_words: Words) -> None:
    """R10: the page number stands in the middle of the type area, above the text."""
    for width, _, words in draft_words[1:]:
        first = [box for box in words if box[1] < words[0][1] + 1]
        top = [b for b in words if abs(b[1] - min(w[1] for w in words)) < 1]
        assert "".join(b[4] for b in top).strip("-").isdigit(), first
        assert (top[0][0] + top[-1][2]) / 2 == pytest.approx((30 * MM + width - 25 * MM) / 2, abs=8 * MM)


def test_x03_first_page(draft_text: str) -> None:
    """R16, R18, R19, R25, R27, R28: order of the lines of page 1."""
    assert checks.first_page_faults(draft_text, expected.TITLE) == []


def test_x03_emblem_slot(draft_pdf: Path, draft_text: str, draft_words: Words) -> None:
    """R14, R15: no substitute picture; the empty slot keeps its height and the cover sheet warns."""
    assert poppler("pdfimages", "-list", draft_pdf).splitlines()[2:] == []
    assert min(box[1] for box in draft_words[0][2]) >= (25 + 24 - 1) * MM
    assert "lambang negara" in draft_text.split("\f")[0]


def test_x04_recitals(draft_text: str) -> None:
    """R29 to R32: letters, ``bahwa`` and ``;``, the generated last recital."""
    assert checks.recital_faults(draft_text, expected.SENTENCE) == []


def test_x05_legal_basis(draft_text: str) -> None:
    """R35 to R41: numbers without gap, ``;``, ascending ranks, full citations."""
    assert checks.basis_faults(draft_text) == []


def test_x06_enacting_words(draft_text: str) -> None:
    """R43, R44: one MEMUTUSKAN:, one Menetapkan, the name ends with a full stop."""
    assert checks.enacting_faults(draft_text, expected.TITLE) == []


def test_x07_hierarchy(draft_text: str) -> None:
    """R45 to R56: every level is numbered without gap."""
    assert checks.hierarchy_faults(draft_text) == []


def test_x08_lists(draft_text: str) -> None:
    """R60 to R64, R73: punctuation of lists and their single conjunction."""
    assert checks.list_faults(draft_text) == []


def test_x09_references(draft_text: str) -> None:
    """R31, R89, R90, R94, R97: references parse, exist, go backward and are as many as in the template."""
    assert checks.reference_faults(draft_text) == []
    inner = len(re.findall(r"\{\{acu:", str(expected.articles())))
    body = joined(sections(draft_text)["body"])
    assert len(re.findall(r"sebagaimana dimaksud (?:dalam Pasal|pada ayat) ", body)) == inner


def test_x10_numbers_in_words(draft_text: str) -> None:
    """R68, R71: the words in brackets are those of the figure."""
    assert checks.number_faults(draft_text) == []
    assert len(re.findall(r"\d \([a-z ]+\)", before_annexes(draft_text))) >= 16


def test_x11_annexes(draft_text: str) -> None:
    """R110 to R115: one mention each, block, name, signature, order."""
    assert list(expected.ANNEXES.values()) == [annex["urut"] for annex in expected.TEMPLATE["lampiran"]]
    assert checks.annex_faults(draft_text, expected.TITLE, NAMES) == []


def test_x11_annex_blocks_stand_right(draft_words: Words) -> None:
    """R112, R113: left edges of a block agree and lie beyond 45 % of the width; the name is centred below."""
    heads = [(width, words) for width, _, words in draft_words if "LAMPIRAN" in [box[4] for box in words[:6]]]
    assert len(heads) == len(NAMES)
    for (width, words), name in zip(heads, NAMES, strict=True):
        start = next(index for index, box in enumerate(words) if box[4] == "LAMPIRAN")
        rows: dict[float, list[tuple[float, float, float, float, str]]] = {}
        for box in words[start : start + 2 + 4 + 4 + 1 + len(expected.TITLE.split()) + len(name.split())]:
            rows.setdefault(box[1], []).append(box)
        *block, last = rows.values()
        assert " ".join(box[4] for box in last) == name
        assert {round(row[0][0]) for row in block} == {round(block[0][0][0])}
        assert block[0][0][0] > 0.45 * width
        assert (last[0][0] + last[-1][2]) / 2 == pytest.approx((30 * MM + width - 25 * MM) / 2, abs=8 * MM)


def test_x12_closing(draft_text: str) -> None:
    """R99, R101 to R106: closing lines once, on one page with the last Pasal, no page with a signature alone."""
    assert checks.closing_faults(draft_text) == []


def test_x12_signatures_left_and_right(draft_words: Words) -> None:
    """R102, R103, R114: the mayor signs at the right, the secretary at the left below him."""
    (page,) = [(w, words) for w, _, words in draft_words if "Diundangkan" in [box[4] for box in words]]
    mayor, secretary = (next(b for b in page[1] if b[4] == word) for word in ("Ditetapkan", "Diundangkan"))
    assert mayor[0] > 0.45 * page[0]
    assert secretary[0] == pytest.approx(30 * MM, abs=2)
    assert secretary[1] > mayor[3]
    for width, _, words in draft_words[1:]:
        offices = [words[i - 2] for i, box in enumerate(words) if box[4] == "SOLOK," and words[i - 2][4] == "WALI"]
        assert all(box[0] > 0.45 * width for box in offices)


def test_x13_status(draft_text: str) -> None:
    """R19, R20: a draft says RANCANGAN and has no raw placeholder; an enacted text has neither dots nor (NAMA)."""
    assert checks.status_faults(draft_text, enacted=False) == []
    assert len(checks.status_faults(draft_text, enacted=True)) == 3
    final = re.sub(r"(?m)^ *RANCANGAN$", "", draft_text).replace("...", "7").replace("(NAMA)", "NAMA")
    assert checks.status_faults(final, enacted=True) == []


def test_x14_nothing_is_lost(draft_text: str, draft_raw: str) -> None:
    """Every text leaf of the template is printed, in order (X14)."""
    assert len(expected.LEAVES) > str(expected.articles()).count("'teks':") > 150
    assert checks.leaf_faults(normalise(draft_text), expected.LEAVES) == []
    found = joined(line for page in annexes(draft_raw) for lines_ in page for line in lines_)
    assert checks.leaf_faults(found, expected.annex_leaves()) == []


def test_x14_nothing_is_added(draft_text: str) -> None:
    """R6, R96: from the head to the closing the page holds the template's text with its numbers and nothing else."""
    assert before_annexes(draft_text) == expected.WHOLE


def test_x14_expected_numbers_agree() -> None:
    """Section 9: ``urut`` equals the position (guards the computation of the expectation itself)."""
    assert [article["urut"] for article in expected.articles()] == list(range(1, 39))
    assert [annex["urut"] for annex in TABLES] == ["II", "III", "IV"]


def test_x15_no_lonely_label(draft_text: str) -> None:
    """X15: no page ends with a label or a heading only."""
    assert checks.label_faults(draft_text) == []


def test_labels_stand_before_their_text(draft_raw: str) -> None:
    """Section 7.2: a label shares the line of its text everywhere, the annexes included."""
    single = [line for line in lines(draft_raw) if re.fullmatch(r"(?:[a-z]{1,2}|[A-Z]|\d{1,2})[.)]|\(\d+\)|Bab", line)]
    assert single == []


def test_x16_wording(draft_text: str) -> None:
    """R21, R32, R46, R75, R82, R84, R86 to R89, R91, R92: the lint has no hit."""
    assert checks.lint_faults(draft_text) == []


def test_r05_no_split_words(draft_raw: str) -> None:
    """R5: a line ends in a hyphen only inside a word that is written with one."""
    folder = expected.ROOT / "plan" / "reference"
    sources = " ".join(path.read_text(encoding="utf-8") for path in folder.glob("*.csv")) + str(expected.TEMPLATE)
    broken = re.findall(r"(\w+)-\n(\w+)", plain(draft_raw))
    assert [pair for pair in broken if "-".join(pair).lower() not in sources.lower()] == []


def test_r06_nothing_foreign(draft_text: str) -> None:
    """R6: no address, hash, time stamp, template notice or name of the application on regulation pages."""
    pattern = r"(?i)https?:|www\.|sha-?256|\b[0-9a-f]{12,}\b|\d{1,2}:\d{2}\b|templat\b|demonstrasi|versi isi|weasyprint"
    assert re.findall(pattern, normalise(draft_text)) == []


@pytest.mark.parametrize("note", ["perlu dipastikan", "belum diisi", "periksa kembali"])
def test_r06_no_working_notes(note: str, draft_raw: str) -> None:
    """R6: no review remark on regulation pages, the annexes included."""
    assert re.findall(rf"[^.;]*{note}[^.;]*", joined(lines(draft_raw))) == []


@pytest.mark.parametrize("number", [2, 3, 4])
def test_r116_table_heads_repeat(number: int, draft_raw: str, draft_words: Words) -> None:
    """R116, R118: every page with rows has all column heads, and no row goes on from the page before."""
    heads = Counter(" ".join(expected.columns(expected.TEMPLATE["lampiran"][number - 1])).split())
    starts = [i for i, page in enumerate(pages(draft_raw)) if re.match(r"LAMPIRAN [IVXLC]+$", page[0])]
    stop = [*starts, len(draft_words)][number]
    seen = 0
    for index in range(starts[number - 1], stop):
        words = draft_words[index][2]
        rows = [b[1] for b in words if b[0] < 40 * MM and re.fullmatch(r"\d+\.", b[4])]
        if not rows:
            continue
        groups = [b[1] for b in words if b[0] < 40 * MM and b[4] in ("Dimensi", "Subdimensi")]
        above = [b[3] for b in words if b[4].isupper() and len(b[4]) > 3 and b[1] < min(rows)]
        top = max(above) if index == starts[number - 1] else 20 * MM
        band = Counter(b[4] for b in words if top <= b[1] + 1 and b[1] < min(rows + groups) - 1)
        assert band == heads, f"page {index + 1}"
        seen += 1
    assert seen > 1


@pytest.mark.parametrize(("number", "source", "count"), [(3, "programs", 72), (4, "quick_wins", 18)])
def test_annex_rows(number: int, source: str, count: int, draft_raw: str) -> None:
    """R117, R118: all rows of the plan in order, each with its number, name, indicator, agency and money."""
    text, rows, place = annex_text(draft_raw, number), expected.rows(source), 0
    assert len(rows) == count
    starts = []
    for position, row in enumerate(rows, 1):
        found = re.compile(rf"(?<!\S){position}\. {re.escape(row['name'])} ").search(text, place)
        assert found, f"{position}. {row['name']} is missing after {text[max(0, place - 60) : place]!r}"
        starts.append(place := found.start())
    for row, start, stop in zip(rows, starts, [*starts[1:], len(text)], strict=True):
        total = expected.amount(sum(expected.budget(row, year) for year in expected.YEARS))
        span = f"{row['start_year']}-{row['end_year']}" if row["start_year"] != row["end_year"] else row["start_year"]
        cells = [row["indicator"], row["unit"], row["lead_opd"], total]
        if number == 3:
            cells = [row["subdimension"], *cells, row["funding_source"].replace(";", ", "), span]
        assert checks.leaf_faults(text[start:stop], [row["name"], *cells]) == [], row["code"]


@pytest.mark.parametrize(("number", "source"), [(3, "programs"), (4, "quick_wins")])
def test_annex_sums(number: int, source: str, draft_raw: str) -> None:
    """R118: sums per dimension, per year and in all are those of the plan."""
    text, rows = annex_text(draft_raw, number), expected.rows(source)
    years = [year for year in expected.YEARS if any(expected.budget(row, year) for row in rows)]

    def sums(chosen: list[dict[str, str]]) -> str:
        money = [sum(expected.budget(row, year) for row in chosen) for year in years]
        return " ".join(map(expected.amount, [*money, sum(money)]))

    figures = rf"((?: \d[\d.]*\d){{{len(years) + 1}}})(?! \d)"
    groups = {f"Dimensi {name}": code for code, name in expected.DIMENSIONS.items()}
    headings = re.findall(rf"({'|'.join(groups)}) (?:Subdimensi|\d+\. )", text)
    assert headings == list(groups)
    for name, code in groups.items():
        found = [part.strip() for part in re.findall(name + figures, text)]
        assert found
        assert set(found) == {sums([row for row in rows if row["dimension_code"] == code])}, name
    assert [part.strip() for part in re.findall("Jumlah seluruhnya" + figures, text)] == [sums(rows)]


def test_annex_one_sums(draft_raw: str) -> None:
    """R118: the action plans of annex I with their money, and sums that add up to the plan's."""
    text, plans = annex_text(draft_raw, 1), expected.action_plans()
    total = 0
    for plan in plans:
        money = int(plan["budget_per_year"]) * (int(plan["end_year"]) - int(plan["start_year"]) + 1)
        total += money
        lead = rf"(?<!\S)\d+\. {re.escape(plan['name'])} {re.escape(plan['indicator'])}"
        assert len(re.findall(rf"{lead} .{{1,80}}? {expected.amount(money)}\b", text)) == 1, plan["code"]
    sums = re.findall(r"Jumlah (\d[\d.]+\d)", text)
    assert sum(int(found.replace(".", "")) for found in sums) == total


def test_r79_defined_terms_in_annex_one(draft_raw: str) -> None:
    """R61, R79: a defined term keeps its capitals in the texts of annex I."""
    assert re.findall(r".{0,40}(?:kota cerdas|rencana induk|peta jalan)\b", annex_text(draft_raw, 1)) == []
