"""Facts of the whole country that no layer of one département tells: mergers, homonyms, numbers of QPV.

Written by `scripts/make_known_communes` from the Code officiel géographique (Insee) and the official list of QPV of
2024 (ANCT), both under the Licence Ouverte. Only what touches communes that have a QPV is kept; overseas, where the
source has no list by commune, every commune counts as one of them.
"""

from __future__ import annotations

__all__ = ["HOMONYMS", "MAYOTTE", "QUARTERS", "relatives"]

QUARTERS = {
    "01": 7, "02": 17, "03": 6, "04": 3, "05": 1, "06": 14, "07": 5, "08": 8, "09": 3, "10": 10, "11": 10, "12": 5,
    "13": 71, "14": 8, "15": 1, "16": 6, "17": 7, "18": 4, "19": 3, "21": 6, "22": 7, "23": 1, "24": 5, "25": 17,
    "26": 12, "27": 12, "28": 11, "29": 9, "2A": 3, "2B": 2, "30": 17, "31": 19, "32": 1, "33": 25, "34": 21,
    "35": 6, "36": 4, "37": 15, "38": 24, "39": 4, "40": 5, "41": 4, "42": 24, "43": 2, "44": 19, "45": 19, "46": 1,
    "47": 7, "48": 1, "49": 15, "50": 7, "51": 13, "52": 4, "53": 3, "54": 18, "55": 3, "56": 9, "57": 26, "58": 4,
    "59": 94, "60": 19, "61": 7, "62": 64, "63": 7, "64": 4, "65": 4, "66": 10, "67": 24, "68": 11, "69": 48,
    "70": 5, "71": 12, "72": 7, "73": 3, "74": 6, "75": 21, "76": 29, "77": 25, "78": 22, "79": 5, "80": 10,
    "81": 11, "82": 5, "83": 23, "84": 23, "85": 4, "86": 6, "87": 9, "88": 6, "89": 7, "90": 7, "91": 47, "92": 19,
    "93": 75, "94": 47, "95": 42,
}  # fmt: skip
"""QPV of 2024 by département of the mainland: a list that has fewer is filtered."""

HOMONYMS = frozenset(
    """
aire aix allonnes amand-saint ambroix-saint andre-saint anne-sainte anse arques asnieres athis aubin-saint aulnay
avon bagneux bagnols bar barthelemy-saint bassens beaucaire beaulieu beaumont bellefontaine belleville benoit-saint
billy blanc bois-genevieve-sainte bonneuil bonneville boulogne bourg bourg-grand bras bretigny breuil bully
buxerolles cannet castres cernay chalon chambon champagne champigny champs champs-martin-saint chanteloup chapelle
charleville chasse chateau chatenay chaumont chelles chennevieres chevilly chilly choisy claude-saint clayes
clermont clichy cluses conde corbeil courcelles cournon cours crepy croix dammarie dampierre denis-saint douchy
epinay essey etienne-saint eveque-pont evry ferriere ferte flers fleury floirac fontaine fontenay foy-sainte
francois franconville fresnes garde genevieve-sainte georges-saint germain-saint gilles-saint gonfreville
goussainville goux grand gratien-saint grenay grigny hericourt hilaire-saint hombourg ifs isle jean-saint
joseph-saint jouy julien-saint lagny lambert-saint lamentin laurent-saint lezignan livrade-sainte livry loison lons
loos louis-port louis-saint luc luce luce-sainte lure lys mainvilliers marcq marie-sainte marin marly marne-villiers
martin-mont-saint martin-saint massy maur-saint maurepas mee mericourt merignac michel-saint mons mont
mont-pierre-saint mont-saint montereau montigny montreuil moulins nazaire-saint neuilly neuville noes nogent
noirlieu omer-saint ouen-saint pargny paul-saint penne pertuis pierre pierre-saint pierrefitte plaine pont
pont-saint pontet port priest-saint puy puy-saint quincy radegonde-sainte riche ris riviere rivieres-trois roche
rochefort rochelle rochetaillee romans romilly rose-sainte rouelles roussillon rouvroy sains saint saint-sauveur
sainte-suzanne salles salon savigny sceaux seyne sotteville sully torcy tremblay trinite val valence valmont vaulx
vaux verdun vernon vernouillet vicq vieux villefranche villeneuve villepinte villers villiers viry vitrolles
""".split()
)
"""Names of communes with QPV, whole or short, that others bear too: their words sorted and joined."""

MAYOTTE = {
    "97601": "acoua", "97602": "bandraboua", "97603": "bandrele", "97604": "boueni", "97605": "chiconi",
    "97606": "chirongui", "97607": "dembeni", "97608": "dzaoudzi", "97609": "kani-keli", "97610": "koungou",
    "97611": "mamoudzou", "97612": "mtsamboro", "97613": "m-tsangamouji", "97614": "ouangani", "97615": "pamandzi",
    "97616": "sada", "97617": "tsingoni",
}  # fmt: skip
"""Communes of Mayotte, each a QPV as a whole, and their names written as in `HOMONYMS`."""

# today's code, then those it has absorbed
_MERGED = """
01262 01120
01283 01055 01440
02738 02300 02630 02825
02810 02603
04070 04071
05061 05125
08105 08157 08290 08292 08299 08447
08362 08337
08409 08181
11206 11403
14118 14736
14333 14725
14366 14594
22050 22123
22113 22017 22022 22130 22336
27467 27549 27585
29019 29096 29253 29258
29039 29009 29118
29232 29050 29088 29157
33063 33110
35288 35213 35313
37003 37215
37261 37235 37239
38053 38196
39198 39033 39256 39496
39478 39125 39144 39152 39450 39541
41194 41111
42005 42024
42095 42057
42147 42144
42207 42111 42244 42258
42218 42190 42292 42309
43157 43146 43243
45155 45007
49328 49016 49118 49287 49293
50025 50516
50129 50173 50203 50226 50383 50416 50602
50147 50527
50502 50459 50560
51454 51401
52121 52078
52269 52144
52448 52241
56121 56095
57240 57458
57463 57094 57429 57688
57606 57185
57630 57327
57631 57223 57503 57744
57672 57243 57369 57522 57710 57729
57757 57758
58086 58091
59009 59020 59235
59033 59040
59122 59417
59139 59030
59183 59248 59373 59380 59460 59510 59540
59350 59298 59355
59501 59376
59574 59621
59588 59154
60057 60384 60467 60580 60696
60395 60349
60509 60606
62178 62482
62427 62098
68224 68048
68297 68047
69019 69211
69091 69226
69123 69232
69149 69152
69286 69274
70285 70108 70110 70497
71014 71467
71076 71429
71270 71197 71260 71432 71511
72264 72140
73011 73279
73065 73044 73066
74042 74092 74214
74243 74277
76217 76466
76351 76102 76539 76661
79049 79028 79052 79065 79093 79192 79193 79291 79296 79324
79191 79248 79266 79287 79315
79329 79171 79178 79228 79292
85092 85057 85253
85191 85032 85195
86066 86267
87085 87010
88160 88422
89024 89435
91228 91182
93066 93059
97301 97351
97306 97355
97310 97359
97352 97354
"""


def relatives(commune):
    """Return the codes under which a commune may be listed: its own, those it absorbed, the one that absorbed it.

    Parameters
    ----------
    commune : str

    Returns
    -------
    frozenset of str
    """
    return _FAMILY.get(commune, frozenset((commune,)))


_FAMILY = {code: frozenset(line.split()) for line in _MERGED.strip().splitlines() for code in line.split()}
