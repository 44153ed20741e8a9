"""Loads the reference and demonstration data of the plan; a record that is there already is left as people made it."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from opd.agencies.models import Opd
from solok_smartcity.kit.csvdata import CsvRow, DataFault, read_rows
from solok_smartcity.kit.decisions import sentence_with_fields
from solok_smartcity.kit.records import Children, Written, ensure

from ..models import (
    ActionPlan,
    ActionPlanCategory,
    Book,
    Chapter,
    Dimension,
    EvaluationComponent,
    EvaluationIndicator,
    EvaluationScheme,
    EvaluationWeight,
    Gap,
    MasterPlan,
    Mission,
    Objective,
    ObjectiveIndicator,
    Program,
    QuickWin,
    SubDimension,
    WorkshopStage,
)
from .reference_facts import BOOKS, COHORT_2017, LEGAL_NAMES, MISSIONS, STAGES

Record = TypeVar("Record", bound=Model)
REFERENCE = Path(__file__).resolve().parent.parent / "reference"
REASON = "Data awal"
WORKING_NOTE = re.compile(r"[^.]*\bperlu dipastikan\b[^.]*\.")
PLAN_CODE = "kota-solok-2025"
ACTIVITY_COLUMNS = {
    "code",
    "name",
    "lead_opd_code",
    "supporting_opd_codes",
    "start_year",
    "end_year",
    "horizon",
    "indicator",
    "unit",
    "funding_source",
    "provenance",
}
MEASURED_COLUMNS = ACTIVITY_COLUMNS | {
    "direction",
    "baseline",
    "baseline_documented",
    "fact_source",
    "subdimension_code",
    "rkpd_program_code",
    "rkpd_program_name",
}


@transaction.atomic
def load_plan(opds: Mapping[str, Opd], written: Written, folder: Path = REFERENCE) -> MasterPlan:
    """Load the plan of Kota Solok from CSV files, all or nothing; a plan that is there is left as people made it.

    ``opds``: agencies by code. Raises ``DataFault`` with file, row and reason.
    """
    existing = MasterPlan.objects.filter(code=PLAN_CODE).first()
    if existing is not None:
        written.count("unchanged", MasterPlan._meta.label)
        return existing
    return _Loader(opds, written, folder).run()


class _Loader:
    def __init__(self, opds: Mapping[str, Opd], written: Written, folder: Path) -> None:
        self.opds, self.written, self.folder = opds, written, folder

    def ensure(
        self,
        place: str | CsvRow,
        model: type[Record],
        key: Mapping[str, Any],
        values: Mapping[str, Any],
        children: list[Children] | None = None,
    ) -> Record:
        try:
            record: Record = ensure(model, key, values, children, reason=REASON, written=self.written)
        except ValidationError as error:
            raise DataFault(f"{getattr(place, 'place', place)}: {sentence_with_fields(error)}") from None
        return record

    def run(self) -> MasterPlan:
        self.plan = self.ensure(
            "rencana induk",
            MasterPlan,
            {"code": PLAN_CODE},
            {
                "title": "Rencana Induk Kota Cerdas Kota Solok",
                "start_year": 2025,
                "end_year": 2029,
                "is_demonstration": True,
                "provenance": "Visi belum ditetapkan; diisi Diskominfo.",
            },
        )
        self.dimensions()
        for position, text in enumerate(MISSIONS, start=1):
            self.ensure(
                f"misi {position}",
                Mission,
                {"plan": self.plan, "position": position},
                {"text": text, "is_demonstration": True, "provenance": "Rumusan templat, perlu ditetapkan."},
            )
        self.programs()
        self.quick_wins()
        self.action_plans()
        self.objectives()
        self.evaluation()
        self.books()
        self.stages()
        return self.plan

    def rows(self, name: str, columns: set[str]) -> Iterator[CsvRow]:
        return read_rows(self.folder / name, columns)

    def dimensions(self) -> None:
        self.subdimensions: dict[str, SubDimension] = {}
        self.dimension_by_name: dict[str, Dimension] = {}
        counts: dict[str, int] = {}
        for row in self.rows("dimensions.csv", {"dimension_code", "dimension", "subdimension_code", "subdimension"}):
            code = row.text("dimension_code")
            if code not in LEGAL_NAMES:
                raise row.fault(f"dimensi {code} tidak dikenal")
            if code not in counts:
                dimension = self.ensure(
                    row,
                    Dimension,
                    {"code": code},
                    {"name": row.text("dimension"), "legal_name": LEGAL_NAMES[code], "position": len(counts) + 1},
                )
                self.dimension_by_name[row["dimension"]] = dimension
            counts[code] = counts.get(code, 0) + 1
            self.subdimensions[row.text("subdimension_code")] = self.ensure(
                row,
                SubDimension,
                {"code": row["subdimension_code"]},
                {
                    "dimension": dimension,
                    "name": row.text("subdimension"),
                    "english_label": row["english_label"],
                    "description": row["description"],
                    "position": counts[code],
                },
            )

    def opd(self, row: CsvRow, code: str) -> Opd:
        if code not in self.opds:
            raise row.fault(f"perangkat daerah {code} tidak dikenal")
        return self.opds[code]

    def activity(self, row: CsvRow, position: int) -> dict[str, Any]:
        """Values that programs, quick wins and action plans share."""
        return {
            "plan": self.plan,
            "name": row.text("name"),
            "lead_opd": self.opd(row, row.text("lead_opd_code")),
            "start_year": row.needed_whole("start_year"),
            "end_year": row.needed_whole("end_year"),
            "horizon": row.text("horizon"),
            "indicator": row.text("indicator"),
            "unit": row.text("unit"),
            "funding_sources": row.parts("funding_source"),
            "position": position,
            "is_demonstration": True,
            "provenance": row.text("provenance"),
        }

    def measured(self, row: CsvRow, position: int) -> dict[str, Any]:
        """Values that programs and quick wins share."""
        code = row.text("subdimension_code")
        if code not in self.subdimensions:
            raise row.fault(f"subdimensi {code} tidak dikenal")
        return {
            **self.activity(row, position),
            "subdimension": self.subdimensions[code],
            "direction": row.text("direction"),
            "baseline": self.decimal(row, "baseline"),
            "baseline_documented": row["baseline_documented"] == "ya",
            "fact_source": row["fact_source"],
            "rkpd_program_code": row["rkpd_program_code"],
            "rkpd_program_name": row["rkpd_program_name"],
        }

    @staticmethod
    def decimal(row: CsvRow, column: str) -> Decimal | None:
        try:
            return Decimal(row[column]) if row[column].strip() else None
        except InvalidOperation:
            raise row.fault(f"kolom {column}: {row[column]!r} bukan bilangan") from None

    def supports(self, row: CsvRow) -> Children:
        codes = row.parts("supporting_opd_codes")
        return Children(
            "supports", "opd", {self.opd(row, code).pk: {"position": i} for i, code in enumerate(codes, start=1)}
        )

    def yearly(self, row: CsvRow) -> Children:
        """Target and money of every year the row has a value for."""
        years = {}
        for year in self.plan.years:
            target, budget = self.decimal(row, f"target_{year}"), row.whole(f"budget_{year}")
            if target is not None or budget is not None:
                years[year] = {"target": target, "budget": budget}
        return Children("years", "year", years)

    def programs(self) -> None:
        self.program_by_code: dict[str, Program] = {}
        for position, row in enumerate(self.rows("programs.csv", MEASURED_COLUMNS), start=1):
            self.program_by_code[row["code"]] = self.ensure(
                row,
                Program,
                {"code": row.text("code")},
                self.measured(row, position),
                [self.supports(row), self.yearly(row)],
            )

    def program(self, row: CsvRow, column: str) -> Program:
        if row[column] not in self.program_by_code:
            raise row.fault(f"program {row[column]} tidak dikenal")
        return self.program_by_code[row[column]]

    def quick_wins(self) -> None:
        columns = MEASURED_COLUMNS | {"description", "parent_program_code", "progress_pct"}
        for position, row in enumerate(self.rows("quick_wins.csv", columns), start=1):
            values = self.measured(row, position)
            description, note = WORKING_NOTE.sub("", row["description"]), WORKING_NOTE.search(row["description"])
            if note:  # what is still to be asked belongs to the origin of the data, not into a printed annex
                values["provenance"] += f". Catatan: {note[0].strip()}"
            values |= {
                "description": description.strip(),
                "parent_program": self.program(row, "parent_program_code"),
                "progress_pct": row.whole("progress_pct"),
            }
            self.ensure(row, QuickWin, {"code": row.text("code")}, values, [self.supports(row), self.yearly(row)])

    def action_plans(self) -> None:
        categories: dict[str, ActionPlanCategory] = {}
        columns = ACTIVITY_COLUMNS | {"category_code", "category", "target_final", "budget_per_year"}
        for position, row in enumerate(self.rows("action_plans.csv", columns), start=1):
            code = row.text("category_code")
            if code not in categories:
                categories[code] = self.ensure(
                    row,
                    ActionPlanCategory,
                    {"code": code},
                    {"name": row.text("category"), "position": len(categories) + 1},
                )
            values = {
                **self.activity(row, position),
                "category": categories[code],
                "target_final": self.decimal(row, "target_final"),
            }
            budget = row.whole("budget_per_year")
            last = min(values["end_year"], self.plan.end_year)
            years = {year: {"budget": budget} for year in range(values["start_year"], last + 1)}
            self.ensure(
                row,
                ActionPlan,
                {"code": row.text("code")},
                values,
                [self.supports(row), Children("years", "year", years)],
            )

    def objectives(self) -> None:
        columns = {"code", "mission", "subdimension_code", "text", "indicator_program_code", "provenance"}
        missions = {mission.position: mission for mission in self.plan.missions.all()}
        for position, row in enumerate(self.rows("objectives.csv", columns), start=1):
            mission = missions.get(row.needed_whole("mission"))
            if mission is None:
                raise row.fault(f"misi {row['mission']} tidak ada")
            marks = {"is_demonstration": True, "provenance": row.text("provenance")}
            objective = self.ensure(
                row,
                Objective,
                {"code": row.text("code")},
                {
                    "plan": self.plan,
                    "mission": mission,
                    "subdimension": self.subdimensions[row["subdimension_code"]],
                    "text": row.text("text"),
                    "position": position,
                    **marks,
                },
            )
            self.ensure(
                row,
                ObjectiveIndicator,
                {"objective": objective, "position": 1},
                {"program": self.program(row, "indicator_program_code"), **marks},
            )

    def evaluation(self) -> None:
        schemes = {
            code: self.ensure(f"skema {code}", EvaluationScheme, {"code": code}, {"name": name, "note": note})
            for code, name, note in (
                ("2017", "Angkatan 2017-2019", "Bobot yang diketahui untuk angkatan 2017 sampai 2019."),
                ("2022", "Angkatan baru 2022", "Belum diketahui skema yang berlaku bagi Kota Solok."),
                ("2023", "Angkatan 2023, kawasan prioritas nasional", "Belum diketahui skema yang berlaku."),
            )
        }
        components: dict[str, EvaluationComponent] = {}
        columns = {"code", "component_code", "component", "weight_2022", "weight_2023", "question"}
        for position, row in enumerate(self.rows("evaluation_indicators.csv", columns), start=1):
            code = row.text("component_code")
            if code not in components:
                component = components[code] = self.ensure(
                    row,
                    EvaluationComponent,
                    {"code": code},
                    {"name": row.text("component"), "position": len(components) + 1},
                )
                weights = {
                    "2017": COHORT_2017.get(code),
                    "2022": row.whole("weight_2022"),
                    "2023": row.whole("weight_2023"),
                }
                for scheme, percent in weights.items():
                    if percent is not None:
                        key = {"scheme": schemes[scheme], "component": component}
                        self.ensure(row, EvaluationWeight, key, {"percent": percent})
            if row["dimension"] and row["dimension"] not in self.dimension_by_name:
                raise row.fault(f"dimensi {row['dimension']} tidak dikenal")
            self.ensure(
                row,
                EvaluationIndicator,
                {"code": row.text("code")},
                {
                    "component": components[code],
                    "indicator": row.text("indicator"),
                    "sub_indicator": row["sub_indicator"],
                    "question": row.text("question"),
                    "method": row["method"],
                    "dimension": self.dimension_by_name.get(row["dimension"]),
                    "position": position,
                    "scale_min": row.needed_whole("scale_min"),
                    "scale_max": row.needed_whole("scale_max"),
                    "provenance": "Laporan evaluasi 2023 daerah lain, dirumuskan ulang.",
                },
            )

    def books(self) -> None:
        for number, (title, note, chapters) in enumerate(BOOKS, start=1):
            book = self.ensure(
                f"buku {number}",
                Book,
                {"plan": self.plan, "number": number},
                {"title": title, "note": note, "is_demonstration": True},
            )
            for position, (chapter, heading) in enumerate(chapters, start=1):
                self.ensure(
                    f"buku {number}",
                    Chapter,
                    {"book": book, "position": position},
                    {"title": chapter, "annex_heading": heading, "is_demonstration": True},
                )
        for subdimension in self.subdimensions.values():
            self.ensure("kesenjangan", Gap, {"plan": self.plan, "subdimension": subdimension}, {})

    def stages(self) -> None:
        for position, (code, name, year, outputs) in enumerate(STAGES, start=1):
            self.ensure(
                f"tahap {code}",
                WorkshopStage,
                {"code": code},
                {"plan": self.plan, "name": name, "position": position, "year": year},
                [Children("outputs", "position", {i: {"text": text} for i, text in enumerate(outputs, start=1)})],
            )
