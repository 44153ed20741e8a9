"""Who may open which address: one row an address, written by hand.

The second factor's own pages answer 404 until it is set up, and 302 to a fresh password before it is changed.

A row names the parts of the cast (``tests/cast.py``) that get a page; everybody else is refused: 302 to the
sign-in for pages, 401 for the API without sign-in, 403 for the wrong role, 404 for those who may not know of it.
The records behind the addresses are those of DINKES (``tests/doors/records.py``), the agency of planner and head.
"""

from dataclasses import dataclass

NOBODY = "anonymous"
STAFF = frozenset({"editor", "legal", "administrator"})
PEOPLE = frozenset(
    {"editor", "planner", "other_planner", "head", "reviewer", "planning_head", "legal", "reader", "administrator"}
)
ALL = PEOPLE | {NOBODY}
DRAFTERS = frozenset({"editor", "legal", "reviewer", "planning_head", "administrator"})
LEGAL = frozenset({"legal"})
REMARKERS = DRAFTERS - {"administrator"}
ELEMENT = "kerja/perwali/<slug:slug>/naskah/<slug:stable_id>/"
REGULATION = "api/v1/regulations/<slug>/"
PROVISION = "api/v1/regulations/<slug>/provisions/<stable_id>/"
EDITORS = frozenset({"editor", "administrator"})
AGENCIES = frozenset({"planner", "head", "other_planner"})
DINKES = frozenset({"planner", "head"})
HEAD = frozenset({"head"})
REVIEWER = frozenset({"reviewer"})
PLANNING = frozenset({"reviewer", "planning_head"})
CALENDAR = PLANNING | {"administrator"}
# Pacts, clinics, feedback: agencies, Diskominfo, planning; neither readers nor Bagian Hukum.
PAPERS = AGENCIES | EDITORS | PLANNING
# Papers of DINKES: not for other agencies.
DINKES_PAPERS = PAPERS - {"other_planner"}
# A draft work plan of DINKES: its own people, planning, the administrator; for all others it does not exist.
DRAFT_PLAN = DINKES | PLANNING | {"administrator"}


@dataclass(frozen=True)
class Row:
    """Who gets in with GET, what the others get, and who may write (POST or PATCH where the address has it).

    ``written``: what a writer gets for an empty request; ``sees``: who may know of the record: the others get 404.
    """

    opens: frozenset[str]
    signed_in_refusal: int = 403
    anonymous_refusal: int = 302
    answer: int = 200
    writes: frozenset[str] | None = None
    methods: tuple[str, ...] = ("get",)
    written: frozenset[int] = frozenset({400, 428})
    sees: frozenset[str] = PEOPLE


def api(opens: frozenset[str] = PEOPLE, writes: frozenset[str] | None = None, **options: object) -> Row:
    """A row of the API."""
    return Row(opens, anonymous_refusal=401, writes=writes, **options)  # type: ignore[arg-type]


def form(opens: frozenset[str], writes: frozenset[str], written: int = 200, **options: object) -> Row:
    """A page with a form; an empty one comes back with its faults (200) or says so (400)."""
    methods = ("get", "post")
    return Row(opens, writes=writes, methods=methods, written=frozenset({written}), **options)  # type: ignore[arg-type]


def verb(opens: frozenset[str], answer: int = 302, **options: object) -> Row:
    """An address that only takes POST; without the version seen it sends back to the page with the sentence."""
    return Row(opens, answer=answer, methods=("post",), **options)  # type: ignore[arg-type]


def api_verb(opens: frozenset[str], answer: int = 428, **options: object) -> Row:
    """A verb of the API, asked for without ``If-Match``."""
    return Row(opens, anonymous_refusal=401, answer=answer, methods=("post",), **options)  # type: ignore[arg-type]


