"""Small files made by hand for the tests of the readers: PDF pages from drawing commands, zip packages."""

import io
import zipfile

CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/{part}" '
    'ContentType="application/vnd.openxmlformats-officedocument.{kind}+xml"/></Types>'
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(*pages, width=842, height=595, rotate=0):
    """A PDF file; each page is a string of drawing commands with Helvetica as /F1 and its bold as /F2."""
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
    ]
    for number, content in enumerate(pages):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Rotate {rotate}"
            f"/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>/Contents {6 + 2 * number} 0 R>>"
        )
        objects.append(f"<</Length {len(content)}>>stream\n{content}\nendstream")
    return _with_places(objects)


def _with_places(objects):
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj{body}endobj\n".encode("cp1252")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}"
    return (
        data + (f"{end}trailer<</Size {len(places) + 1}/Root 1 0 R>>\nstartxref\n{len(data)}\n%%EOF").encode()
    )


def text(x, y, words, size=9, font="F1"):
    """A line of text whose baseline starts at x and y, in points from the bottom left."""
    words = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{font} {size} Tf {x} {y} Td ({words}) Tj ET"


def line(x0, y0, x1, y1):
    return f"{x0} {y0} m {x1} {y1} l S"


def table(rows, xs, top, pitch=20, rules="all", font="F1"):
    """Drawing commands of a table of one-line rows; rules are "all", "across" or "none"."""
    bottom = top - pitch * len(rows)
    drawn = []
    for number, row in enumerate(rows):
        y = top - pitch * number
        drawn += [text(x + 3, y - 13, cell, font=font) for x, cell in zip(xs, row, strict=False) if cell]
    if rules in ("all", "across"):
        drawn += [line(xs[0], top - pitch * n, xs[-1], top - pitch * n) for n in range(len(rows) + 1)]
    if rules == "all":
        drawn += [line(x, top, x, bottom) for x in xs]
    return "\n".join(drawn)


def package(members, kind="wordprocessingml.document.main", part="word/document.xml"):
    """A zip package with its content types and the members given."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES.format(part=part, kind=kind))
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def word(body, **parts):
    """A Word file from the XML of its body; other parts by name, such as numbering="…"."""
    members = {"word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'}
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = ""
    for name, content in parts.items():
        members[f"word/{name}.xml"] = f'<w:{name} xmlns:w="{WORD}">{content}</w:{name}>'
        links += f'<Relationship Id="{name}" Type="{relation}/{name}" Target="{name}.xml"/>'
    schema = "http://schemas.openxmlformats.org/package/2006/relationships"
    members["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{schema}">{links}</Relationships>'
    return package(members)


def paragraph(words, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def word_table(rows):
    """A Word table; a cell is its text, or a pair of text and cell properties."""
    lines = []
    for row in rows:
        cells = [cell if isinstance(cell, tuple) else (cell, "") for cell in row]
        lines.append(
            "<w:tr>"
            + "".join(f"<w:tc><w:tcPr>{extra}</w:tcPr>{paragraph(words)}</w:tc>" for words, extra in cells)
            + "</w:tr>"
        )
    return f"<w:tbl>{''.join(lines)}</w:tbl>"
