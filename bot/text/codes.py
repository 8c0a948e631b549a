"""The codes of languages that an article can be in: fastText's and the stemmers', one for each language."""

from __future__ import annotations

from typing import Final

SAME: Final = {
    "nb": "no",
    "nn": "no",
    "arz": "ar",
    "wuu": "zh",
    "yue": "zh",
    "iw": "he",
    "in": "id",
    "fil": "tl",
}
"""fastText's and older codes, by what readers, feeds and stemmers know: articles are stored under that."""

ISO_639_1: Final = 2  # letters of its codes

_CODES = """
af als am an ar as ast av az azb ba bar bcl be bg bh bn bo bpy br bs bxr ca cbk ce ceb ckb co cs cv cy da
de diq dsb dty dv el eml en eo es et eu fa fi fr frr fy ga gd gl gn gom gu gv he hi hif hr hsb ht hu hy
ia id ie ilo io is it ja jbo jv ka kk km kn ko krc ku kv kw ky la lb lez li lmo lo lrc lt lv mai mg mhr
min mk ml mn mr mrj ms mt mwl my myv mzn nah nap nds ne new nl no oc or os pa pam pfl pl pms pnb ps pt qu
rm ro ru rue sa sah sc scn sco sd sh si sk sl so sq sr st su sv sw ta te tg th tk tl tr tt tyv ug uk ur
uz vec vep vi vls vo wa war xal xmf yi yo zh
"""

_UNHEARD_CODES = """
aa ab ak bi bm dz ff fj fo ha ho hz ig ik iu ki kj ks lg ln lu mh mi nd nr ny nv oj om rn rw sm sn ss ti tn to
ts tw ty xh zu
"""

UNHEARD: Final = frozenset(_UNHEARD_CODES.split())
"""Languages that fastText does not know, of which a feed is believed that it is in one (ISO 639-1).

Without what rather is a country, taken for its language: Estonia's `ee`, Sweden's `se`, Korea's `kr`.
"""

KNOWN: Final = frozenset(_CODES.split())
"""What an article's language is found to be: a language of fastText's that is not in SAME, or Sesotho.

Where a feed says another one (`zu`), and its texts no other, that is taken.

https://fasttext.cc/docs/en/language-identification.html
"""