# The alignment: everybody but Bagian Hukum; what belongs to the draft plan of DINKES, those who know of it.
ALIGNED = PEOPLE - {"legal"}
KNOWN = DRAFT_PLAN | {"legal"}
IMPORTERS = AGENCIES | CALENDAR
PLAN = "kerja/rencana-induk/"
ALIGN = "kerja/keselarasan/"
RENJA = "kerja/renja/"
WORK_PLANS = "api/v1/work-plans/"
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
    "kerja/perwali/register/": form(DRAFTERS, LEGAL, 400),
    "kerja/perwali/registri/": Row(DRAFTERS),
    "kerja/perwali/<slug:slug>/pencabutan/": form(LEGAL, LEGAL, 400, sees=DRAFTERS),
    "kerja/perwali/<slug:slug>/cabut/": Row(LEGAL, answer=409, methods=("post",), sees=DRAFTERS),
    "kerja/perwali/<slug:slug>/tampilan/": Row(DRAFTERS, signed_in_refusal=404),
    "kerja/perwali/<slug:slug>/gaya/": form(LEGAL, LEGAL, 400, sees=DRAFTERS),
    "kerja/perwali/<slug:slug>/gaya/contoh/<slug:part>/": form(LEGAL, LEGAL, 400, sees=DRAFTERS),
    "kerja/perwali/baca/": form(LEGAL, LEGAL, 400),
    "kerja/perwali/<slug:slug>/": Row(DRAFTERS, signed_in_refusal=404),
    "kerja/perwali/<slug:slug>/pdf/": Row(DRAFTERS, signed_in_refusal=404, answer=302),
    "kerja/perwali/<slug:slug>/pdf/keadaan/": Row(DRAFTERS, signed_in_refusal=404),
    "kerja/perwali/<slug:slug>/berkas/<slug:form>/": Row(DRAFTERS, signed_in_refusal=404),
    "kerja/perwali/<slug:slug>/naskah/": Row(DRAFTERS, signed_in_refusal=404),
    "kerja/perwali/<slug:slug>/istilah/": Row(DRAFTERS, signed_in_refusal=404),
    # The way: read by the offices that make the draft; verbs by Bagian Hukum, the first ones also by Diskominfo.
    "kerja/perwali/<slug:slug>/tahap/": Row(DRAFTERS, signed_in_refusal=404),
    "kerja/perwali/<slug:slug>/tahap/<slug:verb>/": Row(
        LEGAL | {"editor"}, answer=400, methods=("post",), sees=DRAFTERS
    ),
    "kerja/perwali/<slug:slug>/dokumen/<int:pk>/": Row(DRAFTERS, signed_in_refusal=404),
    "kerja/perwali/<slug:slug>/versi/": Row(DRAFTERS, signed_in_refusal=404),
    "kerja/perwali/<slug:slug>/catatan/": form(DRAFTERS, REMARKERS, 400, signed_in_refusal=404, sees=DRAFTERS),
    "kerja/perwali/<slug:slug>/catatan/<int:pk>/": verb(LEGAL, sees=DRAFTERS),
    "kerja/perwali/<slug:slug>/usulan/<int:pk>/": verb(LEGAL, sees=DRAFTERS),
    # The records' regulation is a draft: whoever may read it learns that only law in force is amended.
    "kerja/perwali/<slug:slug>/perbedaan/": Row(
        DRAFTERS,
        answer=409,
        signed_in_refusal=404,
        writes=LEGAL,
        methods=("get", "post"),
        written=frozenset({409}),
        sees=DRAFTERS,
    ),
    "kerja/perwali/<slug:slug>/perubahan/": Row(LEGAL, answer=409, methods=("post",), sees=DRAFTERS),
    # Public: only what is promulgated, and the check of a document.
    "perwali/": Row(ALL),
    "perwali/verifikasi/": Row(ALL, writes=ALL, methods=("get", "post"), written=frozenset({400})),
    "perwali/<slug:slug>/": Row(frozenset(), signed_in_refusal=404, anonymous_refusal=404),
    "perwali/<slug:slug>/konsolidasi/": Row(frozenset(), signed_in_refusal=404, anonymous_refusal=404),
    "perwali/<slug:slug>/berkas/<slug:form>/": Row(frozenset(), signed_in_refusal=404, anonymous_refusal=404),
    f"{ELEMENT}": Row(LEGAL, answer=400, methods=("post",), sees=DRAFTERS),
    f"{ELEMENT}sisip/": Row(LEGAL, answer=400, methods=("post",), sees=DRAFTERS),
    f"{ELEMENT}pindah/": verb(LEGAL, sees=DRAFTERS),
    f"{ELEMENT}hapus/": verb(LEGAL, sees=DRAFTERS),
    f"{ELEMENT}perbaiki/": verb(LEGAL, sees=DRAFTERS),
    "kerja/perwali/<slug:slug>/pdf/buat/": Row(DRAFTERS, signed_in_refusal=404, answer=302, methods=("post",)),
    # The plan's editor: everybody who is signed in reads, Diskominfo writes.
    PLAN: Row(PEOPLE),
    f"{PLAN}peta-jalan/": Row(PEOPLE),
    f"{PLAN}edisi/": form(PEOPLE, EDITORS, 400),
    f"{PLAN}edisi/bandingkan/": Row(PEOPLE),
    f"{PLAN}edisi/<int:pk>/": Row(PEOPLE),
    f"{PLAN}edisi/<int:pk>/<slug:verb>/": verb(EDITORS),
    f"{PLAN}<slug:slug>/": Row(PEOPLE),
    f"{PLAN}<slug:slug>/baru/": form(EDITORS, EDITORS),
    f"{PLAN}<slug:slug>/ubah-banyak/": form(EDITORS, EDITORS),
    f"{PLAN}<slug:slug>/<int:pk>/": Row(PEOPLE),
    f"{PLAN}<slug:slug>/<int:pk>/ubah/": form(EDITORS, EDITORS),
    f"{PLAN}<slug:slug>/<int:pk>/riwayat/": Row(PEOPLE),
    f"{PLAN}<slug:slug>/<int:pk>/<slug:verb>/": verb(EDITORS),
    # Feedback: every agency speaks, Diskominfo answers; other agencies do not read it.
    f"{PLAN}masukan/": Row(PAPERS),
    f"{PLAN}masukan/<int:pk>/": form(DINKES_PAPERS, EDITORS, 400, signed_in_refusal=404, sees=DINKES_PAPERS),
    f"{PLAN}masukan/<int:pk>/lampiran/": Row(DINKES_PAPERS, signed_in_refusal=404),
    f"{PLAN}quick-win/<int:pk>/masukan/": verb(AGENCIES, 400),
    f"{PLAN}quick-win/<int:pk>/bukti/": verb(EDITORS | DINKES),
    f"{PLAN}quick-win/<int:pk>/bukti/<int:evidence>/": Row(PEOPLE),
    # Stages are read by all, pacts and clinics by those who work with the agency.
    f"{PLAN}bimtek/": Row(PEOPLE),
    f"{PLAN}bimtek/<int:pk>/": form(EDITORS, EDITORS),
    f"{PLAN}bimtek/<int:pk>/lampiran/": verb(EDITORS),
    f"{PLAN}bimtek/<int:pk>/lampiran/<int:file>/": Row(PEOPLE),
    f"{PLAN}pakta/": Row(PAPERS),
    f"{PLAN}pakta/<slug:code>/": form(EDITORS, EDITORS),
    f"{PLAN}pakta/<int:pk>/pindaian/": Row(DINKES_PAPERS, signed_in_refusal=404),
    f"{PLAN}klinik/": Row(PAPERS),
    f"{PLAN}klinik/<slug:code>/": form(DINKES_PAPERS, EDITORS, sees=PEOPLE - {"other_planner"}),
    f"{PLAN}klinik/<slug:code>/usulan/<int:pk>/": verb(EDITORS, sees=PEOPLE - {"other_planner"}),
    # What concerns the person, the city, the year.
    "kerja/pesan/": Row(PEOPLE),
    "kerja/pesan/dibaca/": verb(PEOPLE),
    "kerja/pesan/<int:pk>/": Row(PEOPLE, answer=302),
    "kerja/surel-gagal/": form(frozenset({"administrator"}), frozenset({"administrator"})),
    "kerja/ringkasan/": Row(EDITORS | PLANNING | {"reader"}),
    "kerja/kalender/": Row(PEOPLE),
    "kerja/kalender/baru/": form(CALENDAR, CALENDAR),
    "kerja/kalender/<int:pk>/": form(CALENDAR, CALENDAR),
    "kerja/realisasi/": Row(PEOPLE - {"legal"}),
    "kerja/realisasi/<slug:kind>/<int:pk>/<int:year>/<int:quarter>/": form(DINKES, DINKES),
    "kerja/realisasi/bukti/<int:pk>/": Row(PEOPLE - {"legal", "other_planner"}, signed_in_refusal=404),
    # Work plans: the agency writes, its head sends, the reviewer decides, the head of planning closes.
    RENJA: Row(PEOPLE),  # the list of those without any is empty
    f"{RENJA}baru/": form(AGENCIES, AGENCIES),
    f"{RENJA}<int:pk>/": Row(DRAFT_PLAN, signed_in_refusal=404),
    f"{RENJA}<int:pk>/baris/baru/": form(DINKES, DINKES, sees=DRAFT_PLAN),
    f"{RENJA}<int:pk>/tempel/": form(DINKES, DINKES, sees=DRAFT_PLAN),
    f"{RENJA}<int:pk>/catatan/": verb(REVIEWER, sees=DRAFT_PLAN),
    f"{RENJA}<int:pk>/berita-acara/": verb(REVIEWER, sees=DRAFT_PLAN),
    f"{RENJA}<int:pk>/berita-acara/berkas/": Row(DRAFT_PLAN, signed_in_refusal=404),
    f"{RENJA}<int:pk>/salinan/<int:number>/": Row(DRAFT_PLAN, signed_in_refusal=404),
    f"{RENJA}<int:pk>/<slug:verb>/": verb(HEAD, sees=DRAFT_PLAN),
    f"{RENJA}baris/<int:pk>/": form(DINKES, DINKES, sees=DRAFT_PLAN),
    f"{RENJA}baris/<int:pk>/hapus/": verb(DINKES, sees=DRAFT_PLAN),
    f"{RENJA}catatan/<int:pk>/": verb(DINKES, sees=DRAFT_PLAN),
    # Alignment: the rule of reading comes first, then the scope; agencies answer, planning decides and imports.
    ALIGN: Row(ALIGNED),
    f"{ALIGN}ringkasan/": Row(ALIGNED),
    f"{ALIGN}temuan/": Row(ALIGNED),
    f"{ALIGN}temuan/<int:pk>/": Row(DRAFT_PLAN, sees=KNOWN),
    f"{ALIGN}temuan/<int:pk>/<slug:verb>/": verb(REVIEWER, sees=KNOWN),
    f"{ALIGN}tautan/": verb(DINKES | PLANNING, sees=KNOWN),
    f"{ALIGN}tautan/<int:pk>/<slug:verb>/": verb(REVIEWER, sees=KNOWN),
    f"{ALIGN}renja/<int:pk>/": Row(DRAFT_PLAN, sees=KNOWN),
    f"{ALIGN}usulan/<slug:kind>/<slug:code>/": form(ALIGNED, PLANNING | {"editor"}, 302),
    f"{ALIGN}baris/<int:pk>/": Row(DRAFT_PLAN, sees=KNOWN),
    f"{ALIGN}nomenklatur/": Row(ALIGNED),
    f"{ALIGN}nomenklatur/<str:code>/": Row(ALIGNED),
    f"{ALIGN}impor/": form(IMPORTERS, IMPORTERS, 400),
    f"{ALIGN}impor/<int:pk>/": Row(CALENDAR, sees=CALENDAR | {"legal"}),
    f"{ALIGN}impor/rkpd/<int:pk>/": Row(ALIGNED),
    f"{ALIGN}impor/<int:pk>/konfirmasi/": verb(PLANNING, sees=CALENDAR | {"legal"}),
    f"{ALIGN}berita-acara/<int:pk>/": form(DRAFT_PLAN, REVIEWER, sees=KNOWN),
    f"{ALIGN}berita-acara/<int:pk>/formulir/": verb(REVIEWER, sees=KNOWN),
    f"{ALIGN}berita-acara/<int:pk>/docx/": Row(DRAFT_PLAN, sees=KNOWN),
    f"{ALIGN}berita-acara/<int:pk>/pdf/": Row(DRAFT_PLAN, sees=KNOWN, answer=302),
    f"{ALIGN}berita-acara/<int:pk>/pdf/buat/": verb(DRAFT_PLAN, sees=KNOWN),
    f"{ALIGN}pengaturan/": Row(ALIGNED, answer=302),
    f"{ALIGN}pengaturan/<slug:kind>/": Row(ALIGNED),
    f"{ALIGN}pengaturan/<slug:kind>/baru/": form(CALENDAR, CALENDAR),
    f"{ALIGN}pengaturan/<slug:kind>/<int:pk>/": form(CALENDAR, CALENDAR),
    f"{ALIGN}pengaturan/<slug:kind>/<int:pk>/hapus/": verb(CALENDAR),
    "api/v1/nomenclature/": api(ALIGNED),
    "api/v1/nomenclature/<pk>/": api(ALIGNED),
    "api/v1/rkpd-items/": api(ALIGNED),
    "api/v1/rkpd-items/<pk>/": api(ALIGNED),
    "api/v1/imports/": api(ALIGNED, IMPORTERS, methods=("get", "post")),  # empty for those who sent none
    "api/v1/imports/<pk>/": api(CALENDAR, sees=CALENDAR | {"legal"}),
    "api/v1/imports/<pk>/confirm/": api_verb(PLANNING, sees=CALENDAR | {"legal"}),
    "api/v1/findings/": api(ALIGNED),
    "api/v1/findings/<pk>/": api(DRAFT_PLAN, sees=KNOWN),
    "api/v1/findings/<pk>/answer/": api_verb(DINKES, sees=KNOWN),
    **{
        f"api/v1/findings/<pk>/{name}/": api_verb(REVIEWER, sees=KNOWN) for name in ("ask", "accept", "reject", "waive")
    },
    # Who may propose depends on the line: an empty proposal is faulty, whoever sends it.
    "api/v1/alignments/": api(ALIGNED, ALIGNED, methods=("get", "post")),
    "api/v1/alignments/<pk>/": api(DRAFT_PLAN, sees=KNOWN),
    "api/v1/alignments/<pk>/confirm/": api_verb(DINKES, sees=KNOWN),
    "api/v1/alignments/<pk>/accept/": api_verb(REVIEWER, sees=KNOWN),
    "api/v1/alignments/<pk>/reject/": api_verb(REVIEWER, sees=KNOWN),
    "api/v1/suggestions/": api(ALIGNED, answer=400),  # without a title
    "api/v1/minutes/<pk>/": api(DRAFT_PLAN, REVIEWER, methods=("get", "put"), sees=KNOWN),
    "api/v1/minutes/<pk>/docx/": api(DRAFT_PLAN, sees=KNOWN),
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
    "api/v1/quick-wins/<code>/promote/": api_verb(EDITORS),
    "api/v1/editions/": api(writes=EDITORS, methods=("get", "post")),
    "api/v1/editions/<pk>/": api(),
    "api/v1/editions/<pk>/freeze/": api_verb(EDITORS),
    "api/v1/editions/<pk>/adopt/": api_verb(EDITORS),
    "api/v1/feedback/": api(writes=AGENCIES, methods=("get", "post")),  # empty for readers and Bagian Hukum
    "api/v1/feedback/<pk>/": api(DINKES_PAPERS, signed_in_refusal=404),
    "api/v1/feedback/<pk>/answer/": api_verb(EDITORS, sees=DINKES_PAPERS),
    "api/v1/feedback/<pk>/waive/": api_verb(EDITORS, sees=DINKES_PAPERS),
    # Who may report depends on what is reported: an empty report is faulty, whoever sends it.
    "api/v1/realisations/": api(writes=PEOPLE, methods=("get", "post")),
    "api/v1/realisations/<pk>/": api(PEOPLE - {"legal", "other_planner"}, signed_in_refusal=404),
    WORK_PLANS: api(writes=AGENCIES, methods=("get", "post")),
    f"{WORK_PLANS}<pk>/": api(DRAFT_PLAN, signed_in_refusal=404),
    f"{WORK_PLANS}<pk>/lines/": api(DRAFT_PLAN, DINKES, methods=("get", "post"), sees=DRAFT_PLAN),
    f"{WORK_PLANS}<pk>/lines/<line>/": api(DRAFT_PLAN, DINKES, methods=("get", "patch", "delete"), sees=DRAFT_PLAN),
    f"{WORK_PLANS}<pk>/completeness/": api(DRAFT_PLAN, signed_in_refusal=404),
    f"{WORK_PLANS}<pk>/notes/": api(DRAFT_PLAN, REVIEWER, methods=("get", "post"), sees=DRAFT_PLAN),
    f"{WORK_PLANS}<pk>/notes/<note>/answer/": api_verb(DINKES, sees=DRAFT_PLAN),
    f"{WORK_PLANS}<pk>/submit/": api_verb(HEAD, sees=DRAFT_PLAN),
    f"{WORK_PLANS}<pk>/withdraw/": api_verb(HEAD, sees=DRAFT_PLAN),
    f"{WORK_PLANS}<pk>/start-review/": api_verb(REVIEWER, sees=DRAFT_PLAN),
    f"{WORK_PLANS}<pk>/return/": api_verb(REVIEWER, sees=DRAFT_PLAN),
    f"{WORK_PLANS}<pk>/waive/": api_verb(REVIEWER, sees=DRAFT_PLAN),
    f"{WORK_PLANS}<pk>/verify/": api_verb(REVIEWER, sees=DRAFT_PLAN),
    f"{WORK_PLANS}<pk>/finalize/": api_verb(frozenset({"planning_head"}), sees=DRAFT_PLAN),
    f"{WORK_PLANS}<pk>/reopen/": api_verb(PLANNING, sees=DRAFT_PLAN),
    "api/v1/opds/": api(),
    "api/v1/opds/<code>/": api(),
    "api/v1/regulations/": api(),
    "api/v1/regulations/<slug>/": api(DRAFTERS, signed_in_refusal=404),
    "api/v1/regulations/<slug>/outline/": api(DRAFTERS, signed_in_refusal=404),
    "api/v1/regulations/<slug>/drift/": api(
        DRAFTERS,
        LEGAL,
        answer=409,
        signed_in_refusal=404,
        methods=("get", "post"),
        written=frozenset({409}),
        sees=DRAFTERS,
    ),
    "api/v1/regulations/<slug>/amendments/": api(
        DRAFTERS,
        LEGAL,
        answer=409,
        signed_in_refusal=404,
        methods=("get", "post"),
        written=frozenset({409}),
        sees=DRAFTERS,
    ),
    "api/v1/regulations/<slug>/repeals/": api(
        DRAFTERS, LEGAL, signed_in_refusal=404, methods=("get", "post"), written=frozenset({428}), sees=DRAFTERS
    ),
    "api/v1/regulations/<slug>/repealing/": api_verb(LEGAL, answer=409, sees=DRAFTERS),
    "api/v1/regulations/<slug>/lint/": api(DRAFTERS, signed_in_refusal=404),
    "api/v1/regulations/<slug>/provisions/": api(DRAFTERS, signed_in_refusal=404),
    f"{REGULATION}way/": api(DRAFTERS, signed_in_refusal=404),
    f"{REGULATION}versions/": api(DRAFTERS, signed_in_refusal=404),
    f"{REGULATION}versions/<number>/": api(DRAFTERS, signed_in_refusal=404),
    f"{REGULATION}comparison/": api(DRAFTERS, signed_in_refusal=404),
    f"{REGULATION}<verb>/": api_verb(LEGAL | {"editor"}, sees=DRAFTERS),
    f"{REGULATION}remarks/": api(DRAFTERS, REMARKERS, signed_in_refusal=404, methods=("get", "post"), sees=DRAFTERS),
    f"{REGULATION}remarks/<child>/answer/": api_verb(LEGAL, sees=DRAFTERS),
    f"{REGULATION}proposals/": api(DRAFTERS, REMARKERS, signed_in_refusal=404, methods=("get", "post"), sees=DRAFTERS),
    f"{REGULATION}proposals/<child>/decide/": api_verb(LEGAL, sees=DRAFTERS),
    "api/v1/exports/": api(writes=PEOPLE, methods=("get", "post")),
    "api/v1/exports/<pk>/": api(DRAFTERS, signed_in_refusal=404),
    "api/v1/exports/<pk>/file/": api(DRAFTERS, signed_in_refusal=404),
    "api/v1/verification/": Row(ALL, answer=400, methods=("post",)),
    PROVISION: api(DRAFTERS, LEGAL, signed_in_refusal=404, methods=("get", "patch"), sees=DRAFTERS),
    f"{PROVISION}insert/": api_verb(LEGAL, sees=DRAFTERS),
    f"{PROVISION}move/": api_verb(LEGAL, sees=DRAFTERS),
    f"{PROVISION}remove/": api_verb(LEGAL, sees=DRAFTERS),
    f"{PROVISION}mend/": api_verb(LEGAL, sees=DRAFTERS),
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
        "annex citation definition holiday housestyle placeholder region regulation regulationkind signature".split(),
        frozenset({"legal"}),
    ),
    "element": frozenset({"legal"}),
    "user": frozenset({"administrator"}),
    # The calendar belongs to planning, which has no place in the admin.
    "window": frozenset({"administrator"}),
    # What has a life changes by its verbs only.
    **dict.fromkeys(("edition", "feedback", "workplan"), frozenset()),
}
# Records only some offices may even read in the admin.
ADMIN_READERS: dict[str, frozenset[str]] = {
    "user": frozenset({"administrator"}),
}
# Papers of one agency: Bagian Hukum works with none of them. The list is empty, a record is not found.
ADMIN_HIDDEN_FROM_LEGAL = {"clinicnote", "integritypact", "feedback", "workplan"}
# What comes with the template is not added through the admin; an element may be removed there.
ADMIN_WITHOUT_ADD = {"element", "annex", "regulation", "signature", "definition", "placeholder"}
ADMIN_REMOVABLE = {"element"}
