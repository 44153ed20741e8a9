"""The checks X2 to X16 of the format rules, each as a function from the printed text to a list of faults."""

import re
from itertools import pairwise

from tests.perwali.pdftext import (
    ORDINALS,
    PAGE_NUMBER,
    Node,
    before_annexes,
    body_tree,
    items,
    joined,
    lines,
    normalise,
    of_kind,
    pages,
    roman,
    sections,
    spell,
)

DATE = r"pada tanggal (?:\.\.\.|\d{1,2} [A-Z][a-z]+ \d{4})"
RANKS = ["Undang-Undang Dasar", "Undang-Undang", "Peraturan Pemerintah", "Peraturan Presiden", "Peraturan Menteri"]
RANKS += ["Peraturan Daerah Provinsi", "Peraturan Daerah Kota", "Peraturan Wali Kota"]
DOT = r"(?:\d+|\.\.\.)"
LN = rf"\(Lembaran Negara Republik Indonesia Tahun \d{{4}} Nomor {DOT}"
GAZETTES = {
    "Undang-Undang": LN + rf", Tambahan Lembaran Negara Republik Indonesia Nomor {DOT}\)",
    "Peraturan Pemerintah": LN + rf", Tambahan Lembaran Negara Republik Indonesia Nomor {DOT}\)",
    "Peraturan Presiden": LN + r"\)",
    "Peraturan Menteri": rf"\(Berita Negara Republik Indonesia Tahun \d{{4}} Nomor {DOT}\)",
}
PLACE = r"(?: huruf (?P<h{0}>[a-z]{{1,2}})(?: angka (?P<k{0}>\d+))?)?"
REFERENCE = re.compile(
    r"sebagaimana dimaksud (?:"
    + (r"dalam Pasal (?P<p1>\d+)(?: ayat \((?P<a1>\d+)\))?" + PLACE.format(1))
    + (r"|pada ayat \((?P<a2>\d+)\)" + PLACE.format(2))
    + r"|dalam peraturan perundang-undangan mengenai \w+)"
)
FOREIGN = r"smart|city|roadmap|quick|wins?|masterplan|dashboard|monitoring|stakeholders?|online|branding|governance"
LINT = {
    "R21": r"(?i)\bwalikota\b",
    "R46": r"(?i)\b(?:pidana|kurungan|penjara|denda)\b",
    "R82": r"\b(?:agar|hendaknya|sebaiknya|diharapkan)\b",
    "R84": r"(?i)di samping|dan lain-lain|\bdll\.|\bdsb\.|tersebut di atas|yang bersangkutan",
    "R86": rf"(?i)\b(?:{FOREIGN})\b",
    "R87": r"(?i)\bperwali ini|(?<!dalam )\bperaturan ini\b",
    "R88": r"(?<!Menimbang)(?<!Mengingat)(?<!Menetapkan) [,;.:](?!\.)",
    "R89": r"dimaksud pada Pasal|dimaksud dalam ayat",
    "R91": r"(?<![.:(]\s)\bpasal \d|\b(?:Ayat|Huruf|Angka) [(a-z\d]",
    "R92": r"\b(?:Pasal|ayat) ini\b",
}


def unequal(what: str, found: object, expected: object) -> list[str]:
    """A fault if the two differ."""
    return [] if found == expected else [f"{what}: {found!r} instead of {expected!r}"]


def number_of_page_faults(text: str) -> list[str]:
    """X2 (R10): the first page has no number, page n begins with ``- n -``."""
    faults = []
    for index, page in enumerate(pages(text), 1):
        found = [int(match[1]) for line in page if (match := PAGE_NUMBER.match(line))]
        faults += unequal(f"page {index}", found, [] if index == 1 else [index])
        if index > 1 and not PAGE_NUMBER.match(page[0]):
            faults.append(f"page {index} begins with {page[0]!r}")
    return faults


