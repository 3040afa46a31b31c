from django.urls import path

from matching.about import views as about_views
from matching.matches import views as matches_views
from matching.own_data import views as own_data_views
from matching.plans import views as plans
from matching.scores import health
from matching.scores import views as scores_views
from matching.trying import views as trying_views

urlpatterns = [
    path("", about_views.home, name="home"),
    path("about/method/", about_views.method, name="method"),
    path("roles/compare/", matches_views.compare, name="compare"),
    path("try/", trying_views.try_, name="try"),
    path("try/suggest/", trying_views.suggest, name="try_suggest"),
    path("try/claim/", trying_views.claim, name="try_claim"),
    path("try/remove/", trying_views.remove, name="try_remove"),
    path("try/undo/", trying_views.undo, name="try_undo"),
    path("try/words/keep/", trying_views.keep_word, name="try_keep_word"),
    path("try/words/drop/", trying_views.drop_word, name="try_drop_word"),
    path("try/start/", trying_views.starts, name="try_starts"),
    path("try/start/<str:slug>/", trying_views.start, name="try_start"),
    path("try/undo-start/", trying_views.start_undo, name="try_start_undo"),
    path("try/forget/", trying_views.forget, name="try_forget"),
    path("try/roles/", trying_views.roles, name="try_roles"),
    path("try/roles/<str:slug>/", trying_views.receipt, name="try_receipt"),
    path("matches/", matches_views.matches, name="matches"),
    path("matches/<str:slug>/", matches_views.receipt, name="receipt"),
    path("matches/<str:slug>/target/", matches_views.target, name="target"),
    path("matches/<str:slug>/mark/", matches_views.mark, name="mark"),
    path("plans/", plans.plans, name="plans"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("plans/<int:pk>/again/", plans.again, name="plan_again"),
    path("plans/<int:pk>/delete/", plans.delete, name="plan_delete"),
    path("plans/<int:pk>/steps/<int:number>/", plans.step, name="plan_step"),
    path("history/", scores_views.history, name="history"),
    path("accounts/data/", own_data_views.data, name="data"),
    path("accounts/data/download/", own_data_views.data_download, name="data_download"),
    path("accounts/delete/", own_data_views.leave, name="leave"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
