"""Tables as answers to save."""

from collections.abc import Iterable, Mapping, Sequence

from django.http import HttpResponse

from .tables import XLSX, Column, to_csv, to_xlsx


def download(columns: Sequence[Column], rows: Iterable[Mapping[str, object]], form: str, name: str) -> HttpResponse:
    """The table as a file to save; ``form`` is ``xlsx`` or ``csv``."""
    if form == "xlsx":
        response = HttpResponse(to_xlsx(columns, rows, name), content_type=XLSX)
    else:
        response = HttpResponse(to_csv(columns, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
