"""Feedback (masukan) of the agencies on quick wins, and the editor's answers."""

from typing import ClassVar

from django.core.validators import MaxLengthValidator
from django.db import models

from opd.agencies.models import Opd
from solok_smartcity.kit.models import Governed
from solok_smartcity.kit.transitions import TransitionLog
from solok_smartcity.kit.uploads import check_upload

from ..workflow import FeedbackState
from .quick_win import QuickWin
from .workshop import AgencyScope


class Feedback(Governed):
    """What an agency says about a quick win; its state is the editor's answer, its log has the reason."""

    class Stance(models.TextChoices):
        SUPPORT = "support", "Mendukung"
        CHANGE = "change", "Mengusulkan perubahan"
        OBJECTION = "objection", "Berkeberatan"

    quick_win = models.ForeignKey(QuickWin, models.PROTECT, related_name="feedback", verbose_name="quick win")
    opd = models.ForeignKey(Opd, models.PROTECT, related_name="+", verbose_name="perangkat daerah")
    stance = models.CharField("sikap", max_length=10, choices=Stance.choices)
    text = models.TextField("masukan", validators=[MaxLengthValidator(4000)])
    attachment = models.FileField("lampiran", upload_to="masukan/", blank=True, validators=[check_upload])
    author_name = models.CharField("disampaikan oleh", max_length=200, editable=False)
    created_at = models.DateTimeField("disampaikan", auto_now_add=True)
    state = models.CharField("keadaan", max_length=10, choices=FeedbackState.choices, default=FeedbackState.OPEN)
    answer = models.TextField("jawaban", blank=True, editable=False)

    objects: ClassVar = AgencyScope.as_manager()

    class Meta:
        verbose_name = "masukan"
        verbose_name_plural = "masukan"
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"Masukan {self.opd} atas {self.quick_win.code}"


class FeedbackLog(TransitionLog):
    """Decisions on feedback."""

    subject = models.ForeignKey(Feedback, models.PROTECT, related_name="log", verbose_name="masukan")

    class Meta(TransitionLog.Meta):
        verbose_name = "keputusan"
        verbose_name_plural = "keputusan"
