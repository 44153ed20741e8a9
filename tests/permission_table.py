"""Who may open which address: one row an address, written by hand.

The second factor's own pages answer 404 until it is set up, and 302 to a fresh password before it is changed.

A row names the parts of the cast (``tests/cast.py``) that get a page; everybody else gets ``refusal``:
302 to the sign-in for pages, 401 for the API without sign-in, 403 for the wrong role, 404 outside the scope.
"""

from dataclasses import dataclass

NOBODY = "anonymous"
STAFF = frozenset({"editor", "legal", "administrator"})
PEOPLE = frozenset(
    {"editor", "planner", "other_planner", "head", "reviewer", "planning_head", "legal", "reader", "administrator"}
)
ALL = PEOPLE | {NOBODY}
DRAFTERS = frozenset({"editor", "legal", "reviewer", "planning_head", "administrator"})
EDITORS = frozenset({"editor", "administrator"})


@dataclass(frozen=True)
class Row:
    """Who gets in with GET, what the others get, and who may write (POST or PATCH where the address has it)."""

    opens: frozenset[str]
    signed_in_refusal: int = 403
    anonymous_refusal: int = 302
    answer: int = 200
    writes: frozenset[str] | None = None
    methods: tuple[str, ...] = ("get",)


def api(opens: frozenset[str] = PEOPLE, writes: frozenset[str] | None = None, **options: object) -> Row:
    """A row of the API."""
    return Row(opens, anonymous_refusal=401, writes=writes, **options)  # type: ignore[arg-type]


# Addresses outside the admin, by the route as Django knows it.
TABLE: dict[str, Row] = {
    "healthz": Row(ALL),
    "readyz": Row(ALL),
    "": Row(ALL),
    "program/": Row(ALL),
    "program/<slug:code>/": Row(ALL),
    "quick-win/": Row(ALL),
    "quick-win/<slug:code>/": Row(ALL),
    "masuk/": Row(frozenset({NOBODY}), signed_in_refusal=302),
    "keluar/": Row(PEOPLE, anonymous_refusal=302),
    "akun/nonaktif/": Row(ALL),
    "akun/konfirmasi/": Row(PEOPLE),
    "akun/kata-sandi/": Row(PEOPLE),
    "akun/kata-sandi/buat/": Row(frozenset(), signed_in_refusal=302),
    "akun/keamanan/": Row(PEOPLE),
    "akun/keamanan/authenticate/": Row(frozenset(), signed_in_refusal=302),
    "akun/keamanan/reauthenticate/": Row(frozenset(), signed_in_refusal=302),
    "akun/keamanan/totp/activate/": Row(frozenset(), signed_in_refusal=302),
    "akun/keamanan/totp/deactivate/": Row(frozenset(), signed_in_refusal=404),
    "akun/keamanan/recovery-codes/": Row(frozenset(), signed_in_refusal=404),
    "akun/keamanan/recovery-codes/generate/": Row(frozenset(), signed_in_refusal=302),
    "akun/keamanan/recovery-codes/download/": Row(frozenset(), signed_in_refusal=404),
    "kerja/": Row(PEOPLE),
    "kerja/perwali/": Row(PEOPLE),
    "kerja/perwali/<slug:slug>/": Row(DRAFTERS, signed_in_refusal=404),
    "kerja/perwali/<slug:slug>/pdf/": Row(DRAFTERS, signed_in_refusal=404, answer=302),
    "kerja/perwali/<slug:slug>/pdf/keadaan/": Row(DRAFTERS, signed_in_refusal=404),
    "kerja/perwali/<slug:slug>/pdf/buat/": Row(DRAFTERS, signed_in_refusal=404, answer=302, methods=("post",)),
    "api/v1/auth/token/": api(frozenset(), signed_in_refusal=405),
    "api/v1/schema/": Row(ALL),
    "api/v1/docs/": Row(ALL),
    "api/v1/": Row(frozenset(), signed_in_refusal=404, anonymous_refusal=404),
    "api/v1/dimensions/": api(),
    "api/v1/dimensions/<code>/": api(writes=EDITORS, methods=("get", "patch")),
    "api/v1/programs/": api(writes=EDITORS, methods=("get", "post")),
    "api/v1/programs/<code>/": api(writes=EDITORS, methods=("get", "patch")),
    "api/v1/quick-wins/": api(writes=EDITORS, methods=("get", "post")),
    "api/v1/quick-wins/<code>/": api(writes=EDITORS, methods=("get", "patch")),
    "api/v1/action-plans/": api(writes=EDITORS, methods=("get", "post")),
    "api/v1/action-plans/<code>/": api(writes=EDITORS, methods=("get", "patch")),
    "api/v1/opds/": api(),
    "api/v1/opds/<code>/": api(),
    "api/v1/regulations/": api(),
    "api/v1/regulations/<slug>/": api(DRAFTERS, signed_in_refusal=404),
    "api/v1/regulations/<slug>/outline/": api(DRAFTERS, signed_in_refusal=404),
    "admin/": Row(STAFF, signed_in_refusal=302),
    "admin/login/": Row(STAFF, answer=302),
    "admin/logout/": Row(STAFF, signed_in_refusal=302, answer=405),
    "admin/password_change/": Row(STAFF, signed_in_refusal=302),
    "admin/password_change/done/": Row(STAFF, signed_in_refusal=302),
    "admin/autocomplete/": Row(STAFF, signed_in_refusal=302, answer=403),
    "admin/jsi18n/": Row(STAFF, signed_in_refusal=302),
    "admin/r/<path:content_type_id>/<path:object_id>/": Row(STAFF, signed_in_refusal=302, answer=404),
    "admin/<app_label>/": Row(STAFF, signed_in_refusal=302),
    "admin/<url>": Row(STAFF, signed_in_refusal=302, answer=404),
}

# Records in the admin: every office of the admin reads them; who may add and change.
ADMIN_WRITERS: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        (
            "actionplan actionplancategory book chapter clinicnote dimension evaluationcomponent evaluationindicator "
            "evaluationscheme evaluationweight futureanalysis gap integritypact masterplan mission objective "
            "objectiveindicator program quickwin readiness strategy subdimension swot workshopstage opd kelurahan"
        ).split(),
        EDITORS,
    ),
    **dict.fromkeys(
        "annex citation definition housestyle placeholder region regulation regulationkind signature".split(),
        frozenset({"legal"}),
    ),
    "element": frozenset({"legal"}),
    "user": frozenset({"administrator"}),
}
# Records only some offices may even read in the admin.
ADMIN_READERS: dict[str, frozenset[str]] = {
    "user": frozenset({"administrator"}),
    # Papers of one agency: Bagian Hukum works with none of them.
    "clinicnote": EDITORS,
    "integritypact": EDITORS,
}
# What comes with the template is not added through the admin; an element may be removed there.
ADMIN_WITHOUT_ADD = {"element", "annex", "regulation", "signature", "definition", "placeholder"}
ADMIN_REMOVABLE = {"element"}
