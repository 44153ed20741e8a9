"""Records of officials' work for the tests of the doors: one of each kind, of DINKES, with small real files."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.utils.timezone import now

from masterplan.perwali import models as perwali
from masterplan.perwali.services.papers import order_paper
from masterplan.perwali.services.versions import freeze
from masterplan.perwali.workflow import STEPS
from masterplan.plan import models as plan
from masterplan.plan.services.editions import freeze_edition, prepare_edition
from masterplan.plan.services.feedback import give_feedback
from opd.renja import models as opd
from opd.renja.services.work_plans import make_snapshot
from opd.rkpd import models as rkpd
from solok_smartcity.kit.files import write_atomically
from solok_smartcity.kit.models import Notification
from solok_smartcity.kit.transitions import log
from tests.cast import Cast

PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
# Keys and versions as large installations have them: in a page they must not become 1.234.567.
KEY, VERSION = 1_234_567, 1_234
YEAR = 2031


def pdf(name: str = "uji.pdf") -> ContentFile:
    """A small PDF."""
    return ContentFile(PDF, name)


@dataclass(frozen=True)
class Records:
    """Keys of the records."""

    edition: int
    draft_edition: int
    feedback: int
    stage: int
    stage_file: int
    pact: int
    quick_win: int
    evidence: int
    program: int
    message: int
    window: int
    realisation: int
    clinic: int
    proposal: int
    work_plan: int
    line: int
    note: int
    finding: int
    alignment: int
    upload: int
    synonym: int
    paper: int
    remark: int
    change: int
    export: int

    def fill(self, address: str) -> str:
        """An address with keys put in: ``/kerja/renja/{work_plan}/``."""
        return address.format(**{field.name: getattr(self, field.name) for field in fields(self)})


def frozen(cast: Cast) -> plan.Edition:
    """A frozen edition."""
    edition = prepare_edition(actor=cast.editor, plan=plan.MasterPlan.objects.current(), title="Edisi uji")
    return freeze_edition(edition.pk, actor=cast.editor, version=edition.version)


def regulation_records(cast: Cast) -> dict[str, int]:
    """Of the draft regulation: a frozen version with its decision and paper, a remark, a proposal, a made PDF."""
    regulation = perwali.Regulation.objects.get(slug="rencana-induk")
    version = freeze(regulation, actor=cast.legal, note="Uji")
    decision = log(regulation, STEPS["discuss"], "penyusunan", actor=cast.legal, reason="", content_version=version)
    order = order_paper(regulation, "kendali")
    write_atomically(order.path, PDF)
    place = {"regulation": regulation, "element": "p_visi", "place": "Pasal 8", "version": VERSION}
    return {
        "paper": perwali.Paper.objects.create(decision=decision, name="Notulen", reference="1", file=pdf()).pk,
        "remark": perwali.Remark.objects.create(pk=KEY, channel="tim", text="Catatan uji", proposer="Tim", **place).pk,
        "change": perwali.Proposal.objects.create(
            pk=KEY, act="ubah", text="Bunyi uji.", reason="Uji", author_name="Tim", **place
        ).pk,
        "export": perwali.PdfRequest.objects.create(
            key=order.key, regulation=regulation, paper="kendali", variant="ua", state="done", requested_by="Uji"
        ).pk,
    }


def make_records(cast: Cast) -> Records:
    """Make them; the work plan is a draft of DINKES with a line, a note and files (past rounds may leave them)."""
    current, agency = plan.MasterPlan.objects.current(), cast.planner.opd
    edition = frozen(cast)
    draft = prepare_edition(actor=cast.editor, plan=current, title="Edisi berikut")
    quick_win = plan.QuickWin.objects.get(code="QW-12")
    plan.QuickWin.objects.filter(pk=quick_win.pk).update(version=VERSION)
    program = plan.Program.objects.filter(lead_opd=agency, state="active").order_by("pk").first()
    plan.Program.objects.filter(pk=program.pk).update(version=VERSION)
    feedback = give_feedback(
        actor=cast.planner, quick_win=quick_win, stance="change", text="Masukan uji", attachment=pdf()
    )
    stage = plan.WorkshopStage.objects.order_by("pk").first()
    plan.WorkshopStage.objects.filter(pk=stage.pk).update(version=VERSION)
    note = plan.ClinicNote.objects.create(
        pk=KEY, plan=current, opd=agency, held_on=date(2026, 5, 4), text="Catatan uji", version=VERSION
    )
    work_plan = opd.WorkPlan.objects.create(
        pk=KEY, opd=agency, year=YEAR, round="rancangan", submissions=1, minutes=pdf(), version=VERSION
    )
    line = opd.WorkPlanLine.objects.create(
        pk=KEY,
        plan=work_plan,
        position=1,
        sub_kegiatan_code="1.02.02.2.02.0035",
        name="Sub kegiatan uji",
        indicator="Jumlah uji",
        target=4,
        unit="uji",
        amount=1_000_000,
        version=VERSION,
    )
    review = opd.ReviewNote.objects.create(
        pk=KEY,
        plan=work_plan,
        line=line,
        submission=1,
        text="Catatan telaah uji",
        author_name="Penelaah",
        version=VERSION,
    )
    make_snapshot(work_plan, "Penelaah")
    opd.Minutes.objects.create(
        pk=KEY,
        plan=work_plan,
        held_on=date(2030, 3, 12),
        place="Solok",
        attendees="Satu; ; Bapperida",
        deadline=date(2030, 3, 13),
        agency_signer="Kepala",
        planning_signer="Penelaah",
        version=VERSION,
    )
    plan.QuickWinRisk.objects.create(activity=quick_win, position=1, text="Risiko uji")
    plan.ClinicProposal.objects.create(note=note, title="Usulan yang sudah menjadi program", program=program)
    Notification.objects.create(recipient=cast.head, title="Pesan uji", mail="failed")
    law = regulation_records(cast)
    return Records(
        **law,
        edition=edition.pk,
        draft_edition=draft.pk,
        feedback=feedback.pk,
        stage=stage.pk,
        stage_file=plan.StageAttachment.objects.create(stage=stage, title="Undangan", file=pdf()).pk,
        pact=plan.IntegrityPact.objects.create(
            pk=KEY, plan=current, opd=agency, signatory="Kepala", signed_on=date(2026, 2, 3), scan=pdf()
        ).pk,
        quick_win=quick_win.pk,
        evidence=plan.QuickWinEvidence.objects.create(activity=quick_win, title="Foto", file=pdf()).pk,
        program=program.pk,
        message=Notification.objects.create(recipient=cast.planner, title="Pesan uji", link="/kerja/").pk,
        window=opd.Window.objects.create(
            pk=KEY,
            plan_year=YEAR,
            stage="pengiriman",
            round="rancangan",
            opens_on=now().date(),
            closes_on=now().date(),
            version=VERSION,
        ).pk,
        realisation=opd.Realisation.objects.create(
            program=program, year=2025, quarter=1, value=3, money=1_000, evidence=pdf()
        ).pk,
        clinic=note.pk,
        proposal=plan.ClinicProposal.objects.create(pk=KEY, note=note, title="Usulan uji").pk,
        work_plan=work_plan.pk,
        line=line.pk,
        note=review.pk,
        finding=rkpd.FindingRecord.objects.create(
            pk=KEY,
            key="uji",
            year=YEAR,
            code="TARGET_DIFFERS",
            severity="major",
            origin="regulation",
            text="Temuan uji",
            opd=agency,
            plan=work_plan,
            line=line,
            version=VERSION,
        ).pk,
        alignment=rkpd.Alignment.objects.create(pk=KEY, line=line, program=program, version=VERSION).pk,
        upload=rkpd.Upload.objects.create(
            pk=KEY,
            kind="rkpd",
            file=ContentFile(b"uji", "uji.csv"),
            file_name="uji.csv",
            state="ready",
            options={"year": YEAR, "round": "murni"},
            seen={"version": 0},
            actor=cast.reviewer,
            version=VERSION,
            summary={"rows": 1, "blockers": [], "counts": {"baru": 1}},
        ).pk,
        synonym=rkpd.Synonym.objects.create(pk=KEY, everyday="kata uji", official="kata resmi", version=VERSION).pk,
    )


def body_of(route: str, records: Records) -> dict[str, Any]:
    """What a form of an address sends, without the version that was seen."""
    if route.endswith("tautan/"):
        return {"line": records.line, "quick_win": "QW-01"}
    if route.endswith("renja/<int:pk>/berita-acara/"):
        return {"number": "050/1", "file": pdf()}
    if route.endswith("usulan/<int:pk>/"):
        return {"subdimension": plan.SubDimension.objects.values_list("pk", flat=True)[0]}
    if route.endswith(("bukti/", "lampiran/")):
        return {"title": "Berkas", "file": pdf()}
    if route.endswith("masukan/<int:pk>/"):
        return {"outcome": "accepted", "reason": "Alasan uji"}
    return {}
