"""Entering money: budgets, expenses and their shares, payments, hours."""

from .budgets import add_budget_line, set_budget
from .expenses import ShareWanted, change_expense, close_books, record_expense
from .payments import plan_payment
from .work import forget_work, record_work

__all__ = [
    "ShareWanted",
    "add_budget_line",
    "change_expense",
    "close_books",
    "forget_work",
    "plan_payment",
    "record_expense",
    "record_work",
    "set_budget",
]
