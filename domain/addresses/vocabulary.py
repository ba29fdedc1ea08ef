"""The words that streets' names are made of, and the short forms people give them."""

from __future__ import annotations

__all__ = [
    "ADJECTIVES",
    "ARTICLES",
    "COMMON",
    "FIRST_NAMES",
    "INITIALS",
    "LIGHT",
    "MONTHS",
    "NUMBER_WORDS",
    "ROUTES",
    "TITLES",
    "TYPES",
    "WEAK",
]


def _table(text):
    """Read lines "word: short forms", the word standing for itself too."""
    table = {}
    for line in text.strip().splitlines():
        word, _, short = line.partition(":")
        for form in (word.strip(), *short.split()):
            table[form] = word.strip()
    return table


TYPES = _table("""
rue: r ru rues
avenue: av ave aven avn avenues
boulevard: bd bld blvd bvd boul bvard bould boulv
place: pl plce plc places
allee: all al alle allees alee
chemin: ch che chem chm chmn chn chemins
impasse: imp impas ipasse
route: rte rt routes
square: sq sqr sqre
quai: qu q quais
cours: crs
passage: pas pass psg psge
sente: sen snt sentes
sentier: sent str
villa: vla villas
esplanade: esp espl
promenade: prom pro
ruelle: rle rlle
venelle: ven vlle
mail:
montee: mte mtee
chaussee: chs chaus
traverse: tra trav
carrefour: car carr
rondpoint: rpt rdpt
voie: voi voies
faubourg: fg fbg faub
cour: cor
galerie: gal
parvis: prv
pont:
porte: pte
rampe: rpe
rocade: roc
peristyle: psty
placette: plt placet
cite: cites
residence: res resid residences
lotissement: lot lots lotis
hameau: ham hameaux
quartier: qua quart qrt
domaine: dom
clos:
parc: prc
zac:
zi:
za:
zone:
centre: ctre
immeuble: imm
ilot:
corniche: cor
levee:
digue: dig
descente: dsc
coteau: cote
drailles: draille
escalier: esc
grand: grd
""")
# these two open a street's name too ("Galerie", "Escalier") but their short forms mean something else more often
for _form in ("gal", "esc", "cor", "str", "pro", "grd", "grand", "ru"):
    TYPES.pop(_form, None)

WEAK = frozenset(
    "cite residence lotissement hameau quartier domaine clos parc zac zi za zone centre immeuble ilot".split()
)
"""Types that more often name where in the street someone lives than the street itself."""

ADJECTIVES = frozenset(
    "grande grand petite petit vieille vieux ancienne ancien haute haut basse bas nouvelle nouveau neuve belle".split()
)
"""What may come between a number and the type: "2 grande rue", "4 vieille route"."""

ARTICLES = frozenset("le la les l de du des d et a au aux en".split())

INITIALS = frozenset("jb jc jd jf jg jh jj jl jm jp jr lf lm mc mh mj pf pj pm pv".split())
"""Two first names in one: "rue JJ Rousseau", "rue PV Couturier"."""

TITLES = _table("""
saint: st
sainte: ste
saints: sts
saintes: stes
general: gal gral gl gnal gen
docteur: dr doct docte
marechal: mal mchal marchl
commandant: cdt cmdt cmt comdt
colonel: col cnl
capitaine: cne capt cpt
lieutenant: lt ltn lieut
sergent: sgt serg
caporal: cpl
adjudant: adj adjt
president: pdt prdt presid pdnt
professeur: prof pr profes
ingenieur: ing
amiral: aml amal
monseigneur: mgr
cardinal: card
chanoine: chan chne
abbe: abb
madame: mme
mademoiselle: mlle
monsieur: mr
division: div
regiment: rgt regt
notre: nd
vieux: vx
grand: gd grd
grande: gde grde
petite: ptite
haut: ht
haute: hte
sainte: ste
boulevard: bd bld blvd bvd boul
avenue: av ave
place: pl
allee: all
chemin: che chem
impasse: imp
route: rte
square: sq
faubourg: fg fbg
chateau: chau
eglise: egl
republique: rep repub
resistance: resist
liberation: liber
fontaine: fne
moulin: mln
compagnie: cie
etablissement: ets
mont: mt
quartier: quart
""")

