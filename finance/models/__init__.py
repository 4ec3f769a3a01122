"""Money that is planned, spent, paid out and worked for."""

from .bank import BankStatement, PayerAccount, TransferFile
from .books import ClosedBooks
from .budget import Budget, BudgetLine
from .expense import ExpenseDocument, ExpenseShare
from .interest import InterestRate
from .payment import PaymentOrder
from .work import WorkEntry

__all__ = [
    "BankStatement",
    "Budget",
    "BudgetLine",
    "ClosedBooks",
    "ExpenseDocument",
    "ExpenseShare",
    "InterestRate",
    "PayerAccount",
    "PaymentOrder",
    "TransferFile",
    "WorkEntry",
]
