"""What a job title says: how high (R-022), and in which part of the company."""

from __future__ import annotations

import re
from functools import lru_cache

from setter.intake.text import words

_SENIORITY = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), level)
    for pattern, level in (
        (r"assistant to|(?:executive|personal|administrative|office) assistant|secretary|sekretar\w*", "staff"),
        (r"intern|trainee|student|product owner|process owner|business partner", "staff"),
        (r"[se]?vp|avp|(?:senior |executive |assistant )?vice president|vicepresidente", "vp"),
        (r"chief of staff", "director"),
        (r"c[efitmor]o|cso|cpo|cdo|cco|chro|ciso|chief|c level|c suite|president|presidente", "c_suite"),
        (r"managing director|geschaftsfuhrer\w*|geschaeftsfuehrer\w*|vorstand\w*|pdg", "c_suite"),
        (r"directeur general|directrice generale|director general|directora general|gerente general", "c_suite"),
        (r"owner|co owner|founder|cofounder|proprietor|(?:managing |founding |senior )?partner$", "owner"),
        (r"inhaber\w*|eigentumer\w*|grunder\w*|gerant\w*|propietari\w*|fundador\w*|fondateur|fondatrice", "owner"),
        (r"director\w*|head|directeur|directrice|direktor\w*|\w*leiter|\w*leiterin|leitung", "director"),
        (r"manager\w*|mgr|supervisor|superintendent|foreman|team lead|lead", "manager"),
        (r"gerente|responsable|jefe|jefa|chef", "manager"),
        (r"controller|buyer|planner|dispatcher|clerk|assistant|analyst|specialist|coordinator|associate", "staff"),
        (r"representative|rep|administrator|admin|technician|engineer|developer|consultant|driver", "staff"),
        (r"agent|operator|officer|accountant|executive|advisor|adviser|worker|employee", "staff"),
        (r"sachbearbeiter\w*|mitarbeiter\w*|assistent\w*|employe|empleado|tecnico|technicien\w*", "staff"),
    )
)

_FUNCTION = tuple(
    (re.compile(rf"\b(?:{pattern})"), function)
    for pattern, function in (
        (r"supply chain|lieferkette|cadena de suministro", "supply_chain"),
        (r"warehous|distribution cent|dock\b|yard\b|lager|entrepot|almacen|fulfil", "warehouse"),
        (r"logisti|transport|shipping|freight|fleet|dispatch|traffic\b", "logistics"),
        (r"procure|purchas|buyer|sourcing|einkauf|achats?\b|compras", "procurement"),
        (r"human resources|hr\b|chro\b|people\b|talent|recruit|personal(?:leit|abteil)|recursos humanos", "hr"),
        (r"information technology|it\b|cio\b|cto\b|ciso\b|technology|software|systems?\b|data\b|informati", "it"),
        (r"financ|cfo\b|account(?:ant|ing|s)\b|controller|treasur|payroll|finanz|buchhalt|comptab|contab", "finance"),
        (r"market|cmo\b|brand|communicat|advertis|growth", "marketing"),
        (r"sales|revenue|cro\b|account (?:executive|manager)|business development|commercial", "sales"),
        (r"vertrieb|verkauf|vent(?:e|a)s?\b|comercial", "sales"),
        (r"legal|counsel|attorney|lawyer|compliance|recht|jurid", "legal"),
        (r"manufactur|production|plant\b|produktion|fertigung", "production"),
        (r"customer|support|service|kunden", "customer_service"),
        (r"engineer|r d\b|research|development|entwicklung|ingenieur", "engineering"),
        (r"operation|coo\b|ops\b|betrieb|operacion|exploitation|facilit", "operations"),
    )
)  # fmt: skip


@lru_cache(maxsize=8192)
def read_title(title: str) -> tuple[str, str]:
    """Tell seniority (c_suite, owner, vp, director, manager, staff) and function from a title; "" if silent."""
    plain = words(title)
    if not plain:
        return "", ""
    seniority = next((level for pattern, level in _SENIORITY if pattern.search(plain)), "")
    function = next((name for pattern, name in _FUNCTION if pattern.search(plain)), "")
    return seniority, function
