from django.urls import path

from matching.api import personal, plans, views

urlpatterns = [
    path("match/", views.Match.as_view(), name="api-match"),
    path("match/batch/", views.MatchBatch.as_view(), name="api-match-batch"),
    path("me/matches/", personal.MyMatches.as_view(), name="api-my-matches"),
    path("me/history/", personal.MyHistory.as_view(), name="api-my-history"),
    path("me/export/", personal.MyExport.as_view(), name="api-my-export"),
    path("plan/", plans.PlanOut.as_view(), name="api-plan"),
    path("me/plans/", plans.MyPlans.as_view(), name="api-my-plans"),
    path("me/plans/<int:pk>/", plans.MyPlan.as_view(), name="api-my-plan"),
    path("me/plans/<int:pk>/steps/<int:number>/", plans.MyStep.as_view(), name="api-my-step"),
]
