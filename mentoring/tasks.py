"""What a worker does for mentoring: plans of pairs, and the proposals of a published one."""

from celery import shared_task

from .actions import compute_run, propose_published
from .models import MatchRun


@shared_task(name="mentoring.match")
def match(key: int) -> None:
    """Compute the plans of a run; asked twice it does nothing the second time."""
    compute_run(MatchRun.objects.select_related("edition").get(pk=key))


@shared_task(name="mentoring.publish")
def publish(key: int) -> None:
    """Propose the pairs of a published plan; asked twice it proposes nobody twice."""
    propose_published(MatchRun.objects.select_related("edition", "published_by").get(pk=key))
