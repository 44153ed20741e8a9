"""Each finding of planning 7.2 from the words of the table: both sides of every condition."""

from dataclasses import replace
from decimal import Decimal

import pytest

from opd.rkpd.findings.engine import check, pair, sums_of
from opd.rkpd.findings.labels import LABELS
from opd.rkpd.findings.lines import RULES, CheckFacts
from opd.rkpd.findings.rows import CheckedRow, Finding, Origin, Severity
from opd.rkpd.findings.texts import plain, similarity
from opd.rkpd.findings.thresholds import Thresholds
from opd.rkpd.nomenclature import Entry, Nomenclature

CODE, NAME = "2.16.03.2.02.0038", "Penyelenggaraan Kota Cerdas"
ENTRIES = [
    Entry("2024", CODE, NAME),
    Entry("2024", "2.16.03.2.02.0040", "Pengelolaan Pusat Data"),
    Entry("2023", "2.16.03.2.02.0009", NAME, CODE),
    Entry("2023", "2.16.03.2.02.0011", "Sudah Tidak Ada"),
    Entry("2023", "2.16.03.2.02.0012", "Tetap Ada"),
    Entry("2027", "2.16.03.2.02.0012", "Tetap Ada"),
    Entry("2023", "2.16.03.2.02.0013", "Nama Lama"),
    Entry("2027", "2.16.03.2.02.0013", "Nama Baru yang Lain"),
    Entry("2027", "2.16.03.2.02.0099", "Hanya di 2027"),
    Entry("2024", "X.XX.01.2.06.0011", "Penyediaan Peralatan Kantor"),
]
FACTS = CheckFacts(
    Nomenclature.of(ENTRIES),
    {"DISKOMINFO": {"2.16", "2.20"}, "DINKES": {"1.02"}, "DLH": {"2.11"}},
    {"DISKOMINFO": "Diskominfo", "DLH": "DLH", "DPKPLH": "DPKPLH", "DINKES": "Dinkes"},
    {"DLH": "DPKPLH"},
)
BASE = CheckedRow(
    "RKPD-1",
    2026,
    "DISKOMINFO",
    CODE,
    CODE,
    NAME,
    ("2.16", "2.16.03", "2.16.03.2.02"),
    "Jumlah layanan kota cerdas",
    Decimal(12),
    "Layanan",
    "Kota Solok",
    1_000_000,
    1_100_000,
    "PAD",
    "Digital",
)
GOOD = replace(BASE, id="RENJA-1")


def coded(code: str, raw: str | None = None, **changes: object) -> CheckedRow:
    """The good row under another code, its parents left out."""
    return replace(GOOD, code=code, raw_code=raw or code, parents=(), **changes)


def findings(row: CheckedRow, base: CheckedRow | None = BASE) -> dict[str, Finding]:
    """Findings of one row beside one RKPD row, by code."""
    found = check([base] if base else [], [row], FACTS)
    assert len({item.code for item in found}) == len(found)
    return {item.code: item for item in found}


def test_a_good_row_has_none() -> None:
    """Equal to the RKPD, complete, of the right office: nothing is found."""
    assert findings(GOOD) == {}