MONTHS = {
    "janv": "janvier", "jan": "janvier", "fev": "fevrier", "fevr": "fevrier", "avr": "avril", "juil": "juillet",
    "jul": "juillet", "sept": "septembre", "oct": "octobre", "nov": "novembre", "nove": "novembre",
    "dec": "decembre", **{m: m for m in (
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre").split()},
}  # fmt: skip

ROUTES = {
    "rd": ("route", "departementale"), "rn": ("route", "nationale"), "cr": ("chemin", "rural"),
    "cd": ("chemin", "departemental"), "vc": ("voie", "communale"), "d": ("route", "departementale"),
    "n": ("route", "nationale"),
}  # fmt: skip
"""Roads called by their class: "RD 12" is "Route Départementale 12"."""

NUMBER_WORDS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20,
    "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "cent": 100, "cents": 100,
    "mil": 1000, "mille": 1000, "premier": 1, "premiere": 1, "deuxieme": 2, "troisieme": 3, "quatrieme": 4,
    "cinquieme": 5, "sixieme": 6, "septieme": 7, "huitieme": 8, "neuvieme": 9, "dixieme": 10,
}  # fmt: skip

FIRST_NAMES = frozenset(
    """
    adolphe adrien agnes aime albert alexandre alexandra alfred alice alphonse amedee ambroise anatole andre andrea
    andree ange anne annie antoine antonin aristide armand arthur auguste augustin baptiste barthelemy bernard berthe
    blaise camille cecile celestin cesar charles charlotte christian claire claude clement colette cyprien daniel
    danielle david denis denise denys desire dominique edgar edmond edouard elie elisabeth elisa emile emilie emmanuel
    eric ernest etienne eugene eugenie evariste felix ferdinand fernand firmin flora francis francois francoise
    frederic gabriel gabrielle gaspard gaston genevieve george georges gerard germain germaine gilbert guillaume
    gustave guy hannah hector helene henri henriette henry hippolyte honore hubert hugues irene isabelle jacqueline
    jacques jean jeanne jerome joachim joliot jose joseph josephine jules julien juliette justin laurent leo leon
    leonard leopold louis louise lucie lucien madeleine marc marcel marcelin marcellin marguerite maria marie marius
    martial martin maryse mathieu maurice max maxime maximilien michel nelson nicolas nicole noel octave olympe oscar
    pablo pascal paul paulette pauline philippe pierre prosper rachel raoul raphael raymond rene renee richard robert
    roger roland romain rosa salvador sebastien simon simone sophie stephane suzanne theodore theophile therese thomas
    ulysse urbain victor victorien vincent violette voltairine william xavier yves yvette yvonne
    """.split()
)

LIGHT = FIRST_NAMES | frozenset(
    """
    general docteur marechal commandant colonel capitaine lieutenant sergent caporal adjudant president professeur
    ingenieur amiral monseigneur cardinal chanoine abbe madame mademoiselle monsieur maitre maire prince comte duc
    frere freres soeur pere mere famille square rue avenue
    """.split()
)
"""First names and titles: dropped or cut to a letter without the street becoming another."""

COMMON = frozenset(
    """
    abbaye abeilles acacias aire alouettes anciens ange arbre arcades arche ardoise argile armes aubepine aulnes avenir
    bac bains bas basse basses bel belle belles bergerie berges berger bergers bergeronnettes beurre biche biches bief
    blanc blanche blanches bleu bleue bleuets bois boulets bouleaux boulevards bourg bout bras bruyere bruyeres buis
    buisson buissons butte buttes camelias campagne camp canal carmes carreau carriere carrieres cascade cave caves
    cedre cedres centre cerf cerisaie cerise cerises cerisier cerisiers champ champs chant chapelle chapelles charme
    charmes charmilles charron chasse chataignier chataigniers chateau chatel chats chaume chaumes chaux chemin chene
    chenes cher cheval chevaux chevre chevres cite clair claire clef clefs cloche clocher clos college colline collines
    colombe colombier commune communes coq coquelicots corne coteau coteaux cote cotes cour cours course couture
    croix cure cygne cygnes dames dessous dessus digue ecluse ecole ecoles eglantines eglantiers eglise ermitage
    epine epines erable erables esperance est etang etangs etoile europe fabrique faisan faisans falaise ferme fermes
    fer fetes feu figuier figuiers fleur fleurs fleurie foin foins foire foires fonderie fontaine fontaines font
    forge forges foret forets fort forts fosse fosses four fours fraises frene frenes galets gare garenne
    garennes genet genets glycines gorge grande grand grange granges gravier graviers greve grillon grive grives gue
    guerre halle halles hameau haras haut haute hauts hautes herbe hetre hetres hirondelles hopital horloge horizon
    hotel houx ile iles iris jardin jardins jasmin jasmins joie joli jonc joncs jonquilles lac lacs laiterie lampe
    lande landes lard lauriers lavande lavoir lavoirs liberte lierre ligne lilas lin lion loge loges long longue loup
    loups lune lys mai mail mairie maison maisons marais marche mare mares marbre marine marne marronniers mars matin
    mauve mer merle merles meridienne mesange mesanges midi mimosas mine mines moine moines monnaie mont monts
    moulin moulins mouton mur muret muriers murs musee myrtilles neuf neuve neuves nid noir noire noisetiers nord noyer
    noyers nuit ocean oie oies oiseau oiseaux olivier oliviers ombre or orangers orge orme ormeau ormeaux ormes
    ouest ours pain paix palais pampre paon parc parcs pare paroisse pavillon pavillons pays pecheurs pelouse pente
    perdrix pere perle perriere petit petite petits peuple peuplier peupliers pie pied pierre pierres pigeon pin
    pinede pins place plage plaine plaines plan plateau platane platanes poids point pointe poirier poiriers pomme
    pommes pommier pommiers pont ponts port ports porte portes poste pot poterie potiers pots poudriere pre pres presse
    prevoyance printemps prieure prunier pruniers puits quai quais raisin rampe rempart remparts renard renards
    resistance rive rives riviere roc roche roches rocher rochers roi rois roitelets ronde rose roses rosier rosiers
    roseau roseaux rouge rouges rousse roue rouet rural sable sables sabot sabots saule saules saint sapin sapins
    source sources sablon sablons soleil sud sureau talus tannerie tanneurs temple terrasse terrasses terre terres
    tete tilleul tilleuls tour tourelle tournelle tours treille treilles tuilerie tuileries tulipes union val vallee
    vallees vallon vallons vent vents verger vergers verrerie vert verte verts vertes vieux vieille vigne vignes
    vignoble village ville villa vin violettes vive voie volcan
    """.split()
)
"""Words of streets' names so common that one of them is hardly ever another one mistyped."""
