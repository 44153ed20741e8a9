"""What all viewsets of the alignment share."""

from typing import Any

from rest_framework.request import Request
from rest_framework.views import APIView

from solok_smartcity.kit.decisions import require

from ..rules import may_read_alignment


class ReadsAlignment(APIView):
    """Everything here is read by those who may read the alignment."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """The rule before anything else; nobody is asked to sign in first by the base class."""
        super().initial(request, *args, **kwargs)
        require(may_read_alignment(request.user))