# What is changed in the good row -> the finding and its severity, "" when there must be none of that code.
TABLE = [
    ("CODE_FORMAT", "info", {"raw_code": "2.16.3.02.2.38"}),
    ("CODE_FORMAT", "", {}),
    ("HIERARCHY_BROKEN", "major", {"parents": ("2.16", "2.16.03", "2.16.03.2.01")}),
    ("HIERARCHY_BROKEN", "major", {"parents": ("2.20",)}),
    ("HIERARCHY_BROKEN", "", {"parents": ("2.16", "2.16.3", "2.16.03.2.2.")}),
    ("HIERARCHY_BROKEN", "", {"parents": ()}),
    ("OPD_OUTSIDE_AFFAIR", "minor", {"opd": "DINKES"}),
    ("OPD_OUTSIDE_AFFAIR", "", {"opd": "TIDAK-TERDAFTAR"}),
    ("OPD_DIFFERS", "major", {"opd": "DINKES"}),
    ("BUDGET_EMPTY", "blocker", {"pagu": None}),
    ("BUDGET_EMPTY", "blocker", {"pagu": 0}),
    ("BUDGET_EMPTY", "", {"pagu": 1}),
    ("BUDGET_OVER", "", {"pagu": 1_000_000}),
    ("BUDGET_OVER", "minor", {"pagu": 1_000_001}),
    ("BUDGET_OVER", "minor", {"pagu": 1_050_000}),
    ("BUDGET_OVER", "major", {"pagu": 1_050_001}),
    ("BUDGET_OVER", "major", {"pagu": 1_200_000}),
    ("BUDGET_OVER", "blocker", {"pagu": 1_200_001}),
    ("BUDGET_UNDER", "", {"pagu": 800_000}),
    ("BUDGET_UNDER", "minor", {"pagu": 799_999}),
    ("BUDGET_UNDER", "", {"pagu": 0}),
    ("TARGET_EMPTY", "blocker", {"target": None}),
    ("TARGET_EMPTY", "", {"target": Decimal(0)}),
    ("TARGET_DIFFERS", "major", {"target": Decimal("12.5")}),
    ("TARGET_DIFFERS", "", {"target": Decimal("12.0")}),
    ("TARGET_DIFFERS", "", {"target": None}),
    ("TARGET_DIFFERS", "", {"target": Decimal(13), "unit": "Dokumen"}),
    ("UNIT_DIFFERS", "major", {"unit": "Dokumen"}),
    ("UNIT_DIFFERS", "", {"unit": "  LAYANAN "}),
    ("INDICATOR_DIFFERS", "major", {"indicator": "Persentase kepuasan warga"}),
    ("INDICATOR_DIFFERS", "", {"indicator": "jumlah layanan  kota cerdas."}),
    ("LOCATION_EMPTY", "major", {"location": " "}),
    ("LOCATION_DIFFERS", "minor", {"location": "Kota Solok, Kec. Lubuk Sikarah"}),
    ("LOCATION_DIFFERS", "", {"location": ""}),
    ("LOCATION_DIFFERS", "", {"location": "kota  solok"}),
    ("FUND_SOURCE_EMPTY", "minor", {"fund_source": ""}),
    ("FORWARD_EMPTY", "minor", {"forward": None}),
    ("FORWARD_EMPTY", "minor", {"forward": 0}),
    ("PRIORITY_EMPTY", "minor", {"priority": ""}),
]


@pytest.mark.parametrize(("code", "severity", "changes"), TABLE)
def test_rows(code: str, severity: str, changes: dict[str, object]) -> None:
    """The row has this finding with this weight, or has none of it."""
    found = findings(replace(GOOD, **changes))
    assert (found[code].severity if code in found else "") == severity
    if severity and "DIFFERS" not in code and not code.startswith("OPD"):
        assert len(found) == 1  # one change, one finding


# Code, year -> findings about the code.
CODES = [
    (CODE, 2026, set()),
    ("2.16.03.2.02.0098", 2026, {"CODE_UNKNOWN"}),
    ("2.16.03.2.02.0009", 2026, {"CODE_OUTDATED"}),  # of 2023, the year wants 2024
    ("2.16.03.2.02.0009", 2024, set()),
    (CODE, 2024, {"CODE_OUTDATED"}),
    ("2.16.03.2.02.0099", 2026, {"CODE_OUTDATED"}),
    ("2.16.03.2.02.0099", 2027, set()),
    ("2.16.03.2.02.0012", 2025, set()),  # in 2023 and 2027 under one name (4.8)
    ("2.16.03.2.02.0013", 2025, {"CODE_OUTDATED"}),  # in both, but another thing
    ("2.16.01.2.06.0011", 2026, set()),  # the supporting programme of the own affair (4.3)
    ("1.02.01.2.06.0011", 2026, set()),  # and of another: it belongs to every office
]


@pytest.mark.parametrize(("code", "year", "expected"), CODES)
def test_codes(code: str, year: int, expected: set[str]) -> None:
    """Known, known elsewhere, unknown."""
    name = next((entry.name for entry in ENTRIES if entry.code in (code, f"X.XX.{code[5:]}")), NAME)
    base = replace(BASE, code=code, raw_code=code, year=year, name=name, parents=())
    assert set(findings(coded(code, year=year, name=name), base)) == expected


