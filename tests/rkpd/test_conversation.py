"""Findings in the database (planning 3.7): the same over all checks, closed when solved, decided by people."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from masterplan.plan.models import Program, QuickWin
from opd.agencies.models import Opd
from opd.renja.models import LineProgram, WorkPlan
from opd.renja.services.lines import add_lines, change_line, remove_line
from opd.rkpd.models import Alignment, Ceiling, CheckSettings, CodeLink, FindingRecord, RkpdImport, RkpdItem
from opd.rkpd.selectors.codes import chosen_for
from opd.rkpd.services import checking, links, upkeep
from opd.rkpd.services import findings as service
from solok_smartcity.kit.clock import today
from solok_smartcity.kit.decisions import Refused, Stale, WrongState
from solok_smartcity.kit.transitions import Conflict
from tests.cast import Cast
from tests.renja.plans import YEAR, a_line, do, new_plan, plan_in

pytestmark = pytest.mark.django_db

CODE, OTHER = "1.02.02.2.02.0026", "1.02.02.2.02.0030"
NAME = "Pengelolaan Jaminan Kesehatan Masyarakat"


def rkpd(*rows: dict[str, Any], year: int = YEAR, number: int = 1) -> RkpdImport:
    """An RKPD of the year with these rows of DINKES."""
    made = RkpdImport.objects.create(
        year=year, round="murni", number=number, file_name="uji.csv", sha256="0", total=0, actor_name="Uji"
    )
    agency = Opd.objects.get(code="DINKES")
    for row in rows:
        values = {
            "code": CODE,
            "raw_code": CODE,
            "name": NAME,
            "indicator": "Jumlah dokumen",
            "target": Decimal(4),
            "unit": "Dokumen",
            "location": "Kota Solok",
            "pagu": 1_000_000,
            "forward": 1_100_000,
            "fund_source": "PAD",
            "priority": "Dasar",
            "opd": agency,
        } | row
        RkpdItem.objects.create(imported=made, source="uji", **values)
    return made


def line(**changes: Any) -> dict[str, Any]:
    """The line that agrees with ``rkpd({})``, with changes."""
    fits = {
        "sub_kegiatan_code": CODE,
        "name": NAME,
        "indicator": "Jumlah dokumen",
        "target": 4,
        "unit": "Dokumen",
        "location": "Kota Solok",
        "funding_source": "PAD",
        "priority": "Dasar",
        "amount": 1_000_000,
        "forward_estimate": 1_100_000,
    }
    return a_line(**{**fits, **changes})


def states(plan: WorkPlan) -> dict[str, str]:
    """State of each finding of a plan by code."""
    return dict(FindingRecord.objects.filter(plan=plan).values_list("code", "state"))


def one(plan: WorkPlan, code: str) -> FindingRecord:
    """The finding of a plan with this code."""
    return FindingRecord.objects.get(plan=plan, code=code)


def decide(verb: str, finding: FindingRecord, actor: Any, reason: str = "Alasan uji", **options: Any) -> FindingRecord:
    """Carry out a verb on the finding as it is now."""
    version = options.get("version", FindingRecord.objects.get(pk=finding.pk).version)
    done = service.VERBS[verb](finding.pk, actor=actor, version=version, reason=reason)
    finding.refresh_from_db()
    return done


def edit(plan: WorkPlan, actor: Any, **values: Any) -> None:
    """Change the plan's only line."""
    row = plan.lines.get()
    change_line(row.pk, actor=actor, version=row.version, values=values)


def returned(cast: Cast, *rows: dict[str, Any]) -> WorkPlan:
    """A plan that was sent, reviewed and given back."""
    return plan_in("returned", cast, rows=list(rows))


def test_a_draft_that_was_never_sent_has_no_findings(cast: Cast) -> None:
    """Nobody learns of it."""
    rkpd({})
    plan = new_plan(cast.planner, rows=[line(amount=2_000_000)])
    checking.check_year(YEAR)
    assert states(plan) == {}


def test_sending_finds(cast: Cast) -> None:
    """At once, with log, place and text; a line that agrees has none."""
    rkpd({})
    plan = plan_in("submitted", cast, rows=[line(amount=1_100_000)])
    finding = one(plan, "BUDGET_OVER")
    assert (finding.state, finding.severity, finding.detail) == ("open", "major", "10.0 % above RKPD")
    assert finding.line == plan.lines.get()
    assert finding.rkpd_item.code == CODE
    assert [entry.verb for entry in finding.log.all()] == ["find"]
    assert states(plan_in("submitted", cast, rows=[line()], year=YEAR + 1)) == {}


