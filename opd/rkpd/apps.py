"""Application of nomenclature, RKPD and alignment."""

from django.apps import AppConfig


class RkpdConfig(AppConfig):
    """Inner application of ``opd``."""

    name = "opd.rkpd"
    label = "rkpd"
    verbose_name = "RKPD dan keselarasan"