@pytest.mark.parametrize(
    ("code", "text"),
    [("2.16.03.2.02.0009", f"pengganti yang mungkin: {CODE}."), ("2.16.03.2.02.0011", "pengganti belum diketahui.")],
)
def test_successor_of_a_code(code: str, text: str) -> None:
    """An outdated code names what may stand for it."""
    assert findings(coded(code), None)["CODE_OUTDATED"].text.endswith(text)


@pytest.mark.parametrize(("name", "wrong"), [("penyelenggaraan kota cerdas", False), ("Pembangunan Jembatan", True)])
def test_name_of_a_code(name: str, wrong: bool) -> None:
    """A name that resembles the list's less than 60 % is not its name."""
    assert ("CODE_NAME_MISMATCH" in findings(replace(GOOD, name=name))) is wrong


def test_not_in_rkpd() -> None:
    """Neither another year nor another code is the row; a lost zero does not hide it (11.4)."""
    assert findings(GOOD, None)["NOT_IN_RKPD"].severity == "blocker"
    assert "NOT_IN_RKPD" in findings(GOOD, replace(BASE, year=2025))
    assert set(findings(replace(GOOD, raw_code="2.16.03.02.02.38"))) == {"CODE_FORMAT"}


def test_merged_office() -> None:
    """A row of the office before the merger is told who its successor is (11.5)."""
    base = replace(BASE, opd="DPKPLH")
    found = findings(replace(GOOD, opd="DLH"), base)["OPD_DIFFERS"]
    assert found.text == "Dalam RKPD dilaksanakan oleh DPKPLH, penerus DLH."
    assert "penerus" not in findings(replace(GOOD, opd="DINKES"), base)["OPD_DIFFERS"].text


def test_which_row_is_compared() -> None:
    """The same office goes before the same location, which goes before the order."""
    rows = [
        replace(BASE, id="A", opd="DINKES", location="Nan Balimo"),
        replace(BASE, id="B", location="Tanah Garam", pagu=10),
        replace(BASE, id="C", location="Nan Balimo", pagu=10),
    ]
    found = check(rows, [replace(GOOD, location="Nan Balimo")], FACTS)
    assert {item.rkpd_id for item in found if item.code == "BUDGET_OVER"} == {"C"}
    assert {item.rkpd_id for item in found if item.code == "RKPD_WITHOUT_RENJA"} == {"A", "B"}


def test_twice_in_one_office() -> None:
    """All but the first; another location is another work."""
    rows = [GOOD, replace(GOOD, id="R2"), replace(GOOD, id="R3"), replace(GOOD, id="R4", location="Tempat lain")]
    found = [item for item in check([BASE], rows, FACTS) if item.code == "DUPLICATE_SAME_OPD"]
    assert [(item.renja_id, item.severity) for item in found] == [("R2", "major"), ("R3", "major")]


def test_in_several_offices() -> None:
    """Raised on those that the RKPD does not name, with the names of the others."""
    rows = [GOOD, replace(GOOD, id="R2", opd="DINKES"), replace(GOOD, id="R3", opd="DLH", location="Tempat lain")]
    found = [item for item in check([BASE], rows, FACTS) if item.code == "DUPLICATE_CROSS_OPD"]
    assert [(item.renja_id, item.text) for item in found] == [
        ("R2", "Kegiatan serupa direncanakan pula oleh Diskominfo.")
    ]


@pytest.mark.parametrize(("programs", "severity"), [(("GOV-1-01",), "major"), ((), "info")])
def test_rkpd_without_renja(programs: tuple[str, ...], severity: str) -> None:
    """It weighs more with a program of the road map."""
    found = [item for item in check([replace(BASE, programs=programs)], [], FACTS) if item.rkpd_id]
    assert [(item.code, item.severity, item.opd) for item in found] == [("RKPD_WITHOUT_RENJA", severity, "DISKOMINFO")]


def test_roadmap_year_missing() -> None:
    """Named by the RKPD or with money in the road map, linked to no Renja row of that very year."""
    base, row = replace(BASE, programs=("GOV-1-01",)), replace(GOOD, programs=("GOV-1-02", "GOV-1-01"))

    def missing(
        rkpd: list[CheckedRow], renja: list[CheckedRow], roadmap: list[tuple[str, int]] | None = None
    ) -> list[object]:
        found = check(rkpd, renja, FACTS, {}, roadmap or [])
        return [(item.program, item.year) for item in found if item.code == "ROADMAP_YEAR_MISSING"]

    assert missing([base], [row]) == []
    assert missing([base], [GOOD]) == [("GOV-1-01", 2026)]
    assert missing([base], [replace(row, year=2025)]) == [("GOV-1-01", 2026)]
    assert missing([], [row], [("GOV-1-01", 2026), ("GOV-1-02", 2027)]) == [("GOV-1-02", 2027)]


