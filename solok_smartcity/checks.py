"""System checks: what a missing part would otherwise spoil silently."""

import shutil
import subprocess

from django.core.checks import CheckMessage, Error, Warning, register

from masterplan.perwali.naskah.outputs.fonts import FAMILIES


@register
def regulation_font(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """Without a Bookman-like font the PDF would silently come out in another one (R3)."""
    if shutil.which("fc-match") is None:
        return [Error("fontconfig (fc-match) tidak terpasang.", hint="Jalankan make setup.", id="perwali.E001")]
    for family in FAMILIES:
        answer = subprocess.run(["fc-match", "-f", "%{family}", family], capture_output=True, text=True, check=False)
        if family.casefold() in answer.stdout.casefold():
            return []
    return [
        Warning(
            "Tidak ada huruf Bookman: PDF peraturan tidak dapat dibuat.",
            hint="Pasang paket fonts-texgyre (make setup).",
            id="perwali.W001",
        )
    ]
