"""The content of the minutes of a verification, from what is recorded (planning 3.6): one reading for all forms."""

from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings

from opd.agencies.models import Opd
from opd.agencies.roles import Role
from opd.agencies.selectors.people import people_with
from solok_smartcity.kit.indonesian import decimal, long_date, rupiah

from ..codes import normalise
from ..extensions import checkers
from ..models import CONFORMS, ChecklistItem, ChecklistStatus, Minutes, WorkPlan
from .work_plans import LineRow, line_rows

DAYS = "Senin Selasa Rabu Kamis Jumat Sabtu Minggu".split()


@dataclass(frozen=True)
class Table:
    """A table of the minutes: heads with widths in per cent, rows of texts; ``numbers``: columns set right."""

    heads: tuple[tuple[str, int], ...]
    rows: list[tuple[str, ...]]
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class MinutesContent:
    """Everything that is printed."""

    title: str
    subtitle: str
    number: str
    opening: str
    attendees: Table
    agreements: list[str]
    results: Table
    lists: list[tuple[str, list[str]]]
    findings: Table
    checklist: Table
    closing: str
    signers: list[tuple[str, str, str]]
    is_demonstration: bool
    city: str


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _three(line: str) -> tuple[str, ...]:
    """Name, NIP, office of one attendee; what was left out is empty."""
    return tuple(([part.strip() for part in line.split(";")] + ["", ""])[:3])


def minutes_content(plan: WorkPlan, minutes: Minutes) -> MinutesContent:
    """The content of the minutes of a plan (a fixed number of queries)."""
    round_ = plan.get_round_display().lower()
    day = DAYS[minutes.held_on.weekday()]
    attendees = [_three(line) for line in _lines(minutes.attendees)]
    findings = [line for checker in checkers for line in checker.findings(plan)]
    deadline = long_date(minutes.deadline)
    planning = Opd.objects.filter(pk__in=_planning_offices()).first()
    return MinutesContent(
        title="BERITA ACARA VERIFIKASI",
        subtitle=f"{round_} rencana kerja {plan.opd.name} tahun {plan.year}".upper(),
        number=minutes.number or "....................",
        opening=(
            f"Pada hari {day} tanggal {long_date(minutes.held_on)}, bertempat di {minutes.place}, telah dilaksanakan "
            f"verifikasi {round_} rencana kerja (Renja) {plan.opd.name} tahun {plan.year} terhadap RKPD dan peta jalan "
            "Kota Cerdas, yang dihadiri oleh:"
        ),
        attendees=Table(
            (("No.", 7), ("Nama", 33), ("NIP", 25), ("Jabatan/instansi", 35)),
            [(str(at), *row) for at, row in enumerate(attendees, start=1)],
        ),
        agreements=[
            "Dokumen disusun menurut sistematika bab yang ditetapkan peraturan tentang tata cara perencanaan "
            "pembangunan daerah.",
            "Rancangan disempurnakan sesuai formulir verifikasi dan daftar temuan terlampir, dan matriks program "
            "beserta prakiraan maju disesuaikan dalam SIPD.",
            f"Dokumen yang telah disempurnakan diunggah dalam bentuk PDF paling lambat {deadline}.",
        ],
        results=_results(plan),
        lists=[
            ("Prioritas yang disepakati", _lines(minutes.priorities)),
            ("Yang ditambahkan", _lines(minutes.additions)),
            ("Yang tidak diakomodasi", _lines(minutes.rejections)),
        ],
        findings=Table(
            (("No.", 6), ("Baris", 30), ("Temuan", 34), ("Keadaan", 14), ("Batas", 16)),
            [
                (str(at), line.place, line.text, line.state, deadline if line.is_open else "–")
                for at, line in enumerate(findings, start=1)
            ],
        ),
        checklist=_checklist(plan),
        closing="Demikian berita acara ini dibuat untuk dipergunakan sebagaimana mestinya.",
        signers=[
            (plan.opd.name, minutes.agency_signer, minutes.agency_nip),
            (planning.name if planning else "Perencanaan daerah", minutes.planning_signer, minutes.planning_nip),
        ],
        is_demonstration=plan.is_demonstration,
        city=settings.CITY_NAME,
    )


def _planning_offices() -> list[int]:
    """The agency of the planning office: that of its head or reviewers; names come from data (planning 1.13)."""
    people = people_with(Role.PLANNING_HEAD, Role.REVIEWER).filter(opd__isnull=False)
    return list(people.order_by("role").values_list("opd", flat=True)[:1])


def _results(plan: WorkPlan) -> Table:
    """List I: results by programme, with indicator, target and money."""
    lines = line_rows(plan.lines.order_by("position", "pk"))
    codes = {".".join(normalise(row["sub_kegiatan_code"]).split(".")[:3]) for row in lines}
    wanted = [*codes, *(f"X.XX.{code.split('.')[2]}" for code in codes if len(code.split(".")) == 3)]
    names = {code: name for checker in checkers for code, name in checker.program_names(wanted).items()}
    by_program: dict[str, list[LineRow]] = {}
    for row in lines:
        by_program.setdefault(".".join(normalise(row["sub_kegiatan_code"]).split(".")[:3]), []).append(row)
    rows: list[tuple[str, ...]] = []
    for code, found in by_program.items():
        name = names.get(code) or names.get(f"X.XX.{code.split('.')[-1]}", "")
        rows.append((code, name, "", rupiah(sum(row["amount"] or 0 for row in found))))
        for row in found:
            target = f"{decimal_text(row['target'])} {row['unit']}".strip()
            rows.append(
                (
                    normalise(row["sub_kegiatan_code"]),
                    f"{row['name']}. Indikator: {row['indicator'] or '–'}",
                    target or "–",
                    rupiah(row["amount"]) if row["amount"] is not None else "–",
                )
            )
    rows.append(("", "JUMLAH", "", rupiah(sum(row["amount"] or 0 for row in lines))))
    return Table((("Kode", 23), ("Program dan sub kegiatan", 42), ("Target", 15), ("Pagu", 20)), rows, (3,))


def decimal_text(value: str | None) -> str:
    """A stored decimal as Indonesian readers write it; empty when there is none."""
    return decimal(Decimal(value)) if value else ""


def _checklist(plan: WorkPlan) -> Table:
    """The verification form: number, what is checked, conformity, follow-up (planning 7.4)."""
    answers = {answer.item_id: answer for answer in plan.checklist.all()}
    items = ChecklistItem.objects.filter(year=plan.year, is_active=True).order_by("position", "pk")
    rows: list[tuple[str, ...]] = []
    for at, item in enumerate(items, start=1):
        answer = answers.get(item.pk)
        found = (CONFORMS.get(ChecklistStatus(answer.status), ""), answer.note) if answer else ("", "")
        rows.append((str(at), item.text, *found))
    return Table((("No.", 7), ("Yang diperiksa", 43), ("Kesesuaian", 15), ("Tindak lanjut penyempurnaan", 35)), rows)