@pytest.mark.parametrize(("limit", "expected"), [(2_000_000, 0), (1_999_999, 1)])
def test_ceiling(limit: int, expected: int) -> None:
    """The sum of an office's rows of the year, not of another office or year."""
    rows = [GOOD, replace(GOOD, id="R2", location="Lain"), replace(GOOD, id="R3", year=2025)]
    rows.append(replace(GOOD, id="R4", opd="DINKES"))
    found = [item for item in check([], rows, FACTS, {(2026, "DISKOMINFO"): limit}) if item.code == "CEILING_EXCEEDED"]
    assert len(found) == expected
    assert all("Rp2.000.000" in item.text and "Rp1.999.999" in item.text for item in found)


def test_thresholds_are_settings() -> None:
    """Other thresholds, other findings."""
    row = replace(GOOD, pagu=1_040_000)
    strict = replace(FACTS, thresholds=Thresholds(over_minor=1, over_major=3))
    assert [item.severity for item in check([BASE], [row], FACTS)] == ["minor"]
    assert [item.severity for item in check([BASE], [row], strict)] == ["blocker"]


def test_every_rule_names_a_cell() -> None:
    """Each finding leads to the cell to mend, and no code stands twice."""
    assert len({rule.code for rule in RULES}) == len(RULES) == 21
    assert all(rule.field and rule.run.__doc__ for rule in RULES)


@pytest.mark.parametrize(
    ("renstra", "found"),
    [({}, False), ({"DISKOMINFO": {CODE}}, False), ({"DISKOMINFO": set()}, True), ({"DINKES": set()}, False)],
)
def test_renstra_missing(renstra: dict[str, set[str]], found: bool) -> None:
    """Only where the office's Renstra is loaded."""
    facts = replace(FACTS, renstra=renstra)
    assert any(item.code == "RENSTRA_MISSING" for item in check([BASE], [GOOD], facts)) is found


def test_an_unsent_plan_is_not_told_to_others() -> None:
    """Another office's row counts for cross-office duplicates only after it was sent."""
    rows = [GOOD, replace(GOOD, id="R2", opd="DINKES")]
    facts = replace(FACTS, unsent={(2026, "DISKOMINFO")})
    assert not [item for item in check([BASE], rows, facts) if item.code == "DUPLICATE_CROSS_OPD"]
    facts = replace(FACTS, unsent={(2026, "DINKES")})
    assert [item.renja_id for item in check([BASE], rows, facts) if item.code == "DUPLICATE_CROSS_OPD"] == ["R2"]


# --- The words and the weight of each finding -------------------------------------------------------------

# Code, weight, origin, cell, whether it compares with the RKPD: in the order of the findings of a row.
WEIGHTS = """
CODE_FORMAT         info     ours        sub_kegiatan_code  -
CODE_UNKNOWN        blocker  regulation  sub_kegiatan_code  -
CODE_OUTDATED       major    regulation  sub_kegiatan_code  -
CODE_NAME_MISMATCH  major    practice    name               -
HIERARCHY_BROKEN    major    regulation  sub_kegiatan_code  -
OPD_OUTSIDE_AFFAIR  minor    regulation  sub_kegiatan_code  -
NOT_IN_RKPD         blocker  regulation  sub_kegiatan_code  -
OPD_DIFFERS         major    regulation  opd                compares
BUDGET_EMPTY        blocker  practice    amount             -
BUDGET_OVER         blocker  ours        amount             compares
BUDGET_UNDER        minor    ours        amount             compares
TARGET_EMPTY        blocker  practice    target             -
TARGET_DIFFERS      major    regulation  target             compares
UNIT_DIFFERS        major    regulation  unit               compares
INDICATOR_DIFFERS   major    regulation  indicator          compares
LOCATION_EMPTY      major    practice    location           -
LOCATION_DIFFERS    minor    practice    location           compares
FUND_SOURCE_EMPTY   minor    practice    funding_source     -
FORWARD_EMPTY       minor    practice    forward_estimate   -
PRIORITY_EMPTY      minor    practice    priority           -
RENSTRA_MISSING     major    ours        sub_kegiatan_code  -
"""


