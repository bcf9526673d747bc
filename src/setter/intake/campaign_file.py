"""A campaign file: read, checked whole, and made into a campaign (DESIGN §5)."""

from __future__ import annotations

from typing import Any

from setter.domain.campaign import Campaign
from setter.intake.campaign_problems import Finding, Problem
from setter.intake.toml_file import WrongFile, examine, text_of, untold

__all__ = ["Problem", "WrongCampaign", "activation_problems", "check", "read", "text_of"]


class WrongCampaign(WrongFile):
    """A campaign file with errors."""


def check(text: str) -> list[Problem]:
    """Every error and warning of a campaign file, in the order of its lines; empty when there is none."""
    return examine(text, _findings)[0]


def read(text: str) -> Campaign:
    """Make a campaign of a file's text; WrongCampaign with all its problems when it has an error."""
    problems, campaign = examine(text, _findings)
    if campaign is None or any(problem.severity == "error" for problem in problems):
        raise WrongCampaign(problems)
    return campaign


def activation_problems(campaign: Campaign) -> list[Problem]:
    """What keeps a campaign from being activated: no goal, no target market (R-020, R-021)."""
    from setter.intake.campaign_checks import draft_findings

    return [Problem(0, str(finding.path[0]), finding.message) for finding in draft_findings(campaign)]


def _findings(data: dict[str, Any]) -> tuple[list[Finding], Campaign | None]:
    from setter.intake.campaign_build import build
    from setter.intake.campaign_checks import findings_of
    from setter.intake.campaign_defaults import fitted
    from setter.intake.campaign_mend import mended, missing
    from setter.intake.campaign_schema import File

    findings, file = mended(data, File)
    if file is None:
        return findings, None
    file = fitted(file)
    findings += untold(findings, [Finding(path, "is missing and cannot be left out") for path in missing(file)])
    campaign = build(file)
    return findings + untold(findings, findings_of(file, campaign)), campaign
