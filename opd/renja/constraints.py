"""What must never change in the database: decisions, waivers, frozen snapshots, lines of a plan that is not open."""

from solok_smartcity.kit.guards import Guard
from solok_smartcity.kit.transitions import append_only

CLOSED = (
    "EXISTS (SELECT 1 FROM renja_workplan p WHERE p.id = {row}.plan_id "
    "AND p.state IN ('submitted', 'in_review', 'verified', 'final'))"
)
CLOSED_LINK = (
    "EXISTS (SELECT 1 FROM renja_workplanline l JOIN renja_workplan p ON p.id = l.plan_id WHERE l.id = {row}.line_id "
    "AND p.state IN ('submitted', 'in_review', 'verified', 'final'))"
)
LOCKED = "Isi rencana kerja yang sudah dikirim tidak dapat diubah."

GUARDS = [
    append_only("renja_workplanlog", "workplanlog_append_only"),
    append_only("renja_blockerwaiver", "blockerwaiver_append_only"),
    append_only("renja_snapshot", "snapshot_append_only", "Salinan beku tidak dapat diubah atau dihapus."),
    Guard(
        "line_of_open_plan",
        "renja_workplanline",
        ("INSERT", "UPDATE"),
        CLOSED.format(row="NEW"),
        LOCKED,
    ),
    Guard("line_stays_in_closed_plan", "renja_workplanline", ("UPDATE", "DELETE"), CLOSED.format(row="OLD"), LOCKED),
    *(
        guard
        for table in ("lineprogram", "linequickwin")
        for guard in (
            Guard(f"{table}_of_open", f"renja_{table}", ("INSERT", "UPDATE"), CLOSED_LINK.format(row="NEW"), LOCKED),
            Guard(f"{table}_stays", f"renja_{table}", ("UPDATE", "DELETE"), CLOSED_LINK.format(row="OLD"), LOCKED),
        )
    ),
]
