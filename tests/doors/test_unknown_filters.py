"""A filter whose value is not known: the page goes on without it and says so; a change of many is not widened."""

from pathlib import Path

import pytest
from django.test import Client

from opd.renja.models import WorkPlan
from tests.cast import Cast

PLAN, ALIGN = "/kerja/rencana-induk/", "/kerja/keselarasan/"
# Address, whose page, what is said.
PAGES = [
    ("/program/?horizon=lama", None, "Jangka: lama"),
    ("/program/?urut=acak", None, "Urutkan: acak"),
    ("/quick-win/?year=kapan", None, "Berjalan pada tahun: kapan"),
    (f"{PLAN}program/?state=hilang", "editor", "Keadaan: hilang"),
    (f"{PLAN}program/?urut=acak", "editor", "Urutkan: acak"),
    (f"{PLAN}misi/?urut=acak", "editor", "Urutkan: acak"),
    (f"{PLAN}program/ubah-banyak/?state=hilang&semua=1", "editor", "Keadaan: hilang"),
    (f"{PLAN}peta-jalan/?horizon=lama", "editor", "Jangka: lama"),
    (f"{PLAN}masukan/?keadaan=hilang", "editor", "Keadaan: hilang"),
    ("/kerja/renja/?tahun=dua", "reviewer", "Tahun: dua"),
    ("/kerja/renja/?keadaan=hilang&putaran=tiga", "reviewer", "Keadaan: hilang"),
    ("/kerja/realisasi/?triwulan=5", "editor", "Triwulan: 5"),
    (f"{ALIGN}?tahun=dua", "reviewer", "Tahun rencana: dua"),
    (f"{ALIGN}?tampilan=lain", "reviewer", "Tampilan: lain"),
    (f"{ALIGN}temuan/?bobot=ringan", "reviewer", "Bobot: ringan"),
    (f"{ALIGN}ringkasan/?tahun=9", "reviewer", "Tahun rencana: 9"),
    (f"{ALIGN}nomenklatur/?edisi=1900", "reviewer", "Edisi: 1900"),
    (f"{ALIGN}usulan/quick-win/QW-01/?tahun=dua", "reviewer", "Tahun rencana: dua"),
    (f"{ALIGN}pengaturan/sinonim/?tahun=dua", "reviewer", "Tahun rencana: dua"),
    ("/kerja/perwali/registri/?kurang=2", "legal", "Yang belum lengkap: 2"),
]


def _client(cast: Cast, who: str | None) -> Client:
    client = Client()
    if who:
        client.force_login(getattr(cast, who))
    return client


@pytest.mark.parametrize(("address", "who", "said"), PAGES)
def test_the_page_says_which_filter_it_left_out(cast: Cast, address: str, who: str | None, said: str):
    client = _client(cast, who)
    answer = client.get(address)
    assert answer.status_code == 200
    assert f"Saringan “{said}” tidak dikenal dan diabaikan." in answer.content.decode()
    assert "tidak dikenal dan diabaikan" not in client.get(address.partition("?")[0]).content.decode()


def test_a_filter_that_is_not_known_narrows_nothing(cast: Cast):
    client = _client(cast, "reviewer")
    for address in ("/program/", "/quick-win/", "/kerja/renja/"):
        whole = client.get(address).context["page"].paginator.count
        assert client.get(f"{address}?horizon=lama&tahun=dua").context["page"].paginator.count == whole


def test_a_change_of_many_is_not_widened(cast: Cast):
    client = _client(cast, "editor")
    address = f"{PLAN}program/ubah-banyak/"
    assert client.get(address, {"semua": "1"}).context["records"]
    assert client.get(address, {"semua": "1", "state": "hilang"}).context["records"] == []


def test_a_day_that_there_is_not(cast: Cast):
    client = _client(cast, "editor")
    pk = client.get(f"{PLAN}program/").context["rows"][0]["id"]
    answer = client.get(f"{PLAN}program/{pk}/riwayat/", {"tanggal": "2026-02-30"})
    assert answer.status_code == 200
    assert "Tanggal tidak dikenali." in answer.content.decode()


def test_the_findings_of_a_plan_as_a_page(cast: Cast):
    client = _client(cast, "reviewer")
    plan = WorkPlan.objects.visible_to(cast.reviewer).first()
    answer = client.get(f"{ALIGN}renja/{plan.pk}/")
    assert answer.status_code == 200
    assert Path(answer.templates[0].name).name == "plan_findings.html"
