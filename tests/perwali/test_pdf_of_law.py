"""X1 to X16 on what is issued: the promulgated text, its certified copy, an amendment, the consolidated text."""

import re
from pathlib import Path

import pytest

from masterplan.perwali.selectors.drift import drift_of
from masterplan.perwali.services.amending import decide_drift, start_amendment
from masterplan.perwali.services.drafting import change_element
from masterplan.perwali.services.papers import order_paper
from masterplan.plan.models import Program
from tests.cast import Cast
from tests.perwali import pdfchecks as checks
from tests.perwali import perwalitext as expected
from tests.perwali.pdftext import joined, pages, poppler
from tests.perwali.test_amending import element
from tests.perwali.way import TO_PROMULGATED, draft, go, numbers_given, travel

pytestmark = pytest.mark.django_db
AMENDMENT = "rencana-induk-perubahan-1"
NAMES = [expected.fill(annex["nama"]) for annex in expected.TEMPLATE["lampiran"]]


@pytest.fixture
def issued(cast: Cast, tmp_path: Path) -> dict[str, str]:
    """The text of each PDF."""
    numbers_given()
    travel(cast, TO_PROMULGATED)
    start_amendment(draft(), actor=cast.legal, reason="Evaluasi")
    ayat = element(AMENDMENT, "a_ri_jangka")
    text = ayat.text.replace("5 (lima)", "6 (enam)")
    change_element(ayat.pk, actor=cast.legal, version=ayat.version, values={"text": text}, reason="uji")
    Program.objects.filter(code="GOV-1-04").update(indicator="Persentase layanan selesai")
    keys = [item.key for item in drift_of(draft())]
    decide_drift(draft(), keys, actor=cast.legal, outcome="masuk", reason="uji")
    travel(cast, ["program", "start_drafting", *TO_PROMULGATED[:-1]], AMENDMENT)
    go("promulgate", cast, AMENDMENT, gazette_number=13)
    out = {}
    for name, slug, paper in (
        ("law", "rencana-induk", "naskah"),
        ("copy", "rencana-induk", "salinan"),
        ("consolidated", "rencana-induk", "konsolidasi"),
        ("amendment", AMENDMENT, "naskah"),
    ):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(order_paper(draft(slug), paper).make())
        out[name] = poppler("pdftotext", "-layout", path, "-")
    return out


def test_issued_papers(issued: dict[str, str]) -> None:
    """Page numbers, status, structure, lists, references, annexes, closing: nothing is wrong in what is issued."""
    law, copy, amendment = issued["law"], issued["copy"], issued["amendment"]
    consolidated = issued["consolidated"]
    faults = []
    for text in issued.values():
        faults += checks.number_of_page_faults(text)
        faults += checks.status_faults(text, enacted=True)
        faults += checks.label_faults(text)
        faults += checks.basis_faults(text)
    uncertified = copy[: copy.rindex("\f", 0, -1)]  # without the page of the certification
    without_notes = re.sub(r"\[Di\w+ dengan[^\]]*\]", "", consolidated)
    for text in (law, uncertified, without_notes):
        faults += checks.hierarchy_faults(text)
        faults += checks.annex_faults(re.sub(r"\bttd\b", "", text), expected.TITLE, NAMES)
        faults += checks.reference_faults(text)
        faults += checks.number_faults(text)
    faults += checks.list_faults(law)
    faults += checks.closing_faults(law)
    faults += checks.lint_faults(law)
    assert not faults, faults
    assert pages(copy)[0][0] == "SALINAN"
    assert joined(pages(copy)[-1][1:]).startswith("Salinan sesuai dengan aslinya KEPALA BAGIAN HUKUM")
    assert copy.count("ttd") == 2 + len(NAMES)
    assert "ttd" not in law
    assert "BUKAN NASKAH RESMI" in pages(consolidated)[0][0]
    assert re.search(r"\[Diubah dengan Peraturan Wali Kota Nomor 13 Tahun \d{4}\]", consolidated)
    words = " ".join(" ".join(page) for page in pages(amendment))
    assert "Ketentuan ayat (1) Pasal 4 diubah sehingga Pasal 4 berbunyi sebagai berikut:" in " ".join(words.split())
    assert "LAMPIRAN" in words
    assert "Pasal II Peraturan Wali Kota ini mulai berlaku pada tanggal diundangkan. Agar setiap orang" in words
