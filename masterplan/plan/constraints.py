"""Constraints of the plan that span two tables, kept in the database (forms check the same in ``clean``)."""

from solok_smartcity.kit.guards import Guard
from solok_smartcity.kit.transitions import append_only

ACTIVITIES = ("program", "quickwin", "actionplan")


def _of(activity: str) -> list[Guard]:
    table = f"plan_{activity}"
    return [
        Guard(
            f"{activity}_year_in_period",
            f"{table}year",
            ("INSERT", "UPDATE"),
            f"NOT EXISTS (SELECT 1 FROM {table} a JOIN plan_masterplan p ON p.id = a.plan_id "
            "WHERE a.id = NEW.activity_id AND NEW.year BETWEEN p.start_year AND p.end_year "
            "AND NEW.year BETWEEN a.start_year AND a.end_year)",
            "Tahun di luar masa rencana induk atau masa kegiatan.",
        ),
        Guard(
            f"{activity}_start_in_period",
            table,
            ("INSERT", "UPDATE"),
            "NOT EXISTS (SELECT 1 FROM plan_masterplan p WHERE p.id = NEW.plan_id "
            "AND NEW.start_year BETWEEN p.start_year AND p.end_year)",
            "Tahun mulai di luar masa rencana induk.",
        ),
        Guard(
            f"{activity}_keeps_its_years",
            table,
            ("UPDATE",),
            f"EXISTS (SELECT 1 FROM {table}year y WHERE y.activity_id = NEW.id "
            "AND y.year NOT BETWEEN NEW.start_year AND NEW.end_year)",
            "Masih ada target atau anggaran di luar tahun yang baru.",
        ),
        Guard(
            f"{activity}_support_not_lead",
            f"{table}support",
            ("INSERT", "UPDATE"),
            f"EXISTS (SELECT 1 FROM {table} a WHERE a.id = NEW.activity_id AND a.lead_opd_id = NEW.opd_id)",
            "Penanggung jawab tidak dapat sekaligus menjadi pendukung.",
        ),
        Guard(
            f"{activity}_lead_not_support",
            table,
            ("UPDATE",),
            f"EXISTS (SELECT 1 FROM {table}support s WHERE s.activity_id = NEW.id AND s.opd_id = NEW.lead_opd_id)",
            "Pendukung tidak dapat sekaligus menjadi penanggung jawab.",
        ),
    ]


GUARDS = [
    *(guard for activity in ACTIVITIES for guard in _of(activity)),
    Guard(
        "plan_keeps_its_years",
        "plan_masterplan",
        ("UPDATE",),
        " OR ".join(
            f"EXISTS (SELECT 1 FROM plan_{a}year y JOIN plan_{a} a ON a.id = y.activity_id "
            "WHERE a.plan_id = NEW.id AND y.year NOT BETWEEN NEW.start_year AND NEW.end_year)"
            for a in ACTIVITIES
        ),
        "Masih ada target atau anggaran di luar masa rencana induk yang baru.",
    ),
    Guard(
        "objective_target_in_period",
        "plan_objectivetarget",
        ("INSERT", "UPDATE"),
        "NOT EXISTS (SELECT 1 FROM plan_objectiveindicator i "
        "JOIN plan_objective o ON o.id = i.objective_id "
        "JOIN plan_masterplan p ON p.id = o.plan_id "
        "WHERE i.id = NEW.indicator_id AND NEW.year BETWEEN p.start_year AND p.end_year)",
        "Tahun target di luar masa rencana induk.",
    ),
    Guard(
        "clinic_note_stage_of_plan",
        "plan_clinicnote",
        ("INSERT", "UPDATE"),
        "NEW.stage_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM plan_workshopstage s "
        "WHERE s.id = NEW.stage_id AND s.plan_id = NEW.plan_id)",
        "Tahap berasal dari rencana induk lain.",
    ),
    append_only("plan_editionlog", "editionlog_append_only"),
    append_only("plan_feedbacklog", "feedbacklog_append_only"),
    append_only("plan_editionsnapshot", "edition_content_frozen", "Isi edisi tidak dapat diubah atau dihapus."),
    Guard(
        "edition_adopted_stays",
        "plan_edition",
        ("UPDATE",),
        "OLD.state = 'adopted' OR (OLD.state = 'frozen' AND NEW.state = 'draft') "
        "OR (OLD.state = 'frozen' AND (NEW.number <> OLD.number OR NEW.plan_id <> OLD.plan_id))",
        "Edisi yang sudah ditetapkan tidak dapat diubah.",
    ),
    Guard(
        "edition_frozen_stays",
        "plan_edition",
        ("DELETE",),
        "OLD.state <> 'draft'",
        "Edisi yang sudah dibekukan tidak dapat dihapus.",
    ),
]
