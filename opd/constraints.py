"""What must never change in the database: decisions, waivers, frozen snapshots, lines of a plan that is not open."""

from solok_smartcity.kit.guards import Guard
from solok_smartcity.kit.transitions import append_only

CLOSED = (
    "EXISTS (SELECT 1 FROM opd_workplan p WHERE p.id = {row}.plan_id "
    "AND p.state IN ('submitted', 'in_review', 'verified', 'final'))"
)
CLOSED_LINES = "Isi rencana kerja yang sudah dikirim tidak dapat diubah."

GUARDS = [
    append_only("opd_workplanlog", "workplanlog_append_only"),
    append_only("opd_blockerwaiver", "blockerwaiver_append_only"),
    append_only("opd_snapshot", "snapshot_append_only", "Salinan beku tidak dapat diubah atau dihapus."),
    Guard(
        "line_of_open_plan",
        "opd_workplanline",
        ("INSERT", "UPDATE"),
        CLOSED.format(row="NEW"),
        CLOSED_LINES,
    ),
    Guard("line_stays_in_closed_plan", "opd_workplanline", ("DELETE",), CLOSED.format(row="OLD"), CLOSED_LINES),
]
