"""Render the drawings in assets/art to PNG, with an index of what each of them shows (`make art`)."""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import sys
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import resvg_py
from PIL import Image

ART = Path(__file__).parent / "art"
INDEX = ART / "index.json"
SIZES = {"0 0 500 200": (250, 100), "0 0 200 200": (100, 100)}
BARRED = {"text", "tspan", "image", "script", "style", "foreignObject"}

Entry = dict[str, str | float]


class Picture(NamedTuple):
    id: str
    entry: Entry
    pixels: Image.Image


class Refused(Exception):
    """A drawing breaks a rule of the house."""


def local(name: str) -> str:
    return name.rpartition("}")[2]


def words(root: ET.Element, tag: str) -> str:
    found = next((child for child in root if local(child.tag) == tag), None)
    text = " ".join((found.text or "").split()) if found is not None else ""
    if not text:
        raise Refused(f"has no <{tag}>")
    return text


def inspect(element: ET.Element) -> None:
    if local(element.tag) in BARRED:
        raise Refused(f"has a <{local(element.tag)}>, which is not drawn here")
    for name, value in element.attrib.items():
        if local(name).startswith("on"):
            raise Refused(f"has a script in {local(name)}")
        outside = local(name) == "href" and not value.startswith("#")
        if outside or "url(" in value.replace("url(#", ""):
            raise Refused(f"points outside itself: {local(name)}={value!r}")


def focus(root: ET.Element) -> float:
    given = root.get("data-focus", "0.5")
    try:
        line = float(given)
    except ValueError:
        line = -1.0
    if not 0 <= line <= 1:
        raise Refused(f"has data-focus {given!r}, which is not a share of its height")
    return line


def draw(source: str, size: tuple[int, int]) -> Image.Image:
    width, height = size
    try:
        png = resvg_py.svg_to_bytes(svg_string=source, width=width, height=height, skip_system_fonts=True)
    except ValueError as error:
        raise Refused(f"cannot be drawn: {error}") from error
    image = Image.open(io.BytesIO(bytes(png))).convert("RGBA")
    opaque = image.getchannel("A").getextrema() == (255, 255)
    return image.convert("RGB") if opaque else image


def picture(path: Path) -> Picture:
    source = path.read_bytes()
    try:
        root = ET.fromstring(source)  # noqa: S314 — our own drawings
    except ET.ParseError as error:
        raise Refused(f"is not well-formed: {error}") from error
    for element in root.iter():
        inspect(element)
    view = root.get("viewBox", "")
    if view not in SIZES:
        raise Refused(f"has viewBox {view!r}; it must be one of {', '.join(map(repr, SIZES))}")
    entry: Entry = {
        "title": words(root, "title"),
        "desc": words(root, "desc"),
        "focus": focus(root),
        "source": hashlib.sha256(source).hexdigest(),
    }
    return Picture(path.stem, entry, draw(source.decode(), SIZES[view]))


def gallery() -> list[Picture]:
    found, refused = [], []
    for path in sorted(ART.glob("*.svg")):
        try:
            found.append(picture(path))
        except Refused as reason:
            refused.append(f"{path.name} {reason}")
    if refused:
        sys.exit("\n".join(refused))
    return found


def index(pictures: list[Picture]) -> bytes:
    entries = {one.id: one.entry for one in pictures}
    return (json.dumps(entries, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def same(path: Path, pixels: Image.Image) -> bool:
    if not path.exists():
        return False
    with Image.open(path) as old:
        return (old.mode, old.size, old.tobytes()) == (pixels.mode, pixels.size, pixels.tobytes())


def stale(pictures: list[Picture]) -> list[str]:
    names = [f"{one.id}.png" for one in pictures if not same(ART / f"{one.id}.png", one.pixels)]
    if not INDEX.exists() or INDEX.read_bytes() != index(pictures):
        names.append(INDEX.name)
    return names


def orphans(pictures: list[Picture]) -> list[Path]:
    drawn = {one.id for one in pictures}
    return sorted(path for path in ART.glob("*.png") if path.stem not in drawn)


def write(pictures: list[Picture]) -> None:
    """Write what has changed, and nothing else, so that other zlibs make no other files."""
    for one in pictures:
        path = ART / f"{one.id}.png"
        if not same(path, one.pixels):
            one.pixels.save(path, optimize=True)
            print(f"drew {path.name}")
    for path in orphans(pictures):
        path.unlink()
        print(f"dropped {path.name}")
    INDEX.write_bytes(index(pictures))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; say what is stale, and fail if anything is"
    )
    check = parser.parse_args().check
    pictures = gallery()
    if not check:
        write(pictures)
        return
    names = stale(pictures) + [path.name for path in orphans(pictures)]
    if names:
        sys.exit(f"Stale in assets/art: {', '.join(names)}. Run `make art`.")


if __name__ == "__main__":
    main()
