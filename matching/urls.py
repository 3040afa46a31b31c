from django.urls import path

from matching import views

urlpatterns = [
    path("", views.home, name="home"),
    path("matches/", views.matches, name="matches"),
    path("matches/<str:slug>/", views.receipt, name="receipt"),
    path("matches/<str:slug>/target/", views.target, name="target"),
    path("matches/<str:slug>/mark/", views.mark, name="mark"),
    path("history/", views.history, name="history"),
]
