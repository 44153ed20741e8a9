"""The seed: counts equal the files, a second run writes nothing, a fault names its row and leaves nothing."""

import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from masterplan.plan.models import Program, ProgramYear, QuickWin
from masterplan.plan.services.reference_import import load_plan
from opd.agencies.models import Opd
from solok_smartcity.kit import guards
from solok_smartcity.kit.csvdata import DataFault
from solok_smartcity.kit.records import Written

REPOSITORY = Path(__file__).resolve().parents[2]
REFERENCE = REPOSITORY / "masterplan" / "plan" / "reference"


def rows(path: str) -> list[dict[str, str]]:
    """Rows of a reference file, read independently of the portal."""
    with (REPOSITORY / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def all_rows() -> dict[str, int]:
    """Rows of every table of ours, history included."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.app_label in {"agencies", "plan", "perwali", "renja"}
    }


@pytest.mark.django_db
def test_second_run_writes_nothing() -> None:
    """No row and no history row more, none changed."""
    before, out = all_rows(), StringIO()
    call_command("seed", json=True, stdout=out)
    summary = json.loads(out.getvalue())
    assert (summary["created"], summary["changed"]) == (0, 0)
    assert all_rows() == before


@pytest.mark.django_db
def test_counts_equal_the_files() -> None:
    """Every row of every file is there, with the sums of money."""
    programs = rows("masterplan/plan/reference/programs.csv")
    years = [f"budget_{year}" for year in range(2025, 2030)]
    counts = all_rows()
    assert counts["plan.Program"] == len(programs) == 72
    assert counts["plan.ProgramSupport"] == sum(len(r["supporting_opd_codes"].split(";")) for r in programs)
    assert counts["plan.ProgramYear"] == sum(1 for r in programs for y in years if r[y])
    assert counts["plan.QuickWin"] == len(rows("masterplan/plan/reference/quick_wins.csv")) == 18
    assert counts["plan.ActionPlan"] == len(rows("masterplan/plan/reference/action_plans.csv")) == 20
    assert counts["plan.EvaluationIndicator"] == len(rows("masterplan/plan/reference/evaluation_indicators.csv")) == 117
    assert counts["plan.SubDimension"] == len(rows("masterplan/plan/reference/dimensions.csv")) == 18
    assert counts["agencies.Opd"] == len(rows("opd/agencies/reference/opd.csv")) == 46
    assert counts["agencies.Kelurahan"] == len(rows("opd/agencies/reference/kelurahan.csv")) == 13
    for year in range(2025, 2030):
        total = sum(ProgramYear.objects.filter(year=year).values_list("budget", flat=True))
        assert total == sum(int(r[f"budget_{year}"] or 0) for r in programs)


@pytest.mark.django_db
def test_agencies_valid_today_and_before_the_merger() -> None:
    """26 bodies after the merger of 2025, 31 before it."""
    assert Opd.objects.valid_on(date(2026, 11, 23)).top_level().count() == 26
    assert Opd.objects.valid_on(date(2024, 6, 1)).top_level().count() == 31


@pytest.mark.django_db
def test_everything_invented_is_marked() -> None:
    """Programs and quick wins are demonstration data; what is not known is empty, not invented."""
    assert not Program.objects.filter(is_demonstration=False).exists()
    assert not QuickWin.objects.filter(is_demonstration=False).exists()
    assert Counter(p.split(":")[0] for p in Program.objects.values_list("provenance", flat=True)) == {
        "documented": 32,
        "illustrative": 40,
    }
    assert Program.objects.filter(baseline_documented=True).count() == 7
    stage = apps.get_model("plan.WorkshopStage").objects.get(code="bimtek-1")
    assert (stage.held_from, stage.place) == (None, "")
    assert apps.get_model("plan.IntegrityPact").objects.count() == 0


@pytest.mark.django_db
def test_edits_of_people_survive_a_second_seed() -> None:
    """What an office corrected, renamed, removed or switched on is not set back."""
    Program.objects.filter(code="GOV-1-01").update(code="GOV-1-91")
    elements = apps.get_model("perwali", "Element").objects
    elements.filter(stable_id="p_cabut").update(is_active=True)
    elements.filter(parent__stable_id="p_kedudukan").delete()
    elements.filter(stable_id="p_kedudukan").delete()
    row = ProgramYear.objects.get(activity__code="GOV-1-02", year=2026)
    row.budget = 5
    row.save()
    call_command("seed", verbosity=0, stdout=StringIO())
    row.refresh_from_db()
    assert row.budget == 5
    assert Program.objects.count() == 72
    assert not elements.filter(stable_id="p_kedudukan").exists()


BROKEN = [
    ("programs.csv", "lead_opd_code", "TIDAKADA", "programs.csv, baris 2: perangkat daerah TIDAKADA tidak dikenal"),
    ("programs.csv", "budget_2026", "seratus", "programs.csv, baris 2: kolom budget_2026"),
    ("programs.csv", "budget_2026", "-5", "programs.csv, baris 2: budget"),
    ("programs.csv", "start_year", "2019", "programs.csv, baris 2: start_year"),
    ("programs.csv", "supporting_opd_codes", "DISKOMINFO", "programs.csv, baris 2:"),
    ("programs.csv", "funding_source", "Pinjaman", "programs.csv, baris 2: funding_sources"),
    ("programs.csv", "subdimension_code", "GOV-9", "programs.csv, baris 2: subdimensi GOV-9"),
    ("programs.csv", "name", "", "programs.csv, baris 2: kolom name kosong"),
    ("quick_wins.csv", "parent_program_code", "GOV-9-99", "quick_wins.csv, baris 2: program GOV-9-99"),
    ("action_plans.csv", "horizon", "selamanya", "action_plans.csv, baris 2: horizon"),
]


@pytest.mark.parametrize(("name", "column", "value", "message"), BROKEN)
@pytest.mark.django_db
def test_a_fault_names_row_and_reason(tmp_path: Path, name: str, column: str, value: str, message: str) -> None:
    """A broken file is refused whole, with file, row and reason."""
    folder = tmp_path / "reference"
    shutil.copytree(REFERENCE, folder)
    records = list(csv.DictReader((folder / name).open(encoding="utf-8", newline="")))
    records[0][column] = value
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, records[0].keys())
        writer.writeheader()
        writer.writerows(records)
    guards.drop_all()
    for label, model in (("rkpd", "FindingLog"), ("rkpd", "FindingRecord"), ("renja", "LineProgram")):
        apps.get_model(label, model).objects.all().delete()
    for model in ("QuickWin", "ObjectiveIndicator", "Program", "ActionPlan"):
        apps.get_model("plan", model).objects.all().delete()
    apps.get_model("plan", "MasterPlan").objects.update(code="rencana-lain")
    before = all_rows()
    with pytest.raises(DataFault) as fault:
        load_plan({opd.code: opd for opd in Opd.objects.all()}, Written(), folder)
    assert str(fault.value).startswith(message)
    assert all_rows() == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe\x00rusak", "dimensions.csv: bukan UTF-8"),
        (b"kode,nama\n1,2\n", "dimensions.csv, baris 1: kolom dimension"),
        (None, "dimensions.csv: berkas tidak ditemukan"),
    ],
)
@pytest.mark.django_db
def test_an_unreadable_file_is_named(tmp_path: Path, content: bytes | None, message: str) -> None:
    """Wrong encoding, wrong columns, no file."""
    folder = tmp_path / "reference"
    shutil.copytree(REFERENCE, folder)
    (folder / "dimensions.csv").unlink()
    apps.get_model("plan", "MasterPlan").objects.update(code="rencana-lain")
    if content is not None:
        (folder / "dimensions.csv").write_bytes(content)
    with pytest.raises(DataFault, match=message):
        load_plan({opd.code: opd for opd in Opd.objects.all()}, Written(), folder)


def test_command_exits_1_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db) -> None:
    """The command gives exit 1 and the sentence."""
    monkeypatch.setattr(load_plan.__wrapped__, "__defaults__", (tmp_path,))
    apps.get_model("plan", "MasterPlan").objects.update(code="rencana-lain")
    with pytest.raises(CommandError, match="berkas tidak ditemukan") as refusal:
        call_command("seed", verbosity=0)
    assert refusal.value.returncode == 1


def test_killing_the_seed_leaves_no_half_state(tmp_path: Path) -> None:
    """A process killed at any moment of the seed leaves nothing; the next run completes."""
    database = tmp_path / "uji.sqlite3"
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{database}",
        "VAR_DIR": str(tmp_path),
        "APP_PROFILE": "local",
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)

    def manage(*arguments: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=REPOSITORY,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def count(table: str) -> int:
        with sqlite3.connect(database) as connection:
            return connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]  # noqa: S608

    assert manage("migrate", "--verbosity", "0").wait() == 0
    for moment in (1.2, 1.8, 2.5, 3.5):
        process = manage("seed")
        time.sleep(moment)
        process.kill()
        process.wait()
        numbers = (count("agencies_opd"), count("plan_program"), count("perwali_element"))
        assert numbers in {(0, 0, 0), (46, 72, 245)}, numbers
        if numbers[0]:
            break
    process = manage("seed")
    assert process.wait() == 0
    assert (count("agencies_opd"), count("plan_program"), count("perwali_element")) == (46, 72, 245)
