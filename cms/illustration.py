"""Quiet pictures from the mark's figure: pairs of equal circles, one filled and one open, rolling on shared lines.

Drawn by code instead of stock photographs, so each page has its own and always the same one.
"""

import hashlib
import random
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 480
SCHEMES = 4  # grounds and tones, see public.css
STROKE = 0.16  # of the radius: the open circle is drawn like the mark's


@dataclass(frozen=True)
class Circle:
    """One wheel: centre, radius to the middle of its stroke, stroke width, tone (a, b, c), filled or open."""

    x: int
    y: int
    r: float
    stroke: float
    tone: str
    filled: bool


@dataclass(frozen=True)
class Line:
    y: int
    start: int
    end: int


@dataclass(frozen=True)
class Picture:
    scheme: int
    lines: tuple[Line, ...]
    circles: tuple[Circle, ...]
    width: int = WIDTH
    height: int = HEIGHT


def picture_of(seed: str) -> Picture:
    """Draw the picture of `seed`; the same seed gives the same picture on every machine.

    One large pair gives the picture its weight; two smaller pairs travel on lines above and below it.
    """
    digest = hashlib.sha256(seed.encode()).digest()
    # A picture, no secret: the generator must only be the same everywhere.
    dice = random.Random(digest)  # noqa: S311
    large, middle, small = (
        dice.choice((128, 142, 156)),
        dice.choice((50, 58, 66)),
        dice.choice((24, 30)),
    )
    roads = (HEIGHT - dice.choice((40, 64)), dice.choice((150, 176)), dice.choice((72, 92)))
    pairs = zip(roads, (large, middle, small), "abc", strict=True)
    wheels = [wheel for road, radius, tone in pairs for wheel in _pair(dice, road, radius, tone)]
    return Picture(
        digest[0] % SCHEMES + 1, tuple(_line(dice, road) for road in roads), tuple(wheels)
    )


def _pair(dice: random.Random, road: int, radius: int, tone: str) -> list[Circle]:
    apart = 2 * radius + dice.choice((0, radius // 4, radius // 2))
    first = dice.randint(-radius // 3, WIDTH - apart + radius // 3)
    filled_first = dice.random() < 0.6
    stroke = radius * STROKE
    return [
        Circle(
            x,
            road - radius,
            radius - stroke / 2,
            stroke,
            tone,
            filled=(number == 0) == filled_first,
        )
        for number, x in enumerate((first, first + apart))
    ]


def _line(dice: random.Random, road: int) -> Line:
    return Line(
        road, dice.choice((-20, -20, 90)), dice.choice((WIDTH + 20, WIDTH + 20, WIDTH - 110))
    )
