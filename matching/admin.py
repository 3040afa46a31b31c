"""Publishing, in the admin: the checks, the difference from the current release, the button, and what follows."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils import timezone

from careers.models import Release, User
from matching.publishing import advising, operations
from matching.scores import blocks, heartbeat, sweeping
from matching.scores.models import Score


class PublishForm(forms.Form):
    reason = forms.CharField(
        max_length=300, help_text="What this release is for. People see it next to scores that it moved.", strip=True
    )
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)


@admin.register(Release)
class ReleaseAdmin(admin.ModelAdmin):
    """Releases are read here and never edited; the next one is published from the draft."""

    list_display = ["number", "published_at", "reason", "author", "short_digest"]
    search_fields = ["reason", "digest"]
    date_hierarchy = "published_at"
    list_select_related = ["author"]
    change_list_template = "admin/careers/release/change_list.html"
    fields = ["number", "digest", "reason", "author", "published_at", "size"]
    readonly_fields = ["number", "digest", "reason", "author", "published_at", "size"]

    @admin.display(description="digest")
    def short_digest(self, release: Release) -> str:
        return release.digest[:12]

    @admin.display(description="content")
    def size(self, release: Release) -> str:
        return f"{len(release.content.encode()):,} bytes of canonical JSON"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        publish = path("publish/", self.admin_site.admin_view(self.publish), name="careers_release_publish")
        progress = path("progress/", self.admin_site.admin_view(self.progress), name="careers_release_progress")
        return [publish, progress, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        more = {"may_publish": _may_publish(request), **_progress(), **(extra_context or {})}
        return super().changelist_view(request, more)

    def progress(self, request: HttpRequest) -> HttpResponse:
        """Show how many people are recorded on the current release; the list of releases asks every second."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return TemplateResponse(request, "admin/careers/release/progress.html", _progress())

    def publish(self, request: HttpRequest) -> HttpResponse:
        """Show editors what is in the way and what would change; a POST by a publisher publishes what was shown."""
        if not (_may_publish(request) or (request.method != "POST" and self.has_view_permission(request))):
            raise PermissionDenied
        form = PublishForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                return self._publish(request, **form.cleaned_data)
            except operations.EditedSince:
                messages.warning(
                    request, "The draft was edited since you looked. Look at the changes again, then publish."
                )
        prepared = operations.preview_release()
        context = {
            **self.admin_site.each_context(request),
            "title": "Publish the draft" if _may_publish(request) else "What publishing would change",
            "opts": self.opts,
            "findings": prepared.findings,
            "changes": operations.changes(prepared),
            "digest": prepared.digest,
            "advice": advising.advise(prepared, today=timezone.localdate()),
            "form": form,
            "may_publish": _may_publish(request),
            "current": Release.objects.first(),
        }
        return TemplateResponse(request, "admin/careers/release/publish.html", context)

    def _publish(self, request: HttpRequest, reason: str, digest: str) -> HttpResponse:
        """Publish what was shown. Raises EditedSince."""
        try:
            author: User = request.user  # type: ignore[assignment]  # the admin lets nobody else in
            release = operations.publish_release(reason=reason, expected=digest, author=author)
        except operations.NotPublishable as error:
            messages.error(request, f"Nothing was published. {error}")
            return HttpResponseRedirect(reverse("admin:careers_release_publish"))
        if release is None:
            messages.info(request, "The draft is already the current release; nothing was published.")
        else:
            messages.success(request, f"Release {release.number} is published. Everybody is recorded anew on it.")
        return HttpResponseRedirect(reverse("admin:careers_release_changelist"))


def _progress() -> dict[str, Any]:
    """How far the records of everybody are on the current release, and whether the workers are late."""
    number = sweeping.current_number()
    if number is None:
        return {"going": False}
    return {
        "number": number,
        "progress": blocks.progress(number),
        "going": Score.objects.not_given_up().behind_release(number).exists(),
        "late": heartbeat.is_late(at=timezone.now()),
    }


def _may_publish(request: HttpRequest) -> bool:
    return request.user.has_perm("careers.add_release")
