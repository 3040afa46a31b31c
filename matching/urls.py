from django.conf import settings
from django.urls import include, path

from careers.profile.mounts import patterns as builder
from matching.about import views as about
from matching.matches import check_views as checks
from matching.matches import share_views as sharing
from matching.matches import views as matches
from matching.matches.pages import so_far
from matching.own_data import views as own_data
from matching.plans import views as plans
from matching.postings import views as postings
from matching.scores import health
from matching.scores import views as scores
from matching.trying import views as trying

urlpatterns = [
    path("", about.home, name="home"),
    path("about/method/", about.method, name="method"),
    path("about/privacy/", own_data.privacy, name="privacy"),
    path("styleguide/", about.styleguide, name="styleguide"),
    path("roles/compare/", matches.compare, name="compare"),
    path("profile/", include((builder, "builder"), namespace="profile"), {"beside": so_far}),
    path("try/", include((builder, "builder"), namespace="try"), {"beside": so_far}),
    path("roles/<str:slug>/check/", checks.check, name="role_check"),
    path("try/roles/", trying.roles, name="try_roles"),
    path("try/roles/<str:slug>/", trying.receipt, name="try_receipt"),
    path("try/postings/", trying.postings, name="try_postings"),
    path("matches/", matches.matches, name="matches"),
    path("matches/<str:slug>/", matches.receipt, name="receipt"),
    path("matches/<str:slug>/target/", matches.target, name="target"),
    path("matches/<str:slug>/mark/", matches.mark, name="mark"),
    path("matches/<str:slug>/share/", sharing.share, name="share"),
    path("matches/<str:slug>/unshare/", sharing.unshare, name="unshare"),
    path("shared/<slug:token>/", sharing.shared, name="shared_receipt"),
    path("plans/", plans.plans, name="plans"),
    path("plans/undelete/", plans.undelete, name="plan_undelete"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("plans/<int:pk>/again/", plans.again, name="plan_again"),
    path("plans/<int:pk>/replace/", plans.replace, name="plan_replace"),
    path("plans/<int:pk>/delete/", plans.delete, name="plan_delete"),
    path("plans/<int:pk>/steps/<int:number>/", plans.step, name="plan_step"),
    path("postings/", postings.postings, name="postings"),
    path("postings/compare/", postings.compare, name="posting_compare"),
    path("postings/<int:pk>/", postings.posting, name="posting"),
    path("postings/<int:pk>/name/", postings.name, name="posting_name"),
    path("postings/<int:pk>/delete/", postings.delete, name="posting_delete"),
    path("history/", scores.history, name="history"),
    path("history/news-seen/", scores.news_seen, name="news_seen"),
    path("accounts/data/", own_data.data, name="data"),
    path("accounts/data/download/", own_data.data_download, name="data_download"),
    path("accounts/delete/", own_data.leave, name="leave"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

if settings.METRICS_TOKEN:
    from matching.scores.metrics import metrics

    urlpatterns.append(path("metrics", metrics, name="metrics"))