def test_without_an_rkpd_nothing_is_compared(cast: Cast) -> None:
    """A year without RKPD gives no NOT_IN_RKPD; what the line itself lacks is told."""
    plan = plan_in("submitted", cast, rows=[line(priority="")], year=YEAR + 2)
    assert states(plan) == {"PRIORITY_EMPTY": "open"}


def test_checking_again_changes_nothing(cast: Cast) -> None:
    """The same finding keeps its record, version and history."""
    rkpd({})
    plan = plan_in("submitted", cast, rows=[line(amount=2_000_000, target=5)])
    before = list(FindingRecord.objects.order_by("pk").values("pk", "version", "state"))
    for _ in range(2):
        checking.check_year(YEAR)
    assert list(FindingRecord.objects.order_by("pk").values("pk", "version", "state")) == before
    assert one(plan, "TARGET_DIFFERS").log.count() == 1


def test_what_is_solved_is_closed_and_may_come_back(cast: Cast) -> None:
    """A change of the line closes its finding at once; the same mismatch later is the same finding, open again."""
    rkpd({})
    plan = returned(cast, line(target=5))
    finding = one(plan, "TARGET_DIFFERS")
    edit(plan, cast.planner, target=4)
    finding.refresh_from_db()
    assert finding.state == "fixed"
    edit(plan, cast.planner, target=6)
    finding.refresh_from_db()
    assert (finding.state, finding.detail) == ("open", "6 / 4")
    assert [entry.verb for entry in finding.log.order_by("pk")] == ["find", "solve", "reappear"]


def test_a_decision_falls_with_its_values(cast: Cast) -> None:
    """A waiver of 10 % does not cover 50 %; another cell leaves it alone."""
    rkpd({})
    plan = plan_in("in_review", cast, rows=[line(amount=1_300_000)])
    finding = one(plan, "BUDGET_OVER")
    decide("waive", finding, cast.reviewer)
    do("return", plan, cast.reviewer)
    edit(plan, cast.planner, priority="Lain")
    finding.refresh_from_db()
    assert finding.state == "waived"
    edit(plan, cast.planner, amount=1_500_000)
    finding.refresh_from_db()
    assert finding.state == "open"
    assert finding.log.first().verb == "change"


def test_a_removed_line_closes_its_findings(cast: Cast) -> None:
    """They stay as history under the line's name."""
    rkpd({})
    plan = returned(cast, line(target=5), line(sub_kegiatan_code=OTHER, name="Lain"))
    row = plan.lines.get(sub_kegiatan_code=CODE)
    remove_line(row.pk, actor=cast.planner, version=row.version)
    finding = one(plan, "TARGET_DIFFERS")
    assert (finding.state, finding.line, finding.line_label) == ("fixed", None, f"{CODE} {NAME}")
    assert FindingRecord.objects.get(code="RKPD_WITHOUT_RENJA", year=YEAR).state == "open"


def test_a_new_rkpd_version_checks_the_year(cast: Cast) -> None:
    """What the new version settles is closed; the finding points to the row that holds now."""
    rkpd({})
    plan = plan_in("submitted", cast, rows=[line(target=5, unit="Laporan")])
    rkpd({"target": Decimal(5)}, number=2)
    checking.check_year(YEAR)
    assert states(plan) == {"UNIT_DIFFERS": "open"}
    rkpd({"target": Decimal(6), "unit": "Laporan"}, number=3)
    checking.check_year(YEAR)
    assert states(plan) == {"UNIT_DIFFERS": "fixed", "TARGET_DIFFERS": "open"}
    assert one(plan, "TARGET_DIFFERS").rkpd_item.imported.number == 3


def test_a_new_round_leaves_the_old_findings_as_history(cast: Cast) -> None:
    """Each round keeps its own (planning 3.2); only those of the plan that counts are current."""
    rkpd({})
    old = plan_in("verified", cast, rows=[line(target=5)])
    new = plan_in("submitted", cast, rows=[line(target=7)], round_="rancangan_akhir")
    assert (one(old, "TARGET_DIFFERS").is_current, one(new, "TARGET_DIFFERS").is_current) == (False, True)
    assert one(old, "TARGET_DIFFERS").state == "open"