def first_page_faults(text: str, title: str) -> list[str]:
    """X3 (R16, R18, R19, R25, R27, R28): order of the lines above the recitals."""
    expected = ["WALI KOTA SOLOK", "PROVINSI SUMATERA BARAT", "RANCANGAN", "PERATURAN WALI KOTA SOLOK"]
    expected += ["NOMOR ... TAHUN ...", "TENTANG", title, "DENGAN RAHMAT TUHAN YANG MAHA ESA", "WALI KOTA SOLOK,"]
    head = sections(text)["head"]
    name = joined(head[head.index("TENTANG") + 1 : -2]) if "TENTANG" in head else ""
    faults = unequal("lines", [*head[:6], name, *head[-2:]], expected)
    faults += unequal("phrase R27", before_annexes(text).count("DENGAN RAHMAT TUHAN YANG MAHA ESA"), 1)
    return faults + ([] if any(line.startswith("Menimbang") for line in pages(text)[0]) else ["no Menimbang on page 1"])


def recital_faults(text: str, title: str) -> list[str]:
    """X4 (R29 to R32): letters, ``bahwa`` and ``;``, the last recital."""
    section = sections(text)["menimbang"]
    found = items(section, "[a-z]{1,2}")
    letters = [chr(97 + index) for index in range(len(found))] if len(found) > 1 else [""]
    faults = unequal("letters", [label for label, _ in found], letters)
    faults += [f"recital {label}: {item}" for label, item in found if not re.fullmatch(r"bahwa [^;]*[^;.: ];", item)]
    named = [f"huruf {letter}" for letter in letters[:-1]]
    address = " dan ".join(named) if len(named) < 3 else ", ".join([*named[:-1], f"dan {named[-1]}"])
    last = f"bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam {address}, perlu menetapkan "
    faults += unequal("last recital", found[-1][1] if found else "", f"{last}Peraturan Wali Kota tentang {title};")
    return faults + ([] if section and re.match(r"Menimbang\s*:", section[0]) else ["Menimbang without colon"])


def basis_faults(text: str) -> list[str]:
    """X5 (R35 to R41): numbers, ``;``, rank and date, form of the gazette."""
    section = sections(text)["mengingat"]
    found = items(section, r"\d+")
    faults = unequal("numbers", [label for label, _ in found], [str(n) for n in range(1, len(found) + 1)])
    faults += [] if section and re.match(r"Mengingat\s*:", section[0]) else ["Mengingat without colon"]
    keys = []
    for label, item in found:
        rank = next((name for name in RANKS if re.match(rf"(?:Pasal \d+ (?:ayat \(\d+\) )?)?{name}", item)), "")
        dated = re.match(r".*? Nomor (\d+) Tahun (\d{4})", item)
        if not rank or (rank != RANKS[0] and not dated):
            faults.append(f"item {label} is no regulation of a known rank: {item}")
            continue
        keys.append((RANKS.index(rank), int(dated[2]) if dated else 0, int(dated[1]) if dated else 0))
        form = rf"{rank}.* Nomor \d+ Tahun \d{{4}} tentang [^()]+ {GAZETTES.get(rank, '.*')}"
        form += r"(?: sebagaimana telah (?:beberapa kali diubah terakhir|diubah) dengan [^()]+ \([^()]+\))?"
        if rank != RANKS[0] and not re.fullmatch(form, item.rstrip(";")):
            faults.append(f"item {label} is not cited in the form of R39 to R41: {item}")
        if not re.search(r"[^;.: ];$", item):
            faults.append(f"item {label} does not end with ';': {item}")
    return faults + ([] if keys == sorted(keys) else [f"ranks are not ascending: {keys}"])


def enacting_faults(text: str, title: str) -> list[str]:
    """X6 (R43, R44): one MEMUTUSKAN:, one Menetapkan, the name ends with a full stop."""
    wanted = f"MEMUTUSKAN: Menetapkan : PERATURAN WALI KOTA TENTANG {title}."
    faults = unequal("enacting words", joined(sections(text)["diktum"]), wanted)
    faults += unequal("MEMUTUSKAN", sum(bool(re.search("MEMUTUSKAN", line)) for line in lines(text)), 1)
    return faults + unequal("Menetapkan", sum(line.startswith("Menetapkan") for line in lines(text)), 1)


