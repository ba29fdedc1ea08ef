"""More ways in which an address gets written: by ear, on the wrong key, glued, cut, joined, without its accents."""

from __future__ import annotations

import unicodedata

__all__ = [
    "bare", "beside", "by_ear", "cut", "glued", "grammar", "joined_numbers", "locality", "lost_letters", "whole",
    "wrong_key",
]  # fmt: skip

EAR = (
    ("ph", "f"), ("eau", "o"), ("au", "o"), ("ai", "è"), ("qu", "k"), ("ss", "s"), ("ll", "l"), ("nn", "n"),
    ("tt", "t"), ("rr", "r"), ("y", "i"), ("en", "an"), ("ce", "sse"), ("ci", "ssi"), ("z", "s"), ("th", "t"),
    ("ch", "sh"),
)  # fmt: skip
# neighbours on a French keyboard
KEYS = {
    near: row[max(0, i - 1) : i] + row[i + 1 : i + 2]
    for row in ("azertyuiop", "qsdfghjklm", "wxcvbn")
    for i, near in enumerate(row)
}
PEOPLE = ("Mme Diallo", "M. et Mme Garnier", "CCAS", "Foyer Adoma", "Association Les Amis", "Famille N'Guyen")
BESIDE = (
    "face au parc", "interphone 12", "code 1234", "2e ét. gauche", "rdc droite", "porte du fond", "T3",
    "à côté de la poste", "logt 14B", "tel 01 99 00 12 34", "3e étage porte gauche",
)  # fmt: skip


def bare(text):
    """Return a text without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def whole(number, rep, street):
    """Return number and street in one text."""
    return " ".join(p for p in (number + ((" " + rep) if rep else ""), street) if p)


def _word(rng, a, least=4):
    """Return the parts of the street and the place of a word long enough to be changed, None for none."""
    parts = a["street"].split(" ")
    long = [i for i, w in enumerate(parts) if i and len(w) >= least and not any(c.isdigit() for c in w)]
    return parts, rng.choice(long) if long else None


def by_ear(rng, a, _world):
    parts, i = _word(rng, a)
    if i is None:
        return a
    word = bare(parts[i]).lower()
    heard = [(old, new) for old, new in EAR if old in word]
    if heard:
        word = word.replace(*rng.choice(heard), 1)
    else:
        word = word[:-1] if word[-1] in "stexd" else word + rng.choice("es")
    return dict(a, street=" ".join([*parts[:i], word.capitalize(), *parts[i + 1 :]]))


def wrong_key(rng, a, _world):
    """A neighbouring key, on any letter, the first one too."""
    parts, i = _word(rng, a)
    if i is None:
        return a
    word = bare(parts[i]).lower()
    places = [k for k, c in enumerate(word) if KEYS.get(c)]
    if places:
        k = 0 if 0 in places and rng.random() < 0.4 else rng.choice(places)
        word = word[:k] + rng.choice(KEYS[word[k]]) + word[k + 1 :]
    return dict(a, street=" ".join([*parts[:i], word, *parts[i + 1 :]]))


def cut(rng, a, _world):
    """A cell of so many letters."""
    text = bare(whole(a["number"], a["rep"], a["street"])).upper()
    return dict(a, text=text[: max(len(text) - rng.randrange(1, 4), 14)])


def glued(rng, a, _world):
    """A blank or a hyphen lost, or one too many."""
    street = a["street"].replace("’", "'")
    places = [k for k, c in enumerate(street) if c in " -'" and k > 4]
    if rng.random() < 0.7 and places:
        k = rng.choice(places)
        return dict(a, street=street[:k] + street[k + 1 :])
    parts, i = _word(rng, a, 7)
    if i is None:
        return dict(a, text="{}{}{}".format(a["number"], a["rep"], street))
    k = rng.randrange(3, len(parts[i]) - 2)
    return dict(a, street=" ".join([*parts[:i], parts[i][:k] + rng.choice(" -") + parts[i][k:], *parts[i + 1 :]]))


def lost_letters(rng, a, _world):
    """Accents that a wrong encoding took, everywhere in the row."""
    kind = rng.randrange(3)

    def change(text):
        if kind == 0:
            return text.encode("utf-8").decode("cp1252", "replace")
        return "".join(c if c.isascii() else "?" if kind == 1 else "\ufffd" for c in text)

    return dict(a, street=change(a["street"]), city=change(a["city"]))


def beside(rng, a, _world):
    """People, organisations, what helps to find the door."""
    base = whole(a["number"], a["rep"], a["street"])
    person, extra = rng.choice(PEOPLE), rng.choice(BESIDE)
    return dict(a, text=rng.choice(("{p}\n{b}", "{p}, {b}", "{b}, {e}", "{b} ({e})", "{b} - {e}", "{b}\n{e}")).format(
        p=person, b=base, e=extra
    ))  # fmt: skip


def grammar(rng, a, _world):
    """Singular for plural, another article, a feminine."""
    parts = a["street"].replace("’", "' ").split(" ")
    kind = rng.randrange(3)
    if kind == 0:
        parts[-1] = parts[-1][:-1] if parts[-1].endswith("s") else parts[-1] + "s"
    elif kind == 1:
        articles = [i for i, p in enumerate(parts) if i and p in ("de", "du", "des", "la", "d'", "l'")]
        if articles:
            parts[rng.choice(articles)] = rng.choice(("de", "du", "des", "de la"))
    else:
        parts[-1] = parts[-1][:-1] if parts[-1].endswith("e") else parts[-1] + "e"
    return dict(a, street=" ".join(parts).replace("' ", "'"))


def joined_numbers(rng, a, _world):
    """Numbers as registers of property write them."""
    number, rep, street = a["number"], a["rep"], a["street"]
    if rep:
        form = rng.choice(("{n}-{r}", "{n}/{r}", "{n} ({r})", "{n}, {r}", "{n}.{r}", "{n} {r}"))
        return dict(a, text="{} {}".format(form.format(n=number, r=rng.choice((rep, rep.upper()))), street))
    more = int(number) + 2
    form = rng.choice(("{n} au {m}", "{n} et {m}", "{n}-{m}", "{n}/{m}", "{n}&{m}", "n° {n} à n° {m}", "{n},"))
    return dict(a, text="{} {}".format(form.format(n=number, m=more), street), rep="")


def locality(rng, a, _world):
    """The commune said by less, or elsewhere."""
    kind = rng.randrange(6)
    if kind == 0:
        return dict(a, postcode=a["city"], city=a["postcode"])
    if kind == 1:
        return dict(a, city="")
    if kind == 2:
        return dict(a, postcode="", city="{} {}".format(a["postcode"], a["city"].upper()))
    if kind == 3:
        return dict(a, postcode="", city=a["city"].replace("-", " ").upper())
    if kind == 4:
        return dict(a, postcode="{} {}".format(a["postcode"], a["city"]), city="")
    return dict(a, city="{} - {}".format(a["city"], rng.choice(("Centre", "FRANCE", a["postcode"][:2]))))