def test_weights() -> None:
    """The table of planning 7.2."""
    told = [(rule.code, rule.severity, rule.origin, rule.field, "compares" if rule.compares else "-") for rule in RULES]
    assert told == [tuple(line.split()) for line in WEIGHTS.strip().splitlines()]


# What is changed in the good row -> sentence, detail.
SAID = [
    ("CODE_FORMAT", {"raw_code": "2.16"}, f"Penulisan kode dirapikan menjadi {CODE}.", f"normalised to {CODE}"),
    (
        "CODE_NAME_MISMATCH",
        {"name": "Jembatan"},
        f"Nama tidak sesuai dengan kode; nama kode ini: {NAME}.",
        NAME,
    ),
    (
        "HIERARCHY_BROKEN",
        {"parents": ("2.20", "2.16", "3")},
        "Program/kegiatan bukan induk dari sub kegiatan ini.",
        "2.20, 3",
    ),
    ("OPD_OUTSIDE_AFFAIR", {"opd": "DINKES"}, "Urusan 2.16 bukan urusan Dinkes.", "2.16"),
    ("OPD_DIFFERS", {"opd": "DINKES"}, "Dalam RKPD dilaksanakan oleh Diskominfo.", "RKPD names DISKOMINFO"),
    ("BUDGET_EMPTY", {"pagu": None}, "Pagu belum diisi.", ""),
    ("BUDGET_OVER", {"pagu": 1_123_456}, "Usulan lebih besar 12,3 % dari pagu RKPD.", "12.3 % above RKPD"),
    ("BUDGET_UNDER", {"pagu": 500_000}, "Usulan lebih kecil 50,0 % dari pagu RKPD.", "50.0 % below RKPD"),
    ("TARGET_EMPTY", {"target": None}, "Target belum diisi.", ""),
    ("TARGET_DIFFERS", {"target": Decimal("12.50")}, "Target berbeda dari RKPD (12,5 / 12).", "12,5 / 12"),
    ("TARGET_DIFFERS", {"target": Decimal("100")}, "Target berbeda dari RKPD (100 / 12).", "100 / 12"),
    ("TARGET_DIFFERS", {"target": Decimal("20.00")}, "Target berbeda dari RKPD (20 / 12).", "20 / 12"),
    ("UNIT_DIFFERS", {"unit": "Dokumen"}, "Satuan berbeda dari RKPD.", "Dokumen / Layanan"),
    ("INDICATOR_DIFFERS", {"indicator": ""}, "Indikator berbeda dari RKPD.", "0 %"),
    ("LOCATION_EMPTY", {"location": ""}, "Lokasi belum diisi.", ""),
    ("LOCATION_DIFFERS", {"location": "Nan Balimo"}, "Lokasi berbeda dari RKPD.", "Nan Balimo / Kota Solok"),
    ("FUND_SOURCE_EMPTY", {"fund_source": " "}, "Sumber dana belum diisi.", ""),
    ("FORWARD_EMPTY", {"forward": 0}, "Prakiraan maju belum diisi.", ""),
    ("PRIORITY_EMPTY", {"priority": ""}, "Prioritas daerah belum dipilih.", ""),
]


@pytest.mark.parametrize(("code", "changes", "text", "detail"), SAID)
def test_words(code: str, changes: dict[str, object], text: str, detail: str) -> None:
    """Sentence, compared values, place: the row, its office and year, the RKPD row where it was compared."""
    found, rule = findings(replace(GOOD, **changes))[code], next(rule for rule in RULES if rule.code == code)
    assert (found.text, found.detail) == (text, detail)
    assert (found.renja_id, found.rkpd_id) == ("RENJA-1", "RKPD-1" if rule.compares else "")
    assert (found.year, found.opd, found.field) == (2026, changes.get("opd", "DISKOMINFO"), rule.field)


