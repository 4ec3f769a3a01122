"""Workspace pages of money, under /panel/finance/."""

from django.urls import path

from finance.views import budgets, expenses, payments

app_name = "finance"
urlpatterns = [
    path("", budgets.Budgets.as_view(), name="home"),
    path("budgets/<int:pk>/", budgets.BudgetPage.as_view(), name="budget"),
    path("budgets/<int:pk>/edit/", budgets.EditBudget.as_view(), name="budget-edit"),
    path("budgets/<int:pk>/lines/new/", budgets.NewLine.as_view(), name="line-new"),
    path("expenses/", expenses.Expenses.as_view(), name="expenses"),
    path("expenses/new/", expenses.NewExpense.as_view(), name="expense-new"),
    path("expenses/<int:pk>/", expenses.ExpensePage.as_view(), name="expense"),
    path("payments/", payments.Payments.as_view(), name="payments"),
    path("payments/<int:pk>/", payments.PaymentPage.as_view(), name="payment"),
    path(
        "payments/<int:pk>/<slug:move>/", payments.PaymentMove.as_view(), name="paymentorder-move"
    ),
]
