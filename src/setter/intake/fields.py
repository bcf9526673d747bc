"""What a list's columns can mean, and the headers under which people and programs export it."""

from __future__ import annotations

SEVERAL = frozenset({"phone", "email", "opted_out"})
"""Fields that any number of columns may fill."""

HEADERS: dict[str, tuple[str, ...]] = {
    "full_name": (
        "full name", "fullname", "name", "contact", "contacts",
        "contact name", "contact person", "contact full name", "person",
        "display name", "vollstandiger name", "ansprechpartner", "kontaktname", "kontaktperson", "nom complet",
        "nom et prenom", "nom prenom", "nombre completo", "nombre y apellidos", "persona de contacto",
    ),
    "first_name": (
        "first name", "firstname", "first", "given name", "forename", "fname", "vorname", "prenom", "nombre",
        "nombre de pila", "primer nombre",
    ),
    "last_name": (
        "last name", "lastname", "last", "surname", "family name", "lname", "nachname", "familienname", "zuname",
        "nom de famille", "apellido", "apellidos",
    ),
    "title": (
        "title", "job title", "jobtitle", "job", "position", "role", "job role", "designation", "contact title",
        "job position", "headline", "organization title", "organisation title", "titel", "berufsbezeichnung",
        "funktion", "stelle", "poste", "fonction", "titre",
        "intitule du poste", "cargo", "puesto",
    ),
    "company": (
        "company", "company name", "companyname", "company account", "account", "account name", "organization",
        "organisation", "organization name", "organisation name", "org", "org name", "company organization",
        "company organisation", "organization company", "organisation company", "employer", "employer name",
        "firm name", "associated company", "primary associated company", "business", "business name",
        "current company", "firm", "firma", "firmenname", "unternehmen", "betrieb", "entreprise", "societe",
        "raison sociale", "nom de l entreprise", "empresa", "compania", "razon social", "nombre de la empresa",
    ),
    "phone": (
        "phone", "phones", "phone number", "phone numbers", "phone no", "telephones",
        "telephone", "telephone number", "telephone no", "tel", "tel no",
        "mobile", "mobile phone", "mobile number", "mobile no", "cell", "cell phone", "cellphone", "cell number",
        "direct", "direct phone", "direct dial", "direct line", "direct number", "work phone", "office phone",
        "business phone", "company phone", "home phone", "main phone", "main number", "other phone", "asst phone",
        "contact number", "switchboard", "telefon", "telefonnummer", "telefonnr", "telefon nr", "handy",
        "handynummer", "mobil", "mobiltelefon", "mobilnummer", "rufnummer", "durchwahl", "festnetz", "zentrale",
        "telephone portable", "telephone fixe", "portable", "numero de telephone", "standard", "telefono",
        "telefono movil", "telefono fijo", "movil", "celular", "numero de telefono",
    ),
    "email": (
        "email", "emails", "e mail", "e mails", "email addresses", "mail",
        "email address", "e mail address", "mail address", "work email", "business email",
        "personal email", "other email", "email id", "emailadresse", "e mail adresse", "mailadresse", "courriel",
        "adresse email", "adresse e mail", "adresse mail", "correo", "correo electronico", "correo e",
    ),
    "address": (
        "address", "full address", "mailing address", "office address", "company address", "business address",
        "work address", "adresse", "anschrift", "adresse complete", "adresse postale", "direccion", "domicilio",
    ),
    "street": (
        "street", "street address", "address line", "mailing street", "company street", "company street address",
        "business street", "strasse", "strasse hausnummer",
        "strasse und hausnummer", "strasse nr", "rue", "calle",
    ),
    "city": (
        "city", "town", "city town", "mailing city", "company city", "business city", "ort", "stadt", "wohnort",
        "ville", "commune",
        "ciudad", "localidad", "poblacion", "municipio",
    ),
    "region": (
        "state", "region", "province", "county", "state province", "state region", "state province region",
        "mailing state", "mailing state province", "us state", "company state", "business state", "bundesland",
        "kanton", "departement",
        "provincia", "estado",
    ),
    "postal_code": (
        "zip", "zip code", "zipcode", "postal code", "postalcode", "postcode", "post code", "zip postal code",
        "mailing zip", "mailing zip postal code", "mailing postal code", "company zip", "company zip code",
        "company postal code", "business postal code", "plz", "postleitzahl", "code postal",
        "codigo postal", "cp",
    ),
    "country": (
        "country", "country region", "country code", "nation", "mailing country", "company country",
        "company country region",
        "business country region", "land", "staat",
        "pays", "pais",
    ),
    "website": (
        "website", "web", "url", "web site", "website url", "web address", "homepage", "home page", "domain",
        "web page", "company website", "account website", "company domain", "company domain name", "company url",
        "webseite", "internetseite",
        "internet", "site web", "site internet", "sitio web", "pagina web",
    ),
    "industry": ("industry", "sector", "vertical", "company industry", "branche", "secteur", "industria", "ramo"),
    "employees": (
        "employees", "no of employees", "number of employees", "num employees", "employee count", "employees count",
        "company size", "company employees", "company employee count", "headcount", "mitarbeiter", "mitarbeiterzahl",
        "anzahl mitarbeiter", "effectif", "effectifs",
        "nombre de salaries", "empleados", "numero de empleados",
    ),
    "external_id": (
        "id", "external id", "record id", "prospect id", "lead id", "contact id", "person id", "customer id",
        "crm id", "apollo contact id", "zoom info contact id", "zoominfo contact id", "uuid", "guid", "salesforce id",
        "kundennummer", "kontakt id", "identifiant",
    ),
    "language": ("language", "lang", "preferred language", "sprache", "langue", "idioma"),
    "notes": (
        "notes", "note", "comments", "comment", "remarks", "remark", "description", "bemerkung", "bemerkungen",
        "notiz", "notizen", "kommentar", "remarque", "remarques", "commentaire", "commentaires", "notas",
        "comentarios", "observaciones",
    ),
    "linkedin": (
        "linkedin", "linkedin url", "linkedin profile", "linkedin profile url", "linkedin contact profile url",
        "linkedin link", "linkedin bio", "person linkedin url", "profile url", "profile link",
    ),
    "stage": ("stage", "lifecycle stage", "lead stage", "funnel stage", "pipeline stage", "phase", "rung"),
    "source": (
        "source", "lead source", "contact source", "original source", "list source", "quelle", "origine", "origen",
    ),
    "opted_out": (),
}  # fmt: skip
"""Field to the plain words of its known headers; the first known wins where two fields share one."""