def test_words_about_codes() -> None:
    """Unknown, of other editions, missing in the RKPD or the Renstra."""
    assert findings(coded("2.16.03.2.02.0098"), None)["CODE_UNKNOWN"].text == "Kode sub kegiatan tidak dikenal."
    outdated = findings(coded("2.16.03.2.02.0013", year=2025), None)["CODE_OUTDATED"]
    assert outdated.detail == "known in edition 2023, 2027"
    assert outdated.text.startswith("Kode berasal dari edisi lain; ")
    assert findings(GOOD, None)["NOT_IN_RKPD"].text == "Sub kegiatan belum ada dalam RKPD tahun 2026."
    merged = findings(replace(GOOD, opd="DLH"), replace(BASE, opd="DPKPLH"))["OPD_DIFFERS"]
    assert merged.detail == "successor office DPKPLH"
    facts = replace(FACTS, renstra={"DISKOMINFO": set()})
    (found,) = check([BASE], [GOOD], facts)
    assert found.text == "Sub kegiatan tidak ada dalam Renstra perangkat daerah."


def test_money_missing_on_one_side_is_not_compared() -> None:
    """Neither over nor under where the RKPD has no money; the target neither."""
    assert findings(GOOD, replace(BASE, pagu=None)) == {}
    assert findings(GOOD, replace(BASE, pagu=0)) == {}
    assert findings(GOOD, replace(BASE, target=None)) == {}


def test_limits_themselves_belong_to_the_right_side() -> None:
    """Exactly 60 % of a name and exactly 80 % of an indicator agree; less does not."""
    name, indicator = "aaaaa" + "b" * 5, "aaaaaaaa"
    facts = replace(FACTS, nomenclature=Nomenclature.of([Entry("2024", CODE, name)]))
    for typed, wrong in (("aaaaabcccc", False), ("aaaaaccccc", True)):
        assert any(f.code == "CODE_NAME_MISMATCH" for f in check([], [replace(GOOD, name=typed)], facts)) is wrong
    for typed, wrong in (("aaaaaaaaaaaa", False), ("aaaaaaaaaaaaa", True)):
        found = findings(replace(GOOD, indicator=typed), replace(BASE, indicator=indicator))
        assert ("INDICATOR_DIFFERS" in found) is wrong


def test_thresholds_and_names_of_weights() -> None:
    """The numbers of planning 7.2 and the words that are stored."""
    assert Thresholds() == Thresholds(60, 80, 5, 20, 20, 80)
    assert [weight.value for weight in Severity] == ["blocker", "major", "minor", "info"]
    assert [origin.value for origin in Origin] == ["regulation", "practice", "ours"]
    empty = CheckedRow("1", 2026, "DLH", "1", "1")
    texts = (empty.name, empty.indicator, empty.unit, empty.location, empty.fund_source, empty.priority)
    assert set(texts) == {""}
    assert (empty.pagu, empty.forward, empty.target) == (None, None, None)


def test_every_finding_has_a_label() -> None:
    """Short names for lists: each different, none empty, of the codes of this folder."""
    assert {rule.code for rule in RULES} < LABELS.keys()
    assert len(set(LABELS.values())) == len(LABELS) == 33
    assert all(code.isupper() and label.strip() for code, label in LABELS.items())
    others = "CEILING_EXCEEDED DUPLICATE_SAME_OPD DUPLICATE_CROSS_OPD RKPD_WITHOUT_RENJA ROADMAP_YEAR_MISSING"
    quick_wins = "NO_WORKPLAN NOT_IN_RKPD OPD_DIFFERS BUDGET_SHORT DIMENSION_MISSING"
    assert {*others.split(), *(f"QW_{code}" for code in quick_wins.split())} < LABELS.keys()
    assert {"LINK_UNCONFIRMED", "OUTSIDE_AUTHORITY"} < LABELS.keys()


