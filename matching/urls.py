from django.urls import path

from matching import health, try_views, views
from matching.plans import views as plans

urlpatterns = [
    path("", views.home, name="home"),
    path("about/method/", views.method, name="method"),
    path("roles/compare/", views.compare, name="compare"),
    path("try/", try_views.try_, name="try"),
    path("try/suggest/", try_views.suggest, name="try_suggest"),
    path("try/claim/", try_views.claim, name="try_claim"),
    path("try/remove/", try_views.remove, name="try_remove"),
    path("try/undo/", try_views.undo, name="try_undo"),
    path("try/words/keep/", try_views.keep_word, name="try_keep_word"),
    path("try/words/drop/", try_views.drop_word, name="try_drop_word"),
    path("try/start/", try_views.starts, name="try_starts"),
    path("try/start/<str:slug>/", try_views.start, name="try_start"),
    path("try/undo-start/", try_views.start_undo, name="try_start_undo"),
    path("try/forget/", try_views.forget, name="try_forget"),
    path("try/roles/", try_views.roles, name="try_roles"),
    path("try/roles/<str:slug>/", try_views.receipt, name="try_receipt"),
    path("matches/", views.matches, name="matches"),
    path("matches/<str:slug>/", views.receipt, name="receipt"),
    path("matches/<str:slug>/target/", views.target, name="target"),
    path("matches/<str:slug>/mark/", views.mark, name="mark"),
    path("plans/", plans.plans, name="plans"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("plans/<int:pk>/again/", plans.again, name="plan_again"),
    path("plans/<int:pk>/delete/", plans.delete, name="plan_delete"),
    path("plans/<int:pk>/steps/<int:number>/", plans.step, name="plan_step"),
    path("history/", views.history, name="history"),
    path("accounts/data/", views.data, name="data"),
    path("accounts/data/download/", views.data_download, name="data_download"),
    path("accounts/delete/", views.leave, name="leave"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
