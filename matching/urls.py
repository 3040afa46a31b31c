from django.urls import path

from matching import health, views

urlpatterns = [
    path("", views.home, name="home"),
    path("matches/", views.matches, name="matches"),
    path("matches/<str:slug>/", views.receipt, name="receipt"),
    path("matches/<str:slug>/target/", views.target, name="target"),
    path("matches/<str:slug>/mark/", views.mark, name="mark"),
    path("history/", views.history, name="history"),
    path("accounts/data/", views.data, name="data"),
    path("accounts/data/download/", views.data_download, name="data_download"),
    path("accounts/delete/", views.leave, name="leave"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
