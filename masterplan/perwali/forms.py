"""Forms of the drafting pages: plain text areas, references as words."""

import json
from hashlib import sha256
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from solok_smartcity.kit.forms import DAY, RefusableForm, VersionedForm, page_field

from .models import Citation, Element, HouseStyle
from .naskah.structure import KIND_NAMES, LIST_KINDS, TITLED, Kind
from .naskah.typed import Chip
from .services.drafting import written_field
from .services.life import ActFacts
from .workflow import LIFE_STEPS

CONJUNCTIONS = [("", "(tidak ada rincian)"), ("dan", "dan"), ("atau", "atau"), ("dan/atau", "dan/atau")]
USUAL_REASON = "Penyusunan naskah"


class ElementForm(VersionedForm):
    """Title or text of one element; what its kind does not have is not asked for."""

    chips = forms.CharField(widget=forms.HiddenInput, required=False)
    machinery = (*VersionedForm.machinery, "chips")

    title = forms.CharField(label="Judul", max_length=300)
    text = forms.CharField(
        label="Teks",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "true", "lang": "id"}),
        help_text="Nomor, tanda akhir butir, dan kata hubung dihitung. Acuan ditulis biasa, misalnya "
        "“sebagaimana dimaksud dalam Pasal 3 ayat (2)”; nomornya mengikuti bila unsur bergeser. "
        "Tulisan dalam kurung kurawal ganda adalah isian.",
    )
    conjunction = forms.ChoiceField(label="Kata hubung rincian", choices=CONJUNCTIONS, required=False)
    note = forms.CharField(
        label="Catatan kerja",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 1}),
        help_text="Tidak dicetak.",
    )

    def __init__(self, *args: Any, instance: Element, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance = instance
        kind = Kind(instance.kind)
        children = set(Element.objects.filter(parent=instance).values_list("kind", flat=True)) if instance.pk else set()
        for name in {"title", "text"} - {written_field(instance)}:
            del self.fields[name]
        if kind == Kind.ARTICLE and "text" in self.fields:
            self.fields["text"].required = False
        if not children & {str(item) for item in LIST_KINDS}:
            del self.fields["conjunction"]
        self.fields["change_reason"].initial = USUAL_REASON
        self.fields["change_reason"].widget.attrs["rows"] = 1
        self.order_fields([name for name in self.fields if name not in self.machinery])

    def show(self, text: str, seen: list[Chip]) -> None:
        """Fill a form that is opened: the text in words, and which references those words stand for."""
        names = ("title", "conjunction", "note")
        self.initial.update({name: getattr(self.instance, name) for name in names if name in self.fields})
        self.initial.update(text=text, chips=json.dumps([[chip.token, chip.words, chip.targets] for chip in seen]))
        self.start(self.instance.version)

    @property
    def seen(self) -> list[Chip]:
        """The references as they stood in the form; anything but our own list counts as none."""
        try:
            found = json.loads(self.cleaned_data.get("chips") or "[]")
            return [Chip(str(token), str(words), tuple(targets)) for token, words, targets in found if words]
        except (ValueError, TypeError):
            return []

    def values(self) -> dict[str, Any]:
        """What the person wrote."""
        return {name: self.cleaned_data[name] for name in self.fields if name not in self.machinery}


class InsertForm(forms.Form):
    """A new element after another one or inside it."""

    place = forms.ChoiceField(label="Unsur baru")
    title = forms.CharField(
        label="Judulnya", max_length=300, required=False, help_text="Untuk BAB, Bagian, dan Paragraf."
    )
    text = forms.CharField(
        label="Isi",
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "id"}),
        help_text="Untuk Pasal yang dibagi dalam ayat, kosongkan lalu sisipkan ayatnya.",
    )
    citation = forms.ModelChoiceField(
        Citation.objects.all(), label="Aturan dari registri", required=False, empty_label="Pilih …"
    )
    reason = forms.CharField(label="Alasan", max_length=2000, initial=USUAL_REASON)

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, prefix="baru", **kwargs)
        self.fields["place"].choices = places
        kinds = {place.partition(":")[2] for place, _ in places}
        if str(Kind.BASIS) not in kinds:
            del self.fields["citation"]
        if not kinds & {str(kind) for kind in TITLED}:
            del self.fields["title"]

    def clean(self) -> dict[str, Any]:
        """Each kind has what it needs."""
        cleaned = super().clean()
        _, _, kind = cleaned.get("place", "").partition(":")
        if not kind:
            return cleaned
        if kind in TITLED and not cleaned.get("title"):
            self.add_error("title", "Isi judulnya.")
        elif kind == Kind.BASIS and not cleaned.get("citation"):
            self.add_error("citation", "Pilih aturan dari registri sitasi (R42).")
        elif kind not in {*TITLED, Kind.BASIS, Kind.ARTICLE} and not cleaned.get("text"):
            self.add_error("text", "Isi teksnya.")
        return cleaned

    def arguments(self) -> dict[str, Any]:
        """Arguments of the service."""
        where, _, kind = self.cleaned_data["place"].partition(":")
        values: dict[str, Any] = {}
        if kind in TITLED:
            values["title"] = self.cleaned_data["title"]
        elif kind == Kind.BASIS:
            values["citation"] = self.cleaned_data["citation"]
        else:
            values["text"] = self.cleaned_data["text"]
        return {"kind": kind, "inside": where == "dalam", "values": values, "reason": self.cleaned_data["reason"]}


