"""Money: an exact amount in one currency, the way it is written, and the database field for it."""

from .amount import CENT, MixedCurrencies, Money
from .fields import AmountField, AmountFormField
from .spelled import in_words
from .written import NBSP, UnreadableAmount, format_money, read_amount

__all__ = [
    "CENT",
    "NBSP",
    "AmountField",
    "AmountFormField",
    "MixedCurrencies",
    "Money",
    "UnreadableAmount",
    "format_money",
    "in_words",
    "read_amount",
]
