"""Retries of the API that do nothing twice: ``Idempotency-Key`` on every verb."""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from .actors import signed_in
from .decisions import VerbError
from .models import RememberedAnswer

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="Kunci buatan klien; permintaan ulang dengan kunci yang sama mendapat jawaban yang sama.",
)
KEPT = timedelta(days=1)  # how long a retry gets the answer of the first time
FORM = re.compile(r"[\x21-\x7e]{1,100}")


class BadKey(VerbError):
    """The key has the wrong form (400)."""

    code = "idempotency_key"


class KeyReused(VerbError):
    """The key was used for another request (422)."""

    status = 422
    code = "idempotency_key_reused"


def once(request: Request, work: Callable[[], Response]) -> Response:
    """Run a verb once for a key: a retry gets the remembered answer; without a key it simply runs.

    The answer is remembered in the verb's own transaction, so neither exists without the other; a refused verb
    leaves nothing behind. Two retries at the same moment: the second waits for the first (row lock of the key).
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return work()
    if not FORM.fullmatch(key):
        raise BadKey("Idempotency-Key paling panjang 100 karakter tanpa spasi.")
    fingerprint = hashlib.sha256(
        b"\0".join([(request.method or "").encode(), request.get_full_path().encode(), repr(request.data).encode()])
    ).hexdigest()
    user = signed_in(request.user)
    mine = RememberedAnswer.objects.filter(user=user)
    mine.filter(created_at__lt=now() - KEPT).delete()
    known = mine.filter(key=key).first()
    if known is None:
        try:
            with transaction.atomic():
                answer = RememberedAnswer.objects.create(user=user, key=key, fingerprint=fingerprint)
                response = work()
                answer.status, answer.body = response.status_code, _plain(response.data)
                answer.etag = response.headers.get("ETag", "")
                answer.save()
                return response
        except IntegrityError:
            known = mine.filter(key=key).first()
            if known is None:
                raise
    if known.fingerprint != fingerprint:
        raise KeyReused("Idempotency-Key ini sudah dipakai untuk permintaan lain. Buat kunci baru.")
    headers = {"Idempotency-Replayed": "true"} | ({"ETag": known.etag} if known.etag else {})
    return Response(known.body, status=known.status, headers=headers)


def forget_old_answers() -> int:
    """Delete the answers that are older than a day; gives how many. A key that is used again later is a new one."""
    return RememberedAnswer.objects.filter(created_at__lt=now() - KEPT).delete()[0]


def _plain(data: Any) -> Any:
    """The answer as JSON holds it."""
    return json.loads(json.dumps(data, cls=JSONEncoder))
