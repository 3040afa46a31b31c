from django.urls import path

from matching.matches import api as matches_api
from matching.own_data import api as own_data_api
from matching.plans import api as plans_api
from matching.scores import api as scores_api

urlpatterns = [
    path("match/", matches_api.Match.as_view(), name="api-match"),
    path("match/batch/", matches_api.MatchBatch.as_view(), name="api-match-batch"),
    path("me/matches/", matches_api.MyMatches.as_view(), name="api-my-matches"),
    path("me/history/", scores_api.MyHistory.as_view(), name="api-my-history"),
    path("me/export/", own_data_api.MyExport.as_view(), name="api-my-export"),
    path("plan/", plans_api.PlanOut.as_view(), name="api-plan"),
    path("me/next/", plans_api.MyNext.as_view(), name="api-my-next"),
    path("me/plans/", plans_api.MyPlans.as_view(), name="api-my-plans"),
    path("me/plans/<int:pk>/", plans_api.MyPlan.as_view(), name="api-my-plan"),
    path("me/plans/<int:pk>/steps/<int:number>/", plans_api.MyStep.as_view(), name="api-my-step"),
]
