"""Columns of an annex: each source fills the fields it has."""

from masterplan.perwali.naskah.annexes import AnnexPlan, ColumnPlan, Table, build
from masterplan.plan.content import ObjectiveRow, PlanContent


def content(objectives: list[ObjectiveRow]) -> PlanContent:
    """A plan of two years with nothing but objectives."""
    return PlanContent(
        plan={"title": "Rencana Induk", "start_year": 2026, "end_year": 2027, "vision": ""},
        dimensions=[],
        missions=[],
        objectives=objectives,
        programs=[],
        quick_wins=[],
        action_plans=[],
        chapters=[],
        readiness=[],
        futures=[],
        gaps=[],
        swot=[],
        strategies=[],
    )


OBJECTIVE: ObjectiveRow = {
    "mission_position": 1,
    "misi": "Misi satu",
    "sasaran": "Sasaran satu",
    "indicator": "Indeks",
    "unit": "nilai",
    "baseline": None,
    "years": [{"year": 2026, "target": "3.5"}],
    "is_demonstration": False,
}


def test_a_column_of_another_source_is_empty() -> None:
    """A template may ask for any known field: objectives have no agency, so the cell holds a dash."""
    columns = (
        ColumnPlan("No.", "urutan"),
        ColumnPlan("Sasaran", "sasaran"),
        ColumnPlan("Penanggung Jawab", "lead_opd"),
        ColumnPlan("Kondisi Awal", "baseline"),
        ColumnPlan("Target {tahun}", "target_{tahun}"),
    )
    made = build(AnnexPlan("l_sasaran", "objectives", "landscape", columns), content([OBJECTIVE]), [], {})
    table = next(block for block in made.blocks if isinstance(block, Table))
    assert [column.heading for column in table.columns][-2:] == ["Target 2026", "Target 2027"]
    assert [row.cells for row in table.rows] == [("1.", "Sasaran satu", "-", "-", "3,5", "-")]
