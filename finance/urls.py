"""Workspace pages of money, under /panel/finance/."""

from django.urls import path

from finance.views import banking, budgets, expenses, interest, owners, payments

app_name = "finance"
urlpatterns = [
    path("", budgets.Budgets.as_view(), name="home"),
    path("budgets/<int:pk>/", budgets.BudgetPage.as_view(), name="budget"),
    path("budgets/<int:pk>/edit/", budgets.EditBudget.as_view(), name="budget-edit"),
    path("budgets/<int:pk>/lines/new/", budgets.NewLine.as_view(), name="line-new"),
    path(
        "programmes/<slug:code>/budget/", owners.ProgrammeBudget.as_view(), name="programme-budget"
    ),
    path(
        "programmes/<slug:code>/partners/<int:pk>/budget/",
        owners.PartnerBudget.as_view(),
        name="partner-budget",
    ),
    path("expenses/", expenses.Expenses.as_view(), name="expenses"),
    path("expenses/new/", expenses.NewExpense.as_view(), name="expense-new"),
    path("expenses/<int:pk>/", expenses.ExpensePage.as_view(), name="expense"),
    path("interest/", interest.RatesView.as_view(), name="rates"),
    path("transfers/", banking.Transfers.as_view(), name="transfers"),
    path("transfers/<int:pk>/", banking.TransferView.as_view(), name="transfer"),
    path("statements/", banking.Statements.as_view(), name="statements"),
    path("statements/<int:pk>/", banking.StatementView.as_view(), name="statement"),
    path("bank/<slug:code>/payer/", banking.PayerView.as_view(), name="payer"),
    path("bank/<slug:code>/transfer/", banking.TransferNewView.as_view(), name="transfer-new"),
    path("bank/<slug:code>/statement/", banking.StatementNewView.as_view(), name="statement-new"),
    path("payments/", payments.Payments.as_view(), name="payments"),
    path("payments/<int:pk>/", payments.PaymentPage.as_view(), name="payment"),
    path(
        "payments/<int:pk>/<slug:move>/", payments.PaymentMove.as_view(), name="paymentorder-move"
    ),
]
