from django.urls import path

from matching.api import personal, views

urlpatterns = [
    path("match/", views.Match.as_view(), name="api-match"),
    path("match/batch/", views.MatchBatch.as_view(), name="api-match-batch"),
    path("me/matches/", personal.MyMatches.as_view(), name="api-my-matches"),
    path("me/history/", personal.MyHistory.as_view(), name="api-my-history"),
    path("me/export/", personal.MyExport.as_view(), name="api-my-export"),
]