def hierarchy_faults(text: str) -> list[str]:
    """X7 (R45 to R56, R65): every level is numbered without gap and stands where it may."""
    root = body_tree(text)
    chapters = of_kind(root, "bab")
    faults = unequal("BAB", [bab.number for bab in chapters], [roman(n) for n in range(1, len(chapters) + 1)])
    titles = [bab.text for bab in chapters]
    faults += unequal("first and last BAB", titles[:1] + titles[-1:], ["KETENTUAN UMUM", "KETENTUAN PENUTUP"])
    faults += [f"title of BAB: {title!r}" for title in titles if title != title.upper() or not title]
    articles = [pasal.number for pasal in of_kind(root, "pasal")]
    faults += unequal("Pasal", articles, [str(n) for n in range(1, len(articles) + 1)])
    for node in root.walk():
        kinds = {child.kind for child in node.children}
        numbers = [child.number for child in node.children]
        count = range(len(numbers))
        if len(kinds) > 1:
            faults.append(f"{node.address} mixes {sorted(kinds)} (R49)")
        for kind in kinds - {"bab", "pasal"}:
            wanted = {"bagian": ORDINALS[: len(numbers)], "huruf": [chr(97 + n) for n in count]}
            faults += unequal(f"{node.address} {kind}", numbers, wanted.get(kind, [str(n + 1) for n in count]))
        if kinds & {"ayat", "huruf", "angka"} and len(numbers) < 2:
            faults.append(f"{node.address} has a single {numbers} (R55, R65)")
        if node.kind == "paragraf" and node not in [p for b in of_kind(root, "bagian") for p in b.children]:
            faults.append(f"{node.address} stands outside a Bagian (R48)")
        if node.kind in ("pasal", "ayat") and not node.children and not re.search(r"[^.;: ]\.$", node.text):
            faults.append(f"{node.address} does not end with a full stop: {node.text!r} (R56)")
        if node.kind in ("bagian", "paragraf") and not re.fullmatch(r"[A-Z][A-Za-z ,]+", node.text):
            faults.append(f"{node.address} has the title {node.text!r} (R52)")
    return faults


def definitions(text: str) -> dict[str, str]:
    """Terms of Pasal 1 with their definitions."""
    first = next(iter(of_kind(body_tree(text), "pasal")), Node("pasal", "1"))
    form = re.compile(r"(?:.+? yang selanjutnya dising?(?:but|kat) |.+? yang selanjutnya disebut )?(.+?) adalah ")
    return {found[1]: node.text for node in first.children if (found := form.match(node.text))}


def _items_faults(nodes: list[Node], end: str, capitals: tuple[str, ...]) -> list[str]:
    faults = []
    for index, node in enumerate(nodes, 1):
        mark = end if index == len(nodes) else r"; (?:dan|atau|dan/atau)" if index == len(nodes) - 1 else ";"
        if not re.search(rf"[^;.:, ]{':' if node.children else mark}$", node.text):
            faults.append(f"{node.address} ends wrongly (R62-R64): {node.text!r}")
        if not node.text[:1].islower() and not node.text.startswith(capitals):
            faults.append(f"{node.address} starts with a capital (R61): {node.text!r}")
        faults += _items_faults(node.children, mark, capitals)
    return faults


def list_faults(text: str) -> list[str]:
    """X8 (R60 to R64, R73): lead-in, marks and the single conjunction of each list."""
    faults = []
    terms = tuple(definitions(text))
    for node in body_tree(text).walk():
        if node.kind not in ("pasal", "ayat") or not {child.kind for child in node.children} & {"huruf", "angka"}:
            continue
        if not node.text.endswith(":"):
            faults.append(f"{node.address}: the lead-in does not end with ':' (R60): {node.text!r}")
        if node.text.endswith("yang dimaksud dengan:"):
            form = re.compile(r"[A-Z][^;]*[^;.: ]\.")
            faults += [f"{c.address} (R73): {c.text!r}" for c in node.children if not form.fullmatch(c.text)]
        else:
            faults += _items_faults(node.children, r"\.", terms)
    return faults


