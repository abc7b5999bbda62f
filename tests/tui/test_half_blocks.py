"""A picture file as half-blocks: it fills its place, and a file that is no picture harms nothing."""

from __future__ import annotations

import io
import random
import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from rich.color import Color
from rich.console import Console
from rich.segment import Segment

from game.tui.widgets.picture import half_blocks

if TYPE_CHECKING:
    from pathlib import Path

RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)
PLACE = (10, 5)


def png(image: Image.Image) -> bytes:
    """An image as the bytes of a PNG file."""
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def striped(width: int, height: int, *colours: tuple[int, int, int]) -> Image.Image:
    """An image of level stripes of equal height, from the top."""
    image = Image.new("RGB", (width, height))
    step = height // len(colours)
    for number, colour in enumerate(colours):
        image.paste(colour, (0, number * step, width, (number + 1) * step))
    return image


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a test puts its picture."""
    return tmp_path / "picture.png"


def drawn(file: Path, size: tuple[int, int] = PLACE, focus: float = 0.5) -> list[list[Segment]]:
    """The picture as lines of segments."""
    pixels = half_blocks(file, size, focus)
    assert pixels is not None
    return [
        [piece for piece in line if piece.text]
        for line in Segment.split_lines(Console(width=500, legacy_windows=False).render(pixels))
    ]


def colours(lines: list[list[Segment]]) -> set[tuple[int, ...]]:
    """Every colour in them."""
    sides = [
        colour for line in lines for piece in line if piece.style for colour in (piece.style.color, piece.style.bgcolor)
    ]
    return {tuple(colour.get_truecolor()) for colour in sides if isinstance(colour, Color)}


@pytest.mark.parametrize("place", [(1, 1), (1, 40), (40, 1), (10, 5), (33, 7), (120, 24)])
@pytest.mark.parametrize("image", [(1, 1), (160, 80), (80, 160), (3, 999), (999, 3), (17, 23)])
def test_it_fills_its_place_exactly_whatever_its_own_shape(
    file: Path, image: tuple[int, int], place: tuple[int, int]
) -> None:
    file.write_bytes(png(Image.new("RGB", image, RED)))
    lines = drawn(file, place)
    assert [Segment.get_line_length(line) for line in lines if line] == [place[0]] * place[1]
    assert colours(lines) == {RED}


@pytest.mark.parametrize(("focus", "colour"), [(0.0, RED), (0.5, GREEN), (1.0, BLUE), (-3.0, RED), (7.0, BLUE)])
def test_where_the_height_is_cut_the_focus_stays(file: Path, focus: float, colour: tuple[int, int, int]) -> None:
    file.write_bytes(png(striped(60, 300, RED, GREEN, BLUE)))
    assert colours(drawn(file, (30, 5), focus)) == {colour}


def test_where_the_width_is_cut_the_middle_stays(file: Path) -> None:
    file.write_bytes(png(striped(60, 300, RED, GREEN, BLUE).rotate(90, expand=True)))
    assert colours(drawn(file, (10, 10))) == {GREEN}


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_a_picture(file: Path, mode: str) -> None:
    file.write_bytes(png(Image.new(mode, (20, 20))))
    assert half_blocks(file, PLACE, 0.5) is not None


def test_it_is_made_once_for_each_size_and_focus(file: Path) -> None:
    file.write_bytes(png(striped(60, 60, RED, BLUE)))
    first = half_blocks(file, PLACE, 0.5)
    file.unlink()
    assert half_blocks(file, PLACE, 0.5) is first
    assert half_blocks(file, PLACE, 0.4) is None
    assert half_blocks(file, (11, 5), 0.5) is None


def chunk(name: bytes, body: bytes) -> bytes:
    """A piece of a PNG file."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def bomb(width: int, height: int) -> bytes:
    """A small file that says it is a very large picture, and is one as far as it goes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * min((width + 1) * height, 50_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (20, 20), RED).save(written, "JPEG")
    return written.getvalue()


GOOD = png(striped(40, 40, RED, BLUE))
NO_PICTURES = {
    "empty": b"",
    "text": b"not a picture",
    "the first bytes": GOOD[:8],
    "cut off in its head": GOOD[:30],
    "cut off in its pixels": GOOD[: len(GOOD) // 2],
    "another kind": jpeg(),
    "a bitmap in its head": b"BM" + b"\0" * 100,
    "no size": bomb(0, 0),
    "a bomb": bomb(2001, 2000),
    "a bomb that is warned of": bomb(12_000, 9_000),
    "a bomb that is refused": bomb(60_000, 60_000),
    "a bomb without end": bomb(2**31 - 1, 2**31 - 1),
    "words without end": GOOD[:33] + chunk(b"zTXt", b"a\0\0" + zlib.compress(b"x" * 5_000_000)) + GOOD[33:],
}


@pytest.mark.parametrize("name", NO_PICTURES)
def test_a_file_that_is_no_good_picture_is_none(file: Path, name: str) -> None:
    file.write_bytes(NO_PICTURES[name])
    assert half_blocks(file, PLACE, 0.5) is None


def test_a_picture_of_as_many_pixels_as_may_be_is_one(file: Path) -> None:
    file.write_bytes(bomb(2000, 2000))
    assert half_blocks(file, PLACE, 0.5) is not None


def test_no_file_and_a_folder_are_none(tmp_path: Path) -> None:
    assert half_blocks(tmp_path / "nothing.png", PLACE, 0.5) is None
    assert half_blocks(tmp_path, PLACE, 0.5) is None


def test_whatever_is_wrong_with_a_file_nothing_is_raised(file: Path) -> None:
    chance = random.Random(7)
    pieces = [GOOD, png(Image.new("P", (9, 9))), png(Image.new("I;16", (9, 9)))]
    for _ in range(300):
        damaged = bytearray(chance.choice(pieces))
        for _ in range(chance.choice([1, 2, 8])):
            at = chance.randrange(8, len(damaged))
            damaged[at : at + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
        file.write_bytes(bytes(damaged))
        half_blocks.cache_clear()
        half_blocks(file, PLACE, 0.5)
