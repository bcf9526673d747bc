"""Rules that were changed on trial become a version of their own, with the test they passed, and come into force."""

from __future__ import annotations

from setter.domain.rule_set import RuleSet
from setter.domain.rule_versions import EDIT, Backtested
from setter.services.adopt import Adopted, adopt
from setter.services.desk import Desk
from setter.services.rescore import Progress
from setter.services.rule_sets import add_rules, keep_test


def adopt_draft(
    desk: Desk,
    campaign_id: str,
    rule_set: RuleSet,
    note: str,
    test: Backtested | None = None,
    untested: str = "",
    progress: Progress | None = None,
) -> Adopted:
    """Keep rules as a version, with the `test` of them or the reason why they are `untested`, and adopt it.

    Refused without either, and to whoever is no team lead. What stops on the way is gone on with by the same again.
    """
    from setter.intake.rules_file import rules_text

    version = add_rules(desk, campaign_id, rules_text(rule_set), EDIT, note).version
    if test is not None:
        keep_test(desk, campaign_id, version, test)
    return adopt(desk, campaign_id, version, note, untested, progress)
