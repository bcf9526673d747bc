"""The language of a person, by its two letters, however a list writes it: "English", "Español", "pt-BR", "DEU"."""

from __future__ import annotations

import unicodedata

_NAMES = """
ar arabic arabisch arabe ara
cs czech cesky tschechisch cze ces
da danish dansk danisch dan
de german deutsch allemand aleman ger deu
el greek griechisch grec gre ell
en english englisch anglais ingles eng
es spanish espanol spanisch espagnol castellano spa
fi finnish suomi finnisch fin
fr french francais franzosisch frances fre fra
he hebrew hebraisch heb
hi hindi hin
hu hungarian magyar ungarisch hun
it italian italiano italienisch italien ita
ja japanese japanisch japonais jpn
ko korean koreanisch kor
nb norwegian norsk norwegisch nor nob no
nl dutch nederlands niederlandisch neerlandais dut nld
pl polish polski polnisch pol
pt portuguese portugues portugiesisch portugais por
ro romanian romana rumanisch rum ron
ru russian russkij russisch russe rus
sv swedish svenska schwedisch swe
tr turkish turkce turkisch tur
uk ukrainian ukrainisch ukr
vi vietnamese tieng viet vie
zh chinese mandarin chinesisch chinois chi zho cantonese
"""
_CODE_OF = {name: line.split()[0] for line in _NAMES.strip().split("\n") for name in line.split()}


def language_code(text: str) -> str:
    """The two letters of a language (ISO 639-1) as a list or a person writes it; '' for what is none."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    word = "".join(letter if letter.isalpha() and letter.isascii() else " " for letter in plain if not _is_mark(letter))
    first = (word.split() or [""])[0]
    return _CODE_OF.get(first) or (first if len(first) == 2 and len(text.strip()) in (2, 5) else "")


def _is_mark(letter: str) -> bool:
    return unicodedata.combining(letter) != 0
