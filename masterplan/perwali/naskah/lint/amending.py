"""Rules about amending regulations (R134, R135). Pure."""

import re
from collections.abc import Iterator

from ..faults import Fault
from ..reading.regulation import Reading
from ..structure import Kind

TITLE = re.compile(r"PERUBAHAN (?:KE\w+(?: \w+)* )?ATAS PERATURAN .+? NOMOR \S+ TAHUN \d{4} TENTANG .+", re.S)


def check_amending(reading: Reading) -> Iterator[Fault]:
    """Title and body of an amending regulation; nothing for any other."""
    title = reading.facts["title"].upper()
    if not (reading.is_amending or title.startswith("PERUBAHAN")):
        return
    if not TITLE.fullmatch(title):
        message = "Judul perubahan: PERUBAHAN (KEDUA, ...) ATAS PERATURAN ... NOMOR n TAHUN y TENTANG nama."
        yield Fault("R134", "judul", message)
    articles = reading.of(Kind.AMENDING)
    if len(articles) != 2 or len(reading.of(Kind.ARTICLE, Kind.AMENDING)) != 2:
        yield Fault("R135", articles[0].id if articles else "", "Batang tubuh perubahan hanya Pasal I dan Pasal II.")
    elif not re.search(r"diubah sebagai berikut\s*:$", articles[0].text):
        yield Fault(
            "R135", articles[0].id, "Pasal I menyebut peraturan yang diubah dan diakhiri diubah sebagai berikut:"
        )
    elif not reading.of(Kind.INSTRUCTION):
        yield Fault("R135", articles[0].id, "Pasal I belum memuat ketentuan yang diubah.")
