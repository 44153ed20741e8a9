"""Annexes as data: what the body promises has a column, sums agree, what is empty says so."""

import re

import pytest

from masterplan.perwali.models import AnnexColumn, Element, Regulation
from masterplan.perwali.naskah.annexes import MISSING, Heading, Paragraph, Table
from masterplan.perwali.selectors.document import Document, load_document
from masterplan.plan.models import Chapter, ObjectiveIndicator, Program, QuickWin

pytestmark = pytest.mark.django_db


def document() -> Document:
    """The compiled draft."""
    return load_document(Regulation.objects.get())


def tables(of: str) -> list[Table]:
    """Tables of one annex."""
    annex = next(annex for annex in document().annexes if annex.id == of)
    return [block for block in annex.blocks if isinstance(block, Table)]


def amount(cell: str) -> int:
    """A cell's money as a number."""
    return int(cell.replace(".", ""))


def test_every_promise_of_the_body_has_a_column() -> None:
    """Each letter of Pasal 16 ayat (1) is fulfilled by a column of annex III (R118)."""
    promised = Element.objects.filter(parent__stable_id="a_pj").order_by("position")
    letters = {"abcdefgh"[index] for index in range(promised.count())}
    assert letters == set(
        AnnexColumn.objects.filter(annex__stable_id="l_peta_jalan")
        .exclude(fulfils="")
        .values_list("fulfils", flat=True)
    )


def test_the_book_of_the_plan_holds_what_the_body_says() -> None:
    """Pasal 4 ayat (2) a to f: analyses, vision and missions, strategies, road map, quick wins, indicators."""
    annex = document().annexes[0]
    headings = " ".join(block.text.casefold() for block in annex.blocks if isinstance(block, Heading))
    for words in ("kesiapan", "masa depan", "kesenjangan", "visi", "misi", "sasaran", "strategi setiap dimensi"):
        assert words in headings, words
    text = " ".join(block.text for block in annex.blocks if isinstance(block, Paragraph))
    assert "Lampiran II" in text
    assert "Lampiran III" in text
    assert "Lampiran IV" in text


def test_sums_of_the_road_map() -> None:
    """Each dimension's money is the sum of its rows; the last table is the sum of the dimensions."""
    found = tables("l_peta_jalan")
    *pairs, whole = found
    column = [c.heading for c in pairs[0].columns].index("Perkiraan Anggaran (Rp)")
    total = 0
    for table, recapitulation in zip(pairs[::2], pairs[1::2], strict=True):
        rows = [amount(row.cells[column]) for row in table.rows if row.kind == "data"]
        (line,) = recapitulation.rows
        assert amount(line.cells[-1]) == sum(rows) == sum(amount(cell) for cell in line.cells[1:-1])
        total += sum(rows)
    assert amount(whole.rows[-1].cells[-1]) == total
    assert [row.kind for row in whole.rows] == ["data"] * 6 + ["total"]


def test_rows_are_numbered_through() -> None:
    """1 to 72 over all dimensions, 1 to 18 in annex IV."""
    for annex, count in (("l_peta_jalan", 72), ("l_quick_win", 18)):
        numbers = [row.cells[0] for table in tables(annex) for row in table.rows if row.kind == "data"]
        running = [number for number in numbers if re.fullmatch(r"\d+\.", number)]
        assert running == [f"{index}." for index in range(1, count + 1)]


def test_retired_and_draft_activities_are_not_printed() -> None:
    """Only what is active stands in the annexes, and an objective measured by a retired program goes with it."""
    used = ObjectiveIndicator.objects.select_related("program").first().program
    Program.objects.filter(pk=used.pk).update(state="retired")
    QuickWin.objects.filter(code="QW-01").update(state="draft")
    rows = [row.cells for table in tables("l_peta_jalan") for row in table.rows]
    assert not any(used.name in cells for cells in rows)
    assert len([row for table in tables("l_indikator") for row in table.rows]) == 17
    assert not any("Lapor on The Street" in row.cells for table in tables("l_quick_win") for row in table.rows)


def test_a_written_chapter_is_printed_and_no_longer_missing() -> None:
    """What the book says appears in annex I, in paragraphs; before that the place says it is empty."""
    before = document()
    assert MISSING in [block.text for block in before.annexes[0].blocks if isinstance(block, Paragraph)]
    assert any("latar belakang" in item for item in before.missing)
    Chapter.objects.filter(annex_heading="latar belakang").update(text="Paragraf satu.\n\nParagraf dua.")
    after = document()
    texts = [block.text for block in after.annexes[0].blocks if isinstance(block, Paragraph)]
    assert texts[:2] == ["Paragraf satu.", "Paragraf dua."]
    assert not any("latar belakang" in item for item in after.missing)
    assert after.digest != before.digest


def test_without_any_plan_data_the_annexes_say_so() -> None:
    """No objectives, programs or quick wins: the tables are empty and annex II names what is missing."""
    ObjectiveIndicator.objects.all().delete()
    Program.objects.update(state="retired")
    QuickWin.objects.update(state="retired")
    empty = document()
    assert "sasaran dan indikator" in empty.annexes[1].missing
    assert [row.cells for row in tables("l_quick_win")[0].rows] == []