# --- Deciding ----------------------------------------------------------------------------------


def test_the_conversation(cast: Cast) -> None:
    """The agency answers, planning rejects, the agency answers again, planning accepts."""
    rkpd({})
    plan = plan_in("in_review", cast, rows=[line(target=5)])
    finding = one(plan, "TARGET_DIFFERS")
    decide("answer", finding, cast.planner, "Target naik karena dua puskesmas baru")
    assert (finding.state, finding.answered_by_name) == ("answered", cast.planner.label)
    decide("reject", finding, cast.reviewer, "Lampirkan suratnya")
    assert (finding.state, finding.decision_reason) == ("open", "Lampirkan suratnya")
    decide("answer", finding, cast.head, "Surat terlampir")
    decide("accept", finding, cast.reviewer, "")
    assert finding.state == "accepted"
    told = cast.planner.notifications.filter(link=f"/kerja/keselarasan/temuan/{finding.pk}/")
    assert told.count() == 1
    assert [entry.verb for entry in finding.log.order_by("pk")] == ["find", "answer", "reject", "answer", "accept"]


def test_a_blocker_stops_verification_until_it_is_waived(cast: Cast) -> None:
    """Planning 3.4; it cannot simply be accepted."""
    rkpd({"code": OTHER, "raw_code": OTHER})
    plan = plan_in("in_review", cast, rows=[line()])
    finding = one(plan, "NOT_IN_RKPD")
    with pytest.raises(Conflict, match="penghalang"):
        do("verify", plan, cast.reviewer)
    with pytest.raises(Conflict, match="kesampingkan dengan alasan"):
        decide("accept", finding, cast.reviewer)
    decide("waive", finding, cast.reviewer)
    do("verify", plan, cast.reviewer)
    assert plan.state == "verified"


@pytest.mark.parametrize("verb", ["ask", "accept", "reject", "waive"])
@pytest.mark.parametrize("part", ["planner", "head", "editor", "reader", "planning_head", "administrator", "legal"])
def test_only_reviewers_decide(verb: str, part: str, cast: Cast) -> None:
    """Everybody else is refused, or does not know of it."""
    rkpd({})
    finding = one(plan_in("in_review", cast, rows=[line(target=5)]), "TARGET_DIFFERS")
    with pytest.raises((Refused, FindingRecord.DoesNotExist)):
        decide(verb, finding, getattr(cast, part))
    finding.refresh_from_db()
    assert finding.state == "open"


def test_four_eyes_and_other_agencies(cast: Cast) -> None:
    """Not of the own agency, not by whoever sent it; another agency neither sees nor answers."""
    rkpd({})
    plan = plan_in("in_review", cast, rows=[line(target=5)])
    finding = one(plan, "TARGET_DIFFERS")
    with pytest.raises(FindingRecord.DoesNotExist):
        decide("answer", finding, cast.other_planner)
    cast.head.role, cast.head.opd = "reviewer", Opd.objects.get(code="BAPPERIDA")
    cast.head.save()
    with pytest.raises(Refused, match="Pengirim tidak dapat"):
        decide("waive", finding, cast.head)
    cast.reviewer.opd = plan.opd
    cast.reviewer.save()
    with pytest.raises(Refused, match="perangkat daerahnya sendiri"):
        decide("waive", finding, cast.reviewer)


def test_stale_reason_and_state(cast: Cast) -> None:
    """Another's decision in between, a missing reason, a state that does not fit."""
    rkpd({})
    finding = one(plan_in("in_review", cast, rows=[line(target=5)]), "TARGET_DIFFERS")
    seen = finding.version
    decide("ask", finding, cast.reviewer)
    with pytest.raises(Stale):
        decide("waive", finding, cast.reviewer, version=seen)
    with pytest.raises(Exception, match="Alasan wajib"):
        decide("waive", finding, cast.reviewer, reason=" ")
    with pytest.raises(WrongState):
        decide("reject", finding, cast.reviewer)


# --- Links, settings, codes --------------------------------------------------------------------


