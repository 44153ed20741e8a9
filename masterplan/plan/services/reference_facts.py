"""Facts of the plan that are too few for a file: names, stages of the work, books. What is unknown is left out."""

# Names of the dimensions in regulations: Indonesian, as Pasal 9 of the template writes them.
LEGAL_NAMES = {
    "GOV": "Tata Kelola Cerdas",
    "BRA": "Pencitraan Cerdas",
    "ECO": "Ekonomi Cerdas",
    "LIV": "Kehidupan Cerdas",
    "SOC": "Masyarakat Cerdas",
    "ENV": "Lingkungan Cerdas",
}
# Wording of the template; the city's own missions are not published.
MISSIONS = (
    "mewujudkan tata kelola pemerintahan dan pelayanan publik yang terpadu, terbuka, dan berbasis data",
    "memperkuat daya saing ekonomi Daerah yang bertumpu pada perdagangan, jasa, pertanian, dan usaha mikro, kecil, "
    "dan menengah",
    "membangun masyarakat yang cakap digital, berbudaya, dan berperan serta dalam pembangunan",
    "menyediakan lingkungan kota yang layak huni, tangguh, dan berkelanjutan",
)
# Weights of the cohort of 2017-2019, in per cent.
COHORT_2017 = {"BASELINE": 10, "OUTPUT": 20, "OUTCOME": 30, "IMPACT": 30, "QUICKWIN": 10}
# Stages of the guided work; dates and places are not known.
STAGES = (
    (
        "bimtek-1",
        "Bimbingan Teknis I",
        2019,
        ("Analisis kesiapan daerah", "Analisis kesenjangan", "Visi Kota Cerdas", "Pakta integritas"),
    ),
    ("bimtek-2", "Bimbingan Teknis II", 2019, ("Isi Buku 2 rencana induk",)),
    (
        "bimtek-3",
        "Bimbingan Teknis III",
        2019,
        ("Klinik satu per satu dengan setiap perangkat daerah", "Peta jalan enam dimensi"),
    ),
    ("reviu-2024", "Reviu rencana induk 2024", 2024, ("Rencana induk yang direviu",)),
)
# Number of books is known; their titles are working titles. (title of the section, section of annex I it fills)
BOOKS = (
    (
        "Analisis strategis",
        "Judul kerja; naskah asli belum dimuat.",
        (
            ("Analisis masa depan", "analisis masa depan"),
            ("Analisis kesiapan daerah", "analisis kesiapan Daerah"),
            ("Analisis kesenjangan", "analisis kesenjangan"),
            ("Analisis visi pembangunan daerah", "analisis visi pembangunan Daerah"),
        ),
    ),
    (
        "Rencana induk",
        "Judul kerja; naskah asli belum dimuat.",
        (
            ("Latar belakang", "latar belakang"),
            ("Maksud dan tujuan", "maksud dan tujuan"),
            ("Kerangka pikir", "kerangka pikir"),
            ("Strategi pembangunan setiap dimensi", "strategi setiap Dimensi"),
            ("Faktor keberhasilan", "faktor keberhasilan"),
            ("Rencana tindak lanjut", "rencana tindak lanjut"),
        ),
    ),
    ("Peta jalan dan quick win", "Judul kerja; isi dihasilkan dari program dan quick win.", ()),
)
