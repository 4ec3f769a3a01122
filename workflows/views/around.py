"""What hangs on any object: comments and files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.generic import View

from workflows import policies
from workflows.actions import add_comment, attach_files, remove_file
from workflows.errors import MoveRefused, NotYours
from workflows.forms import CommentForm, FileForm
from workflows.models import StoredFile


def visible_object(user: Any, app_label: str, model: str, pk: int) -> Any:
    """The object of this address, if `user` may see it; Http404 otherwise."""
    kind = get_object_or_404(ContentType, app_label=app_label, model=model)
    manager: Any = getattr(kind.model_class(), "objects", None)
    if not hasattr(manager, "visible_to"):
        raise Http404
    return get_object_or_404(manager.visible_to(user), pk=pk)


class AroundView(LoginRequiredMixin, View):
    """A form about some object: done and back, or its own page with what is wrong, nothing lost."""

    title = ""
    submit_label = ""

    def form(self, obj: Any, request: HttpRequest) -> Any:
        raise NotImplementedError

    def act(self, obj: Any, form: Any) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, app_label: str, model: str, pk: int) -> HttpResponse:
        """Do it and go back to the object."""
        obj = visible_object(request.user, app_label, model, pk)
        form = self.form(obj, request)
        status = 422
        if form.is_valid():
            try:
                self.act(obj, form)
                return redirect(obj.get_absolute_url())
            except MoveRefused as refusal:
                status = refusal.status
                for sentence in refusal.sentences:
                    form.add_error(None, sentence)
        return self.page(obj, form, status)

    def get(self, request: HttpRequest, app_label: str, model: str, pk: int) -> HttpResponse:
        """Somebody came back by the address alone (after logging in, say): the object's page has the form."""
        return redirect(visible_object(request.user, app_label, model, pk).get_absolute_url())

    def page(self, obj: Any, form: Any, status: int) -> HttpResponse:
        context = {
            "object": obj,
            "form": form,
            "title": self.title,
            "submit_label": self.submit_label,
        }
        return TemplateResponse(self.request, "workflows/around.html", context, status=status)


class CommentView(AroundView):
    """Adds a comment."""

    def form(self, obj: Any, request: HttpRequest) -> CommentForm:
        self.title, self.submit_label = _("Comment"), _("Add the comment")
        return CommentForm(
            request.POST,
            internal=policies.may_read_internal(request.user, obj),
            readers=getattr(obj, "comment_readers", ""),
        )

    def act(self, obj: Any, form: Any) -> None:
        audience = form.cleaned_data.get("audience") or "everyone"
        add_comment(
            obj=obj, text=form.cleaned_data["text"], audience=audience, by=self.request.user
        )
        messages.success(self.request, _("Your comment is there."))


class FileAddView(AroundView):
    """Attaches files, all of them or none."""

    def form(self, obj: Any, request: HttpRequest) -> FileForm:
        self.title, self.submit_label = _("Attach a file"), _("Attach")
        return FileForm(request.POST, request.FILES)

    def act(self, obj: Any, form: Any) -> None:
        if not policies.may_add_file(self.request.user, obj):
            raise NotYours([_("Whoever has the move attaches files here.")])
        uploads, purpose = form.cleaned_data["file"], form.cleaned_data["purpose"]
        files = attach_files(obj=obj, uploads=uploads, purpose=purpose, by=self.request.user)
        names = ", ".join(file.name for file in files)
        messages.success(self.request, _("Attached: %(name)s") % {"name": names})


class FileRemoveView(LoginRequiredMixin, View):
    """Takes a file away."""

    def post(self, request: HttpRequest, key: Any) -> HttpResponse:
        """Back to the owner's page, with a sentence either way."""
        file = get_object_or_404(StoredFile.objects.present(), key=key)
        if not policies.may_read_file(request.user, file):
            raise Http404
        owner: Any = file.about
        try:
            remove_file(file=file, by=request.user)
            messages.success(request, _("Taken away: %(name)s") % {"name": file.name})
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
        return redirect(owner.get_absolute_url())
