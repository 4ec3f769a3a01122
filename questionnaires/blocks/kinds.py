"""All kinds of blocks, by the word that names them in files and in the database."""

from .block import Block, Heading, Note, PageBreak
from .simple import (
    Amount,
    Checkbox,
    Choice,
    ConsentBlock,
    Day,
    Files,
    Lines,
    LongText,
    MultipleChoice,
    Number,
    Text,
)
from .tables import Costs, People, Schedule, Table

KINDS: dict[str, type[Block]] = {
    kind.kind: kind
    for kind in (
        PageBreak,
        Heading,
        Note,
        Text,
        LongText,
        Lines,
        Number,
        Amount,
        Choice,
        MultipleChoice,
        Day,
        Checkbox,
        ConsentBlock,
        Files,
        Table,
        Costs,
        Schedule,
        People,
    )
}