def test_findings_over_many_rows_in_full() -> None:
    """Every part of the findings that no single row gives."""
    rows = [GOOD, replace(GOOD, id="R2"), replace(GOOD, id="R3", opd="DINKES"), replace(GOOD, id="R4", opd="DLH")]
    base = replace(BASE, id="B2", code="1.02.01.2.01.0001")
    ceilings = {(2026, "DISKOMINFO"): 1_999_999, (2026, "DLH"): 1_000_000}
    found = check([BASE, base], rows, FACTS, ceilings, [("B-2", 2027), ("A-1", 2027), ("Z-9", 2026)])
    row = (2026, "DISKOMINFO")
    wanted = [
        Finding(
            "DUPLICATE_SAME_OPD",
            Severity.MAJOR,
            Origin.PRACTICE,
            "Sub kegiatan dan lokasi yang sama sudah ada.",
            *row,
            "R2",
            field="sub_kegiatan_code",
            detail="same as RENJA-1",
        ),
        Finding(
            "DUPLICATE_CROSS_OPD",
            Severity.MAJOR,
            Origin.PRACTICE,
            "Kegiatan serupa direncanakan pula oleh Diskominfo, DLH.",
            2026,
            "DINKES",
            "R3",
            field="sub_kegiatan_code",
            detail="also planned by DISKOMINFO, DLH",
        ),
        Finding(
            "RKPD_WITHOUT_RENJA",
            Severity.INFO,
            Origin.REGULATION,
            "Baris RKPD ini belum masuk Renja.",
            *row,
            rkpd_id="B2",
        ),
        *(
            Finding(
                "ROADMAP_YEAR_MISSING",
                Severity.MAJOR,
                Origin.OURS,
                f"Program peta jalan {program} belum memiliki rencana kerja tahun {year}.",
                year,
                program=program,
                detail=program,
            )
            for program, year in (("Z-9", 2026), ("A-1", 2027), ("B-2", 2027))
        ),
        Finding(
            "CEILING_EXCEEDED",
            Severity.BLOCKER,
            Origin.PRACTICE,
            "Jumlah usulan Rp2.000.000 melampaui pagu indikatif Diskominfo Rp1.999.999.",
            *row,
            field="amount",
            detail="2000000 > 1999999",
        ),
    ]
    assert [item for item in wanted if item not in found] == []
    assert [item for item in found if item.code in {"ROADMAP_YEAR_MISSING", "CEILING_EXCEEDED"}] == wanted[-4:]


def test_keys() -> None:
    """What a finding is about makes it the same: the row, else the subject, else the office."""
    place = ("X", Severity.INFO, Origin.OURS, "", 2026, "DLH")
    assert Finding(*place).key == ("X", 2026, "DLH", "")
    assert Finding(*place, "R", "B").key == ("X", 2026, "R", "")
    assert Finding(*place, "", "B").key == ("X", 2026, "B", "")
    assert Finding(*place, program="P", quick_win="Q").key == ("X", 2026, "", "P")
    assert Finding(*place, quick_win="Q").key == ("X", 2026, "", "Q")


def test_only_candidate_is_compared_whatever_its_office() -> None:
    """One row of the code is the row; of two the one of the office, then the location as people type it."""
    other = replace(BASE, opd="DINKES")
    assert pair([other], [GOOD]) == [(GOOD, other)]
    here = replace(other, id="B", location=" kota  SOLOK ")
    assert pair([replace(other, location="Lain"), here], [GOOD]) == [(GOOD, here)]
    assert pair([], [GOOD]) == [(GOOD, None)]
    assert sums_of([GOOD, replace(GOOD, pagu=None), replace(GOOD, pagu=5)]) == {(2026, "DISKOMINFO"): 1_000_005}


def test_texts_as_people_type_them() -> None:
    """Case, spaces and no-break spaces do not count; shares are per cent, also of long texts."""
    assert plain(" A\u00a0b\tC ") == "a b c"
    assert (similarity("Kota ", "kota"), similarity("ab", "cd"), similarity("ab", "ac")) == (100.0, 0.0, 50.0)
    a, b = "kota " * 60 + "x", "y " + "kota " * 60
    assert similarity(a, b) == similarity(b, a) > 99


def test_order_of_programs_without_a_line() -> None:
    """By year, then by program."""
    wanted = [(f"P-{number:02}", year) for year in (2026, 2027) for number in range(20)]
    found = check([], [], FACTS, {}, list(reversed(wanted)))
    assert [(item.program, item.year) for item in found] == wanted


def test_a_single_row_does_not_hide_the_next_duplicates() -> None:
    """Places are looked at one by one."""
    rows = [replace(GOOD, id="R0", location="Lain"), GOOD, replace(GOOD, id="R2")]
    assert [item.renja_id for item in check([BASE], rows, FACTS) if item.code == "DUPLICATE_SAME_OPD"] == ["R2"]
