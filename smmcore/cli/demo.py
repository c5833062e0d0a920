"""`smm demo`: the whole job on a sandbox, for people who see smmcore for the first time."""

import sys
import time
from collections.abc import Iterator

import click

from smmcore.demo.month import Report, Stage
from smmcore.models import Metric, MetricName, SubjectKind


@click.command()
@click.option("--port", default=0, help="Where the sandbox is served; 0 takes any free port.")
@click.option(
    "--wait/--no-wait",
    default=None,
    help="Keep serving the result until Ctrl-C; by default, on a terminal only.",
)
@click.option("--quiet", is_flag=True, help="Only the summary.")
def demo(port: int, wait: bool | None, quiet: bool) -> None:
    """Publish a bakery's month to a sandbox and look at it."""
    from smmcore.demo.show import playing

    began = time.monotonic()
    click.secho("SANDBOX: fakes of the networks on this machine; nothing leaves it.", bold=True)
    with playing((lambda _: None) if quiet else click.echo, port) as (month, stages):
        report = month.run()
        for line in _summary(report, stages, time.monotonic() - began):
            click.echo(line)
        if wait if wait is not None else sys.stdout.isatty():
            _keep_serving(stages)
        else:
            click.echo("To look at the result in a browser, run it on a terminal, or with --wait.")


def _keep_serving(stages: list[Stage]) -> None:
    for stage in stages:
        click.secho(f"Look at the result: {stage.page}", bold=True)
    click.echo("Ctrl-C ends the sandbox.")
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        click.echo()


def _summary(report: Report, stages: list[Stage], seconds: float) -> Iterator[str]:
    yield ""
    yield f"SANDBOX  {', '.join(stage.account.platform for stage in stages)}"
    if report.start and report.end:
        days = (report.end - report.start).days
        yield f"{days} days on the sandbox's clock, {seconds:.0f} seconds on yours"
    yield f"published {len(report.outcomes)} posts, {_numbers(stages, report)} on the page"
    for line in report.refused:
        yield f"refused   {line}"
    if report.lost:
        lost = ", ".join(dict.fromkeys(report.lost))
        yield f"lost      the answers of {lost}: found again, not sent again ({len(report.found)})"
    yield "people    " + ", ".join(f"{count} {what}" for what, count in report.counts.items())
    yield from _figures(report.metrics)


def _numbers(stages: list[Stage], report: Report) -> str:
    shown = sum(len(stage.play("posts")) for stage in stages)
    return f"{shown}" if shown == len(report.outcomes) else f"{shown} (!)"


def _figures(metrics: list[Metric]) -> Iterator[str]:
    for metric in metrics:
        if metric.subject.kind is SubjectKind.ACCOUNT:
            yield f"{metric.name.value:<9} {metric.value}  ({metric.source})"
    posts = [m for m in metrics if m.subject.kind is SubjectKind.POST and not m.detail]
    for name in (MetricName.REACTIONS, MetricName.COMMENTS, MetricName.VOTES):
        named = [m for m in posts if m.name is name]
        for source in dict.fromkeys(m.source for m in named):
            found = [m for m in named if m.source == source]
            best = max(found, key=lambda m: m.value)
            total = sum(int(m.value) for m in found)
            yield f"{name.value:<9} {total}, most under post {best.subject.id} ({best.value})  ({source})"