def test_a_link_from_proposal_to_decision(cast: Cast) -> None:
    """Until both sides confirmed it is a finding; once accepted the line counts as carrying the quick win."""
    QuickWin.objects.filter(code="QW-12").update(end_year=2027)
    rkpd({}, year=2027)
    plan = plan_in("submitted", cast, rows=[line()], year=2027)
    row = plan.lines.get()
    missing = FindingRecord.objects.get(code="QW_NO_WORKPLAN", quick_win__code="QW-12", year=2027)
    link = links.propose_link(actor=cast.reviewer, line_id=row.pk, quick_win="QW-12", why="kata yang sama")
    assert (link.state, missing.state) == ("suggested", "open")
    pending = FindingRecord.objects.get(code="LINK_UNCONFIRMED", line=row)
    assert "perangkat daerah dan perencanaan daerah" in pending.text
    links.confirm_link(link.pk, actor=cast.planner, version=link.version)
    pending.refresh_from_db()
    assert pending.text.endswith("belum dikonfirmasi perencanaan daerah.")
    link.refresh_from_db()
    links.accept_link(link.pk, actor=cast.reviewer, version=link.version)
    for finding in (pending, missing):
        finding.refresh_from_db()
        assert finding.state == "fixed", finding.code
    link.refresh_from_db()
    links.reject_link(link.pk, actor=cast.reviewer, version=link.version, reason="Bukan ini")
    missing.refresh_from_db()
    assert missing.state == "open"


def test_a_rejected_link_does_not_count_even_if_the_agency_says_so(cast: Cast) -> None:
    """The planning office has the last word on what a line carries."""
    program = Program.objects.filter(lead_opd=cast.planner.opd, state="active").first()
    rkpd({"program_code": program.code}, year=2027)
    plan = plan_in("submitted", cast, rows=[line(programs=[program.code])], year=2027)
    assert not FindingRecord.objects.filter(code="ROADMAP_YEAR_MISSING", program=program).unsolved().exists()
    link = links.propose_link(actor=cast.reviewer, line_id=plan.lines.get().pk, program=program.code)
    links.reject_link(link.pk, actor=cast.reviewer, version=link.version, reason="Tidak mendukung")
    assert FindingRecord.objects.filter(code="ROADMAP_YEAR_MISSING", program=program).unsolved().exists()
    assert LineProgram.objects.filter(line__plan=plan).exists()


def test_links_of_others_and_unknown_subjects(cast: Cast) -> None:
    """An agency proposes for its own lines only; two subjects or none are refused."""
    plan = plan_in("submitted", cast, rows=[line()])
    row = plan.lines.get()
    with pytest.raises(Exception, match=r"matching query|does not exist"):
        links.propose_link(actor=cast.other_planner, line_id=row.pk, quick_win="QW-12")
    for subject in ({}, {"program": "GOV-1-01", "quick_win": "QW-12"}, {"program": "TIDAK-ADA"}):
        with pytest.raises(ValidationError):
            links.propose_link(actor=cast.reviewer, line_id=row.pk, **subject)
    first = links.propose_link(actor=cast.planner, line_id=row.pk, quick_win="QW-12")
    assert links.propose_link(actor=cast.reviewer, line_id=row.pk, quick_win="QW-12") == first
    assert (first.by_agency, Alignment.objects.count()) == (cast.planner.label, 1)


def test_ceilings_and_thresholds_are_followed(cast: Cast) -> None:
    """Setting them changes what is found, at once."""
    rkpd({})
    plan = plan_in("submitted", cast, rows=[line(amount=1_040_000)])
    assert one(plan, "BUDGET_OVER").severity == "minor"
    upkeep.keep_record(
        "ambang",
        actor=cast.reviewer,
        pk=None,
        version=None,
        reason="Uji",
        values={"valid_from": today(), "over_minor": 1, "over_major": 2},
    )
    assert one(plan, "BUDGET_OVER").severity == "blocker"
    values = {"year": YEAR, "opd": plan.opd, "amount": 1_000_000}
    ceiling = upkeep.keep_record(
        "pagu-indikatif", actor=cast.reviewer, pk=None, version=None, reason="Uji", values=values
    )
    assert FindingRecord.objects.get(code="CEILING_EXCEEDED", opd=plan.opd, year=YEAR).state == "open"
    upkeep.keep_record(
        "pagu-indikatif",
        actor=cast.reviewer,
        pk=ceiling.pk,
        version=ceiling.version,
        reason="Uji",
        values={"amount": 2_000_000},
    )
    assert FindingRecord.objects.get(code="CEILING_EXCEEDED", opd=plan.opd, year=YEAR).state == "fixed"
    with pytest.raises(Refused):
        upkeep.keep_record("sinonim", actor=cast.planner, pk=None, version=None, reason="x", values={"everyday": "a"})
    assert CheckSettings.objects.count() == 1
    assert Ceiling.objects.filter(year=YEAR).count() == 1


