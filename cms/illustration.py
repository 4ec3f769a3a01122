"""Quiet pictures from the mark's figure: pairs of equal circles, one filled and one open, rolling on shared lines.

Drawn by code instead of stock photographs, so each page has its own and always the same one.
"""

import hashlib
import random
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 480
TONES = ("art-1", "art-2", "art-3", "art-4", "art-5")


@dataclass(frozen=True)
class Circle:
    x: int
    y: int
    r: int
    tone: str
    filled: bool


@dataclass(frozen=True)
class Line:
    y: int
    start: int
    end: int


@dataclass(frozen=True)
class Picture:
    lines: tuple[Line, ...]
    circles: tuple[Circle, ...]
    width: int = WIDTH
    height: int = HEIGHT


def picture_of(seed: str) -> Picture:
    """Draw the picture of `seed`; the same seed gives the same picture on every machine.

    One large pair gives the picture its weight, two smaller pairs travel on lines above and below it.
    """
    # A picture, no secret: the generator must only be the same everywhere.
    dice = random.Random(hashlib.sha256(seed.encode()).digest())  # noqa: S311
    roads = [HEIGHT - dice.choice((60, 84)), dice.choice((250, 280)), dice.choice((116, 140))]
    radii = [dice.choice((112, 124, 136)), dice.choice((52, 60)), dice.choice((28, 36, 44))]
    tones = dice.sample(TONES, k=3)
    if dice.random() < 0.35:
        roads[0], roads[1] = HEIGHT - 44, 180
    circles: list[Circle] = []
    for road, radius, tone in zip(roads, radii, tones, strict=True):
        circles += _pair(dice, road, radius, tone)
    lines = tuple(_line(dice, road) for road in roads)
    return Picture(lines, tuple(circles))


def _pair(dice: random.Random, road: int, radius: int, tone: str) -> list[Circle]:
    gap = radius * dice.choice((2, 2, 3)) + dice.choice((8, 24, 40))
    first = dice.randint(radius // 2, WIDTH - gap - radius // 2)
    filled_first = dice.random() < 0.6
    places = (first, first + gap)
    return [
        Circle(x, road - radius, radius, tone, filled=(number == 0) == filled_first)
        for number, x in enumerate(places)
    ]


def _line(dice: random.Random, road: int) -> Line:
    start = dice.choice((-20, -20, 60, 140))
    end = dice.choice((WIDTH + 20, WIDTH + 20, WIDTH - 120))
    return Line(road, start, end)
