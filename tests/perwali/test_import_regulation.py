"""The command that reads a regulation from a file: what it prints, and exit code 1 with a sentence when it cannot."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.naskah.test_reading_files import HOSTILE

SAMPLES = Path(__file__).resolve().parents[1] / "naskah" / "regulations"


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files(tmp_path: Path, name: str) -> None:
    """The sentence names the file; exit code 1."""
    make, _ = HOSTILE[name]
    make(tmp_path / name)
    with pytest.raises(CommandError, match=name) as refused:
        call_command("import_regulation", str(tmp_path / name))
    assert refused.value.returncode == 1


def test_command(capsys: pytest.CaptureFixture[str]) -> None:
    """The JSON with its contract keys; the text for people names doubts with their lines."""
    path = SAMPLES / "perwali-kendari-8-2024.txt"
    call_command("import_regulation", str(path), "--json")
    found = json.loads(capsys.readouterr().out)
    assert {"counts", "ayat_per_pasal", "headings", "references", "doubts", "amendment"} <= found.keys()
    call_command("import_regulation", str(path))
    said = capsys.readouterr().out
    assert "instruksi 4 (baris 186): ubah: Pasal 6 ayat (1)" in said
    assert "baris 66: nomor terbaca 'T', dianggap Pasal I" in said


def test_command_without_a_regulation(tmp_path: Path) -> None:
    """A text without any Pasal ends with exit code 1."""
    (tmp_path / "surat.txt").write_text("Kepada Yth. Kepala Bagian Hukum", encoding="utf-8")
    with pytest.raises(CommandError, match="tidak ada Pasal") as refused:
        call_command("import_regulation", str(tmp_path / "surat.txt"))
    assert refused.value.returncode == 1
