from django.urls import path

from matching.api import views

urlpatterns = [
    path("match/", views.Match.as_view(), name="api-match"),
    path("match/batch/", views.MatchBatch.as_view(), name="api-match-batch"),
]