def reference_faults(text: str) -> list[str]:
    """X9 (R31, R89, R90, R94, R97): each reference parses, its target exists and is not later."""
    nodes = [node for node in body_tree(text).walk() if node.address.startswith("Pasal")]
    order = {node.address: index for index, node in enumerate(nodes)}
    faults = []
    for node in nodes:
        own = re.match(r"Pasal \w+", node.address)[0]
        for found in re.finditer(r"\bdimaksud\b(?! dengan:)", node.text):
            match = REFERENCE.match(node.text, found.start() - len("sebagaimana "))
            if not match:
                faults.append(f"{node.address}: unknown form {node.text[found.start() :][:60]!r}")
                continue
            part = match.groupdict()
            if not (part["p1"] or part["a2"]):
                continue
            target = f"Pasal {part['p1']}" if part["p1"] else own
            for form, value in zip((" ayat ({})", " huruf {}", " angka {}"), ("a", "h", "k"), strict=True):
                value = part.get(f"{value}1") or part.get(f"{value}2")
                target += form.format(value) if value else ""
            if part["p1"] and part["a1"] and target.startswith(own + " "):
                faults.append(f"{node.address}: {match[0]!r} names its own Pasal (R89)")
            if target not in order:
                faults.append(f"{node.address}: {target} does not exist")
            elif order[target] > order[node.address]:
                faults.append(f"{node.address}: {target} is later (R94)")
    parts = sections(text)
    flow = [line for name in ("menimbang", "mengingat", "body", "closing") for line in parts[name]]
    split = [
        line for line, after in pairwise(flow) if re.search(r"\b(Pasal|ayat|huruf|angka)$", line) and after[0] in "("
    ]
    split += [line for line in flow if re.search(r" (Pasal|ayat|huruf|angka)$", line)]
    return faults + [f"a line ends inside a reference (R97): {line!r}" for line in split]


def number_faults(text: str) -> list[str]:
    """X10 (R68, R70, R71): a figure of quantity is followed by its words, and the words are right."""
    whole = before_annexes(text)
    faults = []
    for found in re.finditer(r"(\d+) \(([a-z ]+)\)", whole):
        faults += unequal(f"words of {found[1]}", found[2], spell(int(found[1])))
    bare = re.findall(r"(?<!\() \d+ (?:bulan|hari|orang|kali|tahun|Dimensi|minggu)\b", whole)
    return faults + [f"figure without words (R68): {found!r}" for found in bare]


def annex_faults(text: str, title: str, names: list[str]) -> list[str]:
    """X11 (R110 to R115): one mention each, block, name, signature, order."""
    phrase = (
        r"tercantum dalam Lampiran( [IVXLC]+)? yang merupakan bagian tidak terpisahkan dari Peraturan Wali Kota ini\."
    )
    wanted = [f" {roman(n)}" for n in range(1, len(names) + 1)] if len(names) > 1 else [""]
    faults = unequal("mentions", re.findall(phrase, before_annexes(text)), wanted)
    annexes = joined(sections(text)["annexes"])
    number = re.search(r"NOMOR .*? TAHUN (?:\.\.\.|\d{4})", before_annexes(text))
    blocks = re.split(r"(?=\bLAMPIRAN(?: [IVXLC]+)? PERATURAN WALI KOTA SOLOK)", annexes)
    faults += unequal("text before the first block", blocks[0], "")
    faults += unequal("number of blocks", len(blocks) - 1, len(names))
    for label, name, block in zip(wanted, names, blocks[1:], strict=False):
        lead = f"LAMPIRAN{label} PERATURAN WALI KOTA SOLOK {number and number[0]} TENTANG {title} {name} "
        if not block.startswith(lead):
            faults.append(f"LAMPIRAN{label} begins {block[: len(lead)]!r} (R112, R113)")
        if block.count("WALI KOTA SOLOK, ") != 1 or not re.search(
            r"WALI KOTA SOLOK, (?:\(NAMA\)|[A-Z' ]+)$", block.strip()
        ):
            faults.append(f"LAMPIRAN{label} ends {block[-60:]!r} (R114)")
    return faults


