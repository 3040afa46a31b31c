from django.urls import path

from matching import health, views
from matching.plans import views as plans

urlpatterns = [
    path("", views.home, name="home"),
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