def test_chosen_codes(cast: Cast) -> None:
    """Chosen by planning or Diskominfo, kept with the text; nothing fits takes them back; similar texts learn."""
    chosen = links.choose_code(actor=cast.editor, edition="2027", code="1.02.02.2.03.0002", quick_win="QW-12")
    assert (chosen.state, chosen.code) == ("confirmed", "1.02.02.2.03.0002")
    assert links.choose_code(actor=cast.reviewer, edition="2027", code=chosen.code, quick_win="QW-12") == chosen
    with pytest.raises(Refused):
        links.choose_code(actor=cast.planner, edition="2027", code=chosen.code, quick_win="QW-12")
    with pytest.raises(ValidationError, match="bukan sub kegiatan edisi"):
        links.choose_code(actor=cast.editor, edition="2027", code="1.02.02.2.03", quick_win="QW-12")
    checking.check_year(2026)
    found = FindingRecord.objects.filter(year=2026, quick_win__code="QW-12").unsolved().values_list("code", flat=True)
    assert "QW_NO_WORKPLAN" in found.all()
    links.none_fits(actor=cast.reviewer, edition="2027", reason="vertical_agency", quick_win="QW-12")
    assert list(CodeLink.objects.values_list("state", "code")) == [("none", "")]
    assert "OUTSIDE_AUTHORITY" in found.all()
    assert "QW_NO_WORKPLAN" not in found.all()
    links.choose_code(actor=cast.editor, edition="2027", code=chosen.code, quick_win="QW-12")
    assert "OUTSIDE_AUTHORITY" not in found.all()


def test_the_code_page_tells_only_what_may_be_seen(cast: Cast) -> None:
    """A draft program for which a code was chosen is no news to agencies."""
    links.choose_code(actor=cast.editor, edition="2027", code=CODE, program="GOV-1-01")
    Program.objects.filter(code="GOV-1-01").update(state="draft")
    assert chosen_for(cast.editor, CODE).count() == 1
    assert chosen_for(cast.planner, CODE).count() == 0


# --- The same whichever way it is checked ------------------------------------------------------

EDITS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(["amount", "target", "unit", "location", "sub_kegiatan_code", "priority"]),
        st.integers(0, 2),
    ),
    min_size=1,
    max_size=6,
)
VALUES: dict[str, list[Any]] = {
    "amount": [1_000_000, 1_500_000, None],
    "target": [4, 5, None],
    "unit": ["Dokumen", "Unit", ""],
    "location": ["Kota Solok", "Lain", ""],
    "sub_kegiatan_code": [CODE, OTHER, "1.02.02.2.02.9999"],
    "priority": ["Dasar", "", "Lain"],
}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EDITS)
def test_rechecking_a_line_equals_checking_the_year(cast: Cast, edits: list[tuple[int, str, int]]) -> None:
    """After any edits the records are those that a check of the whole year would leave."""
    year = YEAR + WorkPlan.objects.filter(opd=cast.planner.opd).count()  # each example in a year of its own
    rkpd({}, {"code": OTHER, "raw_code": OTHER, "name": "Lain"}, year=year)
    rows = [line(), line(sub_kegiatan_code=OTHER, name="Lain"), line(location="Lain")]
    plan = plan_in("returned", cast, rows=rows, year=year)
    for which, field, value in edits:
        row = plan.lines.order_by("position")[which]
        change_line(row.pk, actor=cast.planner, version=row.version, values={field: VALUES[field][value]})
    add_lines(plan.pk, actor=cast.planner, version=WorkPlan.objects.get(pk=plan.pk).version, rows=[line(target=9)])

    def records() -> list[Any]:
        found = FindingRecord.objects.filter(year=year).exclude(state="fixed").order_by("key")
        return list(found.values_list("key", "severity", "text", "detail", "state", "line", "rkpd_item"))

    before = records()
    checking.check_year(year)
    assert records() == before
