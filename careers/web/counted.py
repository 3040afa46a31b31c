"""Requests counted and timed by the name of their view, for /metrics. Only loaded if METRICS_TOKEN is set."""

from typing import Any

from django_prometheus.middleware import PrometheusAfterMiddleware


class CountedMiddleware(PrometheusAfterMiddleware):
    """django-prometheus, with one label mended: a visitor may make up methods, and each would be kept for ever."""

    def label_metric(self, metric: Any, request: Any, response: Any = None, **labels: Any) -> Any:
        if "method" in labels:
            labels["method"] = self._method(request)
        return super().label_metric(metric, request, response, **labels)