KINDS_OF_TEXT = [
    (kind, KIND_NAMES[kind]) for kind in (Kind.ARTICLE, Kind.PARAGRAPH, Kind.LETTER, Kind.NUMBER, Kind.RECITAL)
]


class StyleForm(VersionedForm, forms.ModelForm):
    """The house style: margins, spacing, sizes, numbering."""

    class Meta:
        model = HouseStyle
        fields = (
            "margin_top_mm",
            "margin_right_mm",
            "margin_bottom_mm",
            "margin_left_mm",
            "line_spacing",
            "table_pt",
            "bold_headings",
            "annex_numbering",
            "year_range_sign",
        )
        formfield_callback = page_field

    def __init__(self, *args: Any, asks_reason: bool = True, **kwargs: Any) -> None:
        self.asks_reason = asks_reason
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name not in self.machinery])

    def values(self) -> dict[str, Any]:
        """What the person chose."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def _post_clean(self) -> None:
        """The service validates the record as a whole."""


class ReadForm(RefusableForm):
    """A regulation that was read: its text to be corrected, and the facts the file tells."""

    text = forms.CharField(
        label="Teks yang dibaca",
        widget=forms.Textarea(attrs={"rows": 24, "class": "source", "spellcheck": "false"}),
        strip=False,
        help_text="Perbaiki di sini yang salah terbaca, lalu tekan Baca lagi.",
    )
    title = forms.CharField(
        label="Judul",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        help_text="Ditulis biasa, tanpa jenis dan nomor peraturan; bentuk kapitalnya dihitung.",
    )
    number = forms.IntegerField(label="Nomor", min_value=1, max_value=9999)
    year = forms.IntegerField(label="Tahun", min_value=1945, max_value=2100)
    enacted_on = forms.DateField(label="Tanggal penetapan", widget=DAY)
    promulgated_on = forms.DateField(label="Tanggal pengundangan", widget=DAY)
    gazette_number = forms.IntegerField(label="Nomor Berita Daerah", min_value=1, max_value=9999)
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    file = forms.FileField(
        label="Berkas naskah asli",
        max_length=200,
        help_text="Pilih sekali lagi berkas aslinya: ia disimpan apa adanya, dapat diunduh, dan tetap yang resmi.",
    )
    reason = forms.CharField(
        label="Alasan",
        max_length=2000,
        initial="Peraturan yang berlaku, disusun di luar portal",
        widget=forms.TextInput(attrs={"class": "long"}),
    )

    def clean_file(self) -> Any:
        """The original is the file that was read, byte for byte."""
        file = self.cleaned_data["file"]
        if sha256(file.read()).hexdigest() != self.data.get("sha256", ""):
            raise ValidationError(
                f"{file.name} bukan berkas yang dibaca tadi. Pilih berkas yang sama, atau baca ulang."
            )
        file.seek(0)
        return file


class AdvanceForm(RefusableForm):
    """What one verb of the life of a regulation asks for: papers with their scans, day, number, name, reason."""

    on = forms.DateField(label="Tanggal", widget=DAY)
    number = forms.IntegerField(
        label="Nomor peraturan",
        min_value=1,
        max_value=9999,
        required=False,
        help_text="Kosongkan untuk nomor berikutnya menurut register.",
    )
    gazette_number = forms.IntegerField(label="Nomor Berita Daerah", min_value=1, max_value=9999)
    name = forms.CharField(label="Nama pejabat", max_length=200)
    note = forms.CharField(label="Catatan", max_length=500, required=False)
    reason = forms.CharField(label="Alasan", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    ASKED: ClassVar[dict[str, tuple[str, ...]]] = {
        "initial": ("name", "on", "note"),
        "enact": ("on", "number"),
        "promulgate": ("on", "gazette_number"),
    }

    def __init__(self, *args: Any, verb: str, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"id_{verb}_%s", **kwargs)
        self.verb = verb
        passage = LIFE_STEPS[verb]
        wanted = {*self.ASKED.get(verb, ()), "reason"}
        for name in [name for name in self.fields if name not in wanted]:
            del self.fields[name]
        self.fields["reason"].required = passage.step.needs_reason
        if not passage.step.needs_reason:
            self.fields["reason"].label = "Catatan keputusan"
        for index, paper in enumerate(passage.papers):
            self.fields[f"paper_{index}"] = forms.CharField(
                label=paper, max_length=200, help_text="Nomor dan tanggal dokumen."
            )
            self.fields[f"file_{index}"] = forms.FileField(
                label=f"Pindaian {paper[0].lower()}{paper[1:]}", required=False
            )

    def facts(self) -> ActFacts:
        """What the service is told."""
        sent = self.cleaned_data
        names = list(enumerate(LIFE_STEPS[self.verb].papers))
        return ActFacts(
            on=sent.get("on"),
            number=sent.get("number"),
            gazette_number=sent.get("gazette_number"),
            name=sent.get("name", ""),
            note=sent.get("note", ""),
            papers={name: sent[f"paper_{index}"] for index, name in names},
            files={name: sent[f"file_{index}"] for index, name in names if sent.get(f"file_{index}")},
        )

    def sentences(self) -> list[str]:
        """Everything that was refused."""
        return [sentence for found in self.errors.values() for sentence in found]
