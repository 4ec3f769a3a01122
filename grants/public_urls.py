"""Addresses of calls that everybody may open."""

from django.urls import path

from grants.views import public, question, quiz, receipt

app_name = "grants_public"

urlpatterns = [
    path("", public.PublicCallListView.as_view(), name="call-list"),
    path("receipts/<str:token>/", receipt.ReceiptCheckView.as_view(), name="receipt"),
    path("<slug:code>/may-we/", quiz.QuizView.as_view(), name="quiz"),
    path("<slug:code>/ask/", question.AskView.as_view(), name="ask"),
    path("<slug:code>/", public.PublicCallView.as_view(), name="call"),
]