SECOND_CHOICE = frozenset(
    {"headline", "profile url", "profile link", "associated company", "primary associated company"}
    | {f"{whose} {what}" for whose in ("company", "business") for what in (
        "street", "street address", "city", "state", "zip", "zip code", "postal code", "country", "country region")}
)  # fmt: skip
"""Headers that give way to any other of the same field: what is the person's own is nearer to them."""

PHONE_WORDS = frozenset(
    {"phone", "phones", "telephone", "tel", "ph", "mobile", "cell", "cellphone", "ddi", "switchboard"}
)
EMAIL_WORDS = frozenset({"email", "emails", "mail"})
"""Words of which one makes a header a number's or an address's, where nothing but the next words stand beside it."""

BESIDE = frozenset(
    {"work", "direct", "corporate", "business", "company", "office", "hq", "headquarters", "main", "account", "home"}
    | {"personal", "private", "person", "contact", "primary", "secondary", "other", "alternate", "alternative"}
    | {"number", "numbers", "no", "line", "dial", "value", "address", "addresses", "e", "org", "organization"}
)
"""Words that say whose number or address it is, or nothing at all ("Work Direct Phone", "E-mail 1 - Value")."""

FIELDS = tuple(HEADERS)

ALIASES = {
    "name": "full_name",
    "e-mail": "email",
    "mail": "email",
    "telephone": "phone",
    "state": "region",
    "zip": "postal_code",
}
"""Other words by which a person may say a field."""

OPT_OUT = (
    "do not call", "do not contact", "do not phone", "do not email", "do not e mail", "do not mail", "donotcall", "dnc",
    "unsubscribe", "opt out", "opted out", "optout", "optedout", "no call", "no contact", "nicht anrufen",
    "nicht kontaktieren", "abgemeldet", "werbesperre", "ne pas appeler", "ne pas contacter", "desinscrit",
    "desabonne", "no llamar", "no contactar", "dado de baja",
)  # fmt: skip
"""Words of which one in a header means: whoever says yes here is not to be approached (R-075)."""

QUALIFIERS = frozenset(
    {"contact", "primary", "main", "person", "prospect", "lead", "customer", "client", "your", "default"}
)
"""Words that exports put before a header without changing its meaning."""

_HONORIFIC_WORDS = """
mr mrs ms miss mx dr prof herr frau mme mlle m sr sra srta sir hr fr professor doctor
"""
HONORIFICS = frozenset(_HONORIFIC_WORDS.split())
"""Forms of address, without their dots."""
