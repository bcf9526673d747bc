"""Who may decide what: the five roles of a house."""

from __future__ import annotations

CALLER, TEAM_LEAD, SALES, COMPLIANCE, ADMIN = "caller", "team_lead", "sales", "compliance", "admin"
ROLES = (CALLER, TEAM_LEAD, SALES, COMPLIANCE, ADMIN)
LEADING = (TEAM_LEAD, ADMIN)
"""Whoever decides about campaigns, and gives out the work."""
SIGNING = (*LEADING, SALES)
"""Whoever writes down that sales has signed something off."""
DECIDING = (*LEADING, COMPLIANCE)
"""Whoever decides for others: waivers, reviews, reopening, lists, roles."""