def closing_faults(text: str) -> list[str]:
    """X12 (R99, R101 to R106): the closing lines once, on one page with the last Pasal, no lonely signature."""
    name = r"(?:\(NAMA\)|[A-Z' ]+)"
    wanted = (
        r"Agar setiap orang mengetahuinya, memerintahkan pengundangan Peraturan Wali Kota ini dengan penempatannya "
        rf"dalam Berita Daerah Kota Solok\. Ditetapkan di Solok {DATE} WALI KOTA SOLOK, {name} "
        rf"Diundangkan di Solok {DATE} SEKRETARIS DAERAH KOTA SOLOK, {name} "
        rf"BERITA DAERAH KOTA SOLOK TAHUN {DOT} NOMOR {DOT}"
    )
    closing = joined(sections(text)["closing"])
    faults = [] if re.fullmatch(wanted, closing) else [f"closing: {closing!r}"]
    articles = of_kind(body_tree(text), "pasal")
    last = "Peraturan Wali Kota ini mulai berlaku pada tanggal diundangkan."
    faults += unequal("last Pasal (R99)", articles[-1].text if articles else "", last)
    once = ["Agar setiap orang", "Ditetapkan di", "Diundangkan di", "SEKRETARIS DAERAH", "BERITA DAERAH"]
    for line in once:
        faults += unequal(line, sum(found.startswith(line) for found in lines(text)), 1)
    for index, page in enumerate(pages(text), 1):
        rest = [line for line in page if not PAGE_NUMBER.match(line)]
        if not rest or re.match(
            r"WALI KOTA SOLOK,|SEKRETARIS DAERAH|Di(?:tetap|undang)kan di|pada tanggal|BERITA", rest[0]
        ):
            faults.append(f"page {index} holds a signature alone (R106): {rest[:1]}")
        held = [any(line.startswith(mark) for line in rest) for mark in [last[:30], *once]]
        if any(held[1:]) and not all(held):
            faults.append(f"page {index} holds a part of the closing or none of the last Pasal (R106)")
    return faults


def status_faults(text: str, enacted: bool) -> list[str]:
    """X13 (R19, R20): RANCANGAN if and only if not enacted; enacted text has no placeholder and no dots."""
    faults = unequal("RANCANGAN", lines(text).count("RANCANGAN"), 0 if enacted else 1)
    if not enacted and (not pages(text) or "RANCANGAN" not in pages(text)[0]):
        faults.append("RANCANGAN is not on page 1")
    marks = r"\{\{|\}\}|\(NAMA\)|\.\.\." if enacted else r"\{\{|\}\}|\{%"
    return faults + [f"placeholder: {found!r}" for found in sorted(set(re.findall(marks, normalise(text))))]


def leaf_faults(text: str, leaves: list[str]) -> list[str]:
    """X14: every leaf stands in the text, in order; the text is normalised already."""
    faults, place = [], 0
    for leaf in leaves:
        found = text.find(leaf, place)
        if found < 0:
            faults.append(f"lost after {text[max(0, place - 40) : place]!r}: {leaf!r}")
        else:
            place = found + len(leaf)
    return faults


def label_faults(text: str) -> list[str]:
    """X15: no page ends with a label or a heading only."""
    label = re.compile(r"\d+[.)]|[a-z]{1,2}[.)]|\(\d+[a-z]?\)|[A-Z]\.|BAB [IVXLC]+|Bagian \w+|Paragraf \d+|Pasal \d+")
    heading = re.compile(r"(?:BAB|Bagian|Paragraf) \w+")
    faults = []
    for index, page in enumerate(pages(text), 1):
        if label.fullmatch(page[-1]) or (len(page) > 1 and heading.fullmatch(page[-2])):
            faults.append(f"page {index} ends with {page[-2:]!r}")
    return faults


def lint_faults(text: str) -> list[str]:
    """X16 (R21, R32, R46, R75, R84, R86, R88, R89, R91, R92 and kin): wording; annexes only for R21."""
    body = before_annexes(text)
    faults = []
    for rule, pattern in LINT.items():
        where = normalise(text) if rule == "R21" else body
        faults += [f"{rule}: {where[max(0, m.start() - 30) : m.end() + 10]!r}" for m in re.finditer(pattern, where)]
    parts = sections(text)
    if "dimaksud pada huruf" in joined(parts["head"] + parts["menimbang"] + parts["mengingat"]):
        faults.append("R32: dimaksud pada huruf")
    used = " ".join(n.text for p in of_kind(body_tree(text), "pasal")[1:] for n in p.walk())
    faults += [f"R75: {term!r} is never used" for term in definitions(text) if not re.search(rf"\b{term}\b", used)]
    return faults + ([] if definitions(text) else ["R75: no definitions found"])
