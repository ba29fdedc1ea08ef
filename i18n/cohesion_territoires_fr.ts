<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR" sourcelanguage="en">
    <context>
        <name>@default</name>
        <message>
            <source>0 does not count this straight leg. When blank: the walking speed on foot, 0 by car.</source>
            <translation>0 ne compte pas ce trajet en ligne droite. Laissé vide : la vitesse de marche à pied, 0 en voiture.</translation>
        </message>
        <message>
            <source>0 hides nothing; 5 or 11 are usual before publishing. A second count is hidden where needed.</source>
            <translation>0 ne masque rien ; 5 ou 11 sont d’usage avant de publier. Un second effectif est masqué là où une soustraction révélerait le premier.</translation>
        </message>
        <message>
            <source>10 to 40</source>
            <translation>10 à 40</translation>
        </message>
        <message>
            <source>100 to 200</source>
            <translation>100 à 200</translation>
        </message>
        <message>
            <source>200 and more</source>
            <translation>200 et plus</translation>
        </message>
        <message>
            <source>40 to 100</source>
            <translation>40 à 100</translation>
        </message>
        <message>
            <source>A bus has one point in the list, its base, where nobody is received: counting it is an upper bound.</source>
            <translation>Un bus n’a qu’un point dans la liste, sa base, où personne n’est reçu : le compter donne une borne haute.</translation>
        </message>
        <message>
            <source>A column is missing: one of {wanted}. Is it the right file?</source>
            <translation>Une colonne manque : l’une de {wanted}. Est-ce le bon fichier ?</translation>
        </message>
        <message>
            <source>A count: circles in proportion</source>
            <translation>Un effectif : cercles proportionnels</translation>
        </message>
        <message>
            <source>A dead end nearer than this to another line, and not joined to it, is reported.</source>
            <translation>Une impasse plus proche que cela d’une autre ligne, sans lui être reliée, est signalée.</translation>
        </message>
        <message>
            <source>A direction field is given but none of its values: say which value means forward, backward or both.</source>
            <translation>Un champ de sens est indiqué, mais aucune de ses valeurs : dites laquelle veut dire sens direct, sens inverse ou double sens.</translation>
        </message>
        <message>
            <source>A layer of points, or a table with longitude and latitude such as a BAN geocoding answer.</source>
            <translation>Une couche de points, ou un tableau avec longitude et latitude, comme une réponse de géocodage de la BAN.</translation>
        </message>
        <message>
            <source>A page for each commune is written in a folder: choose “{name}”.</source>
            <translation>Une page par commune s’écrit dans un dossier : choisissez « {name} ».</translation>
        </message>
        <message>
            <source>A page to read in a browser or to print on A4; with one page a commune, their list.</source>
            <translation>Une page à lire dans un navigateur ou à imprimer en A4 ; avec une page par commune, leur liste.</translation>
        </message>
        <message>
            <source>A rate or an average: coloured areas</source>
            <translation>Un taux ou une moyenne : aplats de couleur</translation>
        </message>
        <message>
            <source>A row could not be written to “{name}” ({why}): check that the file is not open elsewhere, that the disk is not full and that you may write there.</source>
            <translation>Une ligne n’a pas pu être écrite dans « {name} » ({why}) : vérifiez que le fichier n’est pas ouvert ailleurs, que le disque n’est pas plein et que vous avez le droit d’y écrire.</translation>
        </message>
        <message>
            <source>A spreadsheet (XLSX, ODS), a CSV or any layer: one row per territory, or per territory and year.</source>
            <translation>Un tableur (XLSX, ODS), un CSV ou toute couche : une ligne par territoire, ou par territoire et année.</translation>
        </message>
        <message>
            <source>A spreadsheet (XLSX, ODS), a CSV or any layer; one row per address.</source>
            <translation>Un tableur (XLSX, ODS), un CSV ou toute couche ; une ligne par adresse.</translation>
        </message>
        <message>
            <source>A spreadsheet, a CSV or any layer with a column of INSEE codes.</source>
            <translation>Un tableur, un CSV ou toute couche qui a une colonne de codes Insee.</translation>
        </message>
        <message>
            <source>A value of the direction field, compared without regard to capitals and accents.</source>
            <translation>Une valeur du champ de sens, comparée sans tenir compte des majuscules ni des accents.</translation>
        </message>
        <message>
            <source>A web page says that {service} is forbidden ({why}): often the network's filter. Ask your IT service to open this address.</source>
            <translation>Une page web dit que l’accès à {service} est interdit ({why}) : c’est souvent le filtre du réseau. Demandez à votre service informatique d’ouvrir cette adresse.</translation>
        </message>
        <message>
            <source>A WFS or OGC API Features server</source>
            <translation>Un serveur WFS ou OGC API Features</translation>
        </message>
        <message>
            <source>Absurd speed</source>
            <translation>Vitesse invraisemblable</translation>
        </message>
        <message>
            <source>Accessibility</source>
            <translation>Accessibilité</translation>
        </message>
        <message>
            <source>Accessibility bands</source>
            <translation>Bandes d’accessibilité</translation>
        </message>
        <message>
            <source>Action cœur de ville</source>
            <translation>Action cœur de ville</translation>
        </message>
        <message>
            <source>Add</source>
            <translation>Ajouter</translation>
        </message>
        <message>
            <source>Add a server</source>
            <translation>Ajouter un serveur</translation>
        </message>
        <message>
            <source>Add a server (WFS, OGC API)…</source>
            <translation>Ajouter un serveur (WFS, OGC API)…</translation>
        </message>
        <message>
            <source>Add to the map: boundaries, join, style, dates</source>
            <translation>Ajouter à la carte : contours, jointure, style, dates</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>Adresse</translation>
        </message>
        <message>
            <source>address</source>
            <translation>adresse</translation>
        </message>
        <message>
            <source>Address in a QPV (local index)</source>
            <translation>Adresse et QPV (index local)</translation>
        </message>
        <message>
            <source>Address index</source>
            <translation>Index d’adresses</translation>
        </message>
        <message>
            <source>Address index (BAN)</source>
            <translation>Index d’adresses (BAN)</translation>
        </message>
        <message>
            <source>Address indexes (*.sqlite *.db);;All files (*.*)</source>
            <translation>Index d’adresses (*.sqlite *.db);;Tous les fichiers (*.*)</translation>
        </message>
        <message>
            <source>address met before</source>
            <translation>adresse déjà rencontrée</translation>
        </message>
        <message>
            <source>Address of the online service</source>
            <translation>Adresse du service en ligne</translation>
        </message>
        <message>
            <source>Address of the row</source>
            <translation>Adresse de la ligne</translation>
        </message>
        <message>
            <source>Address of the server</source>
            <translation>Adresse du serveur</translation>
        </message>
        <message>
            <source>Addresses</source>
            <translation>Adresses</translation>
        </message>
        <message>
            <source>Addresses gained</source>
            <translation>Adresses gagnées</translation>
        </message>
        <message>
            <source>Addresses kept</source>
            <translation>Adresses conservées</translation>
        </message>
        <message>
            <source>Addresses located</source>
            <translation>Adresses localisées</translation>
        </message>
        <message>
            <source>Addresses lost</source>
            <translation>Adresses perdues</translation>
        </message>
        <message>
            <source>Addresses or dwellings to count</source>
            <translation>Adresses ou logements à compter</translation>
        </message>
        <message>
            <source>Addresses or positions</source>
            <translation>Adresses ou positions</translation>
        </message>
        <message>
            <source>Addresses with their verdict</source>
            <translation>Adresses avec leur verdict</translation>
        </message>
        <message>
            <source>Addresses: BAN, Licence Ouverte</source>
            <translation>Adresses : BAN, Licence Ouverte</translation>
        </message>
        <message>
            <source>Addresses: {files} – BAN, Licence Ouverte</source>
            <translation>Adresses : {files} – BAN, Licence Ouverte</translation>
        </message>
        <message>
            <source>Addresses: {kept} kept, {gained} gained, {lost} lost.</source>
            <translation>Adresses : {kept} conservées, {gained} gagnées, {lost} perdues.</translation>
        </message>
        <message>
            <source>Addresses: {service}</source>
            <translation>Adresses : {service}</translation>
        </message>
        <message>
            <source>Adds the 2015 answer beside that of 2024: rights in progress still follow it.</source>
            <translation>Ajoute la réponse de 2015 à côté de celle de 2024 : des droits en cours la suivent encore.</translation>
        </message>
        <message>
            <source>adresses-….csv.gz of one or several départements, and lieux-dits-….csv.gz where places without numbers matter, as they come from adresse.data.gouv.fr: zipped or not.</source>
            <translation>adresses-….csv.gz d’un ou de plusieurs départements, et lieux-dits-….csv.gz si des lieux sans numéro comptent, tels qu’ils viennent d’adresse.data.gouv.fr : compressés ou non.</translation>
        </message>
        <message>
            <source>Afterwards</source>
            <translation>Après</translation>
        </message>
        <message>
            <source>All</source>
            <translation>Toutes</translation>
        </message>
        <message>
            <source>All communes</source>
            <translation>Toutes les communes</translation>
        </message>
        <message>
            <source>All QPV</source>
            <translation>Tous les QPV</translation>
        </message>
        <message>
            <source>All reasons</source>
            <translation>Tous les motifs</translation>
        </message>
        <message>
            <source>All that hold numbers when left blank; the map shows the first.</source>
            <translation>Tous ceux qui contiennent des nombres s’il est laissé vide ; la carte montre le premier.</translation>
        </message>
        <message>
            <source>All three, side by side</source>
            <translation>Les trois, côte à côte</translation>
        </message>
        <message>
            <source>All years</source>
            <translation>Toutes les années</translation>
        </message>
        <message>
            <source>all years</source>
            <translation>toutes années</translation>
        </message>
        <message>
            <source>All years are classed together, and follow QGIS's temporal controller; found alone (annee).</source>
            <translation>Toutes les années sont classées ensemble, et suivent le contrôleur temporel de QGIS ; trouvé seul (annee).</translation>
        </message>
        <message>
            <source>Alone to answer for one QPV; shared out to count each place once.</source>
            <translation>Seul pour répondre d’un QPV ; partagé pour ne compter chaque lieu qu’une fois.</translation>
        </message>
        <message>
            <source>Always keep</source>
            <translation>Toujours garder</translation>
        </message>
        <message>
            <source>always kept</source>
            <translation>toujours gardé</translation>
        </message>
        <message>
            <source>An indicator on its boundaries, or the layer or table as it is, limited to the territory.</source>
            <translation>Un indicateur sur ses contours, ou la couche ou la table telle quelle, limitée au territoire.</translation>
        </message>
        <message>
            <source>another form than expected</source>
            <translation>autre forme que prévu</translation>
        </message>
        <message>
            <source>Another project was opened meanwhile: the layer is in {path}.</source>
            <translation>Un autre projet a été ouvert entre-temps : la couche est dans {path}.</translation>
        </message>
        <message>
            <source>Another run is making this index ({path}): wait until it ends.</source>
            <translation>Un autre traitement construit cet index ({path}) : attendez qu’il se termine.</translation>
        </message>
        <message>
            <source>Another window or program fetches “{title}”: it is waited for.</source>
            <translation>Une autre fenêtre ou un autre programme récupère « {title} » : on l’attend.</translation>
        </message>
        <message>
            <source>Answers a plain spatial join would give wrongly</source>
            <translation>Réponses qu’une jointure spatiale simple donnerait à tort</translation>
        </message>
        <message>
            <source>Applications (addresses to locate)</source>
            <translation>Demandes (adresses à localiser)</translation>
        </message>
        <message>
            <source>Area gained (ha)</source>
            <translation>Surface gagnée (ha)</translation>
        </message>
        <message>
            <source>Area kept (ha)</source>
            <translation>Surface conservée (ha)</translation>
        </message>
        <message>
            <source>Area lost (ha)</source>
            <translation>Surface perdue (ha)</translation>
        </message>
        <message>
            <source>Area where the network is complete</source>
            <translation>Zone où le réseau est complet</translation>
        </message>
        <message>
            <source>Area within the last break (ha)</source>
            <translation>Surface à moins du dernier seuil (ha)</translation>
        </message>
        <message>
            <source>Area: {kept} ha kept, {gained} ha gained, {lost} ha lost.</source>
            <translation>Surface : {kept} ha conservés, {gained} ha gagnés, {lost} ha perdus.</translation>
        </message>
        <message>
            <source>Areas are measured in the legal projection of the territory; people are those of grid cells (tax households) shared out by area: an order of magnitude.</source>
            <translation>Surfaces mesurées dans la projection légale du territoire ; population des carreaux (ménages fiscaux) répartie selon la surface : un ordre de grandeur.</translation>
        </message>
        <message>
            <source>Arrondissement</source>
            <translation>Arrondissement</translation>
        </message>
        <message>
            <source>Arrondissement of {codes}, whose boundaries are whole: the data have its value too.</source>
            <translation>Arrondissement de {codes}, dont le contour est d’un seul tenant : les données ont aussi la valeur de la commune entière.</translation>
        </message>
        <message>
            <source>Arrondissements</source>
            <translation>Arrondissements</translation>
        </message>
        <message>
            <source>As many in each (quantiles)</source>
            <translation>Autant dans chacune (quantiles)</translation>
        </message>
        <message>
            <source>As the catalogue will show it</source>
            <translation>Tel que le catalogue le montrera</translation>
        </message>
        <message>
            <source>As the catalogue will show it; what the server calls itself when left blank.</source>
            <translation>Tel que le catalogue le montrera ; vide, le nom que le serveur se donne.</translation>
        </message>
        <message>
            <source>Ask the service whether it has newer</source>
            <translation>Demander au service s’il a plus récent</translation>
        </message>
        <message>
            <source>Asked again of their service</source>
            <translation>Demandés de nouveau à leur service</translation>
        </message>
        <message>
            <source>Asked for again</source>
            <translation>Redemandé</translation>
        </message>
        <message>
            <source>Asked for: {title}</source>
            <translation>Demandé : {title}</translation>
        </message>
        <message>
            <source>At 4 km/h, 15 minutes are 1,000 metres.</source>
            <translation>À 4 km/h, 15 minutes font 1 000 mètres.</translation>
        </message>
        <message>
            <source>at most</source>
            <translation>au plus</translation>
        </message>
        <message>
            <source>Attach cells outside zones to the zone they overlap most</source>
            <translation>Rattacher les carreaux hors zones à la zone qu’ils recouvrent le plus</translation>
        </message>
        <message>
            <source>Attach points to</source>
            <translation>Rattacher les points à</translation>
        </message>
        <message>
            <source>Attached origins that miss at least one family</source>
            <translation>Origines rattachées auxquelles il manque au moins une famille</translation>
        </message>
        <message>
            <source>Authentication of the online service</source>
            <translation>Authentification du service en ligne</translation>
        </message>
        <message>
            <source>Authentication of the services</source>
            <translation>Authentification des services</translation>
        </message>
        <message>
            <source>Back to the list</source>
            <translation>Retour à la liste</translation>
        </message>
        <message>
            <source>Backward direction</source>
            <translation>Sens inverse</translation>
        </message>
        <message>
            <source>BAN addresses</source>
            <translation>Adresses BAN</translation>
        </message>
        <message>
            <source>BAN index (addresses, offline)</source>
            <translation>Index BAN (adresses, hors ligne)</translation>
        </message>
        <message>
            <source>BAN words (entrée, segment, street…) or metres. The columns of a BAN answer are found alone.</source>
            <translation>Mots de la BAN (entrée, segment, street…) ou mètres. Les colonnes d’une réponse de la BAN sont reconnues toutes seules.</translation>
        </message>
        <message>
            <source>barometre-v2, barometre-2018, portrait, or the path of your own file (JSON).</source>
            <translation>barometre-v2, barometre-2018, portrait, ou le chemin de votre propre fichier (JSON).</translation>
        </message>
        <message>
            <source>Base of a bus</source>
            <translation>Base d’un bus</translation>
        </message>
        <message>
            <source>BD TOPO of the département {code}, layer “tronçon de route”: a large file.</source>
            <translation>La BD TOPO du département {code}, couche « tronçon de route » : un gros fichier.</translation>
        </message>
        <message>
            <source>Being checked</source>
            <translation>En cours de vérification</translation>
        </message>
        <message>
            <source>Being copied to {folder}…</source>
            <translation>Copie en cours dans {folder}…</translation>
        </message>
        <message>
            <source>Being fetched (see the queue)</source>
            <translation>En cours (voir la file)</translation>
        </message>
        <message>
            <source>Being loaded from {folder}…</source>
            <translation>Chargement en cours depuis {folder}…</translation>
        </message>
        <message>
            <source>Beneficiaries</source>
            <translation>Bénéficiaires</translation>
        </message>
        <message>
            <source>Between 0 and 1, or out of 100. result_score is found alone.</source>
            <translation>Entre 0 et 1, ou sur 100. result_score est reconnu tout seul.</translation>
        </message>
        <message>
            <source>Between two neighbouring numbers</source>
            <translation>Entre deux numéros voisins</translation>
        </message>
        <message>
            <source>Border effect</source>
            <translation>Effet de bord</translation>
        </message>
        <message>
            <source>Border effect: {count} times of {total} are upper bounds, every street that ends at the outer edge being taken for a cut one. On an island or a coast, say in the advanced parameters that the network is whole, or in which area it is complete.</source>
            <translation>Effet de bord : {count} temps sur {total} sont des bornes hautes, toute rue qui s’arrête au pourtour du réseau étant tenue pour coupée. Sur une île ou un littoral, dites dans les paramètres avancés que le réseau est entier, ou dans quelle zone il est complet.</translation>
        </message>
        <message>
            <source>Both directions</source>
            <translation>Double sens</translation>
        </message>
        <message>
            <source>Boundaries</source>
            <translation>Contours</translation>
        </message>
        <message>
            <source>Boundaries with values</source>
            <translation>Contours avec valeurs</translation>
        </message>
        <message>
            <source>Branch</source>
            <translation>Antenne</translation>
        </message>
        <message>
            <source>Breaks (minutes)</source>
            <translation>Seuils (minutes)</translation>
        </message>
        <message>
            <source>Bring a layer of an observatory</source>
            <translation>Apporter une couche d’un observatoire</translation>
        </message>
        <message>
            <source>Browse: {title}</source>
            <translation>Parcourir : {title}</translation>
        </message>
        <message>
            <source>Build the address index</source>
            <translation>Construire l’index d’adresses</translation>
        </message>
        <message>
            <source>By car</source>
            <translation>En voiture</translation>
        </message>
        <message>
            <source>By car means in free-flowing traffic.</source>
            <translation>En voiture s’entend trafic fluide.</translation>
        </message>
        <message>
            <source>By car only. Found alone in BD TOPO and OpenStreetMap.</source>
            <translation>En voiture seulement. Reconnu tout seul dans la BD TOPO et OpenStreetMap.</translation>
        </message>
        <message>
            <source>by hand</source>
            <translation>à la main</translation>
        </message>
        <message>
            <source>By hand: {what}</source>
            <translation>À la main : {what}</translation>
        </message>
        <message>
            <source>Cache</source>
            <translation>Cache</translation>
        </message>
        <message>
            <source>Cache of the observatories</source>
            <translation>Cache des observatoires</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Annuler</translation>
        </message>
        <message>
            <source>Canton</source>
            <translation>Canton</translation>
        </message>
        <message>
            <source>Cantons</source>
            <translation>Cantons</translation>
        </message>
        <message>
            <source>Capacity to develop</source>
            <translation>Capacité de développement</translation>
        </message>
        <message>
            <source>Card</source>
            <translation>Fiche</translation>
        </message>
        <message>
            <source>Card of the indicator</source>
            <translation>Fiche de l’indicateur</translation>
        </message>
        <message>
            <source>Catalogue</source>
            <translation>Catalogue</translation>
        </message>
        <message>
            <source>Catalogue of Insee's Mélodi</source>
            <translation>Catalogue de Mélodi (Insee)</translation>
        </message>
        <message>
            <source>Catalogue of the Observatoire des territoires</source>
            <translation>Catalogue de l’Observatoire des territoires</translation>
        </message>
        <message>
            <source>Caution</source>
            <translation>Attention</translation>
        </message>
        <message>
            <source>Cells of 200 m with their people (field “ind”). Insee, Filosofi: people of fiscal households, a little fewer than the inhabitants of the census.</source>
            <translation>Carreaux de 200 m avec leur population (champ « ind »). Insee, Filosofi : personnes des ménages fiscaux, un peu moins nombreuses que les habitants du recensement.</translation>
        </message>
        <message>
            <source>Cells of Insee's grid (Filosofi), or their centres.</source>
            <translation>Carreaux de l’Insee (Filosofi), ou leurs centres.</translation>
        </message>
        <message>
            <source>Cells whose people are shared out by area: an order of magnitude, not a census.</source>
            <translation>Carreaux dont la population est répartie selon la surface : un ordre de grandeur, pas un recensement.</translation>
        </message>
        <message>
            <source>Cells with their minutes</source>
            <translation>Carreaux avec leurs minutes</translation>
        </message>
        <message>
            <source>Cells without a commune of {year}: {count} ({list}). Their rows are kept, and say why.</source>
            <translation>Cellules sans commune de {year} : {count} ({list}). Leurs lignes sont gardées, et disent pourquoi.</translation>
        </message>
        <message>
            <source>Certifies that the layer of perimeters is complete (liste_qp_2024.csv: code_qp, insee_com).</source>
            <translation>Atteste que la couche de périmètres est complète (liste officielle de l’ANCT : code_qp, insee_com).</translation>
        </message>
        <message>
            <source>Changes of communes</source>
            <translation>Mouvements des communes</translation>
        </message>
        <message>
            <source>Check</source>
            <translation>Vérifier</translation>
        </message>
        <message>
            <source>Check a street network</source>
            <translation>Contrôler un réseau</translation>
        </message>
        <message>
            <source>Check everything that is set</source>
            <translation>Vérifier tout ce qui est renseigné</translation>
        </message>
        <message>
            <source>Check the path and that the drive is connected.</source>
            <translation>Vérifiez le chemin et que le lecteur réseau est connecté.</translation>
        </message>
        <message>
            <source>Check the path, that the drive is connected, or that the database answers.</source>
            <translation>Vérifiez le chemin, que le lecteur réseau est connecté ou que la base de données répond.</translation>
        </message>
        <message>
            <source>Check this one again</source>
            <translation>Vérifier de nouveau cette donnée</translation>
        </message>
        <message>
            <source>Checked</source>
            <translation>Vérification</translation>
        </message>
        <message>
            <source>Checked and set as default</source>
            <translation>Vérifié et déclaré par défaut</translation>
        </message>
        <message>
            <source>Choose a département</source>
            <translation>Choisir un département</translation>
        </message>
        <message>
            <source>Choose the QPV first: none is known near this position.</source>
            <translation>Choisissez d’abord le QPV : aucun n’est connu près de cette position.</translation>
        </message>
        <message>
            <source>Classes: {count}; their limits: {list}.</source>
            <translation>Classes : {count} ; leurs limites : {list}.</translation>
        </message>
        <message>
            <source>Clear the filters</source>
            <translation>Effacer les filtres</translation>
        </message>
        <message>
            <source>Clear what has ended</source>
            <translation>Effacer ce qui est fini</translation>
        </message>
        <message>
            <source>code</source>
            <translation>code</translation>
        </message>
        <message>
            <source>Code mended</source>
            <translation>Code réparé</translation>
        </message>
        <message>
            <source>Code of the other generation of priority neighbourhoods: 2015 and 2024 never join.</source>
            <translation>Code de l’autre génération de quartiers prioritaires : 2015 et 2024 ne se joignent jamais.</translation>
        </message>
        <message>
            <source>Code of the zone</source>
            <translation>Code de la zone</translation>
        </message>
        <message>
            <source>Code that the boundaries do not have.</source>
            <translation>Code que les contours n’ont pas.</translation>
        </message>
        <message>
            <source>Code that the boundaries, of {now}, do not have; the source's geography is that of {before}.</source>
            <translation>Code que les contours, de {now}, n’ont pas ; la géographie de la source est celle de {before}.</translation>
        </message>
        <message>
            <source>Codes joined: {joined}; polygons without data: {without_data}; codes without polygon: {without_polygon}.</source>
            <translation>Codes joints : {joined} ; polygones sans donnée : {without_data} ; codes sans polygone : {without_polygon}.</translation>
        </message>
        <message>
            <source>Codes mangled by a spreadsheet (lost zeros, quotes) and mended: {count}.</source>
            <translation>Codes abîmés par un tableur (zéros perdus, guillemets) et réparés : {count}.</translation>
        </message>
        <message>
            <source>Codes mended</source>
            <translation>Codes réparés</translation>
        </message>
        <message>
            <source>Codes mended, among them</source>
            <translation>Dont codes réparés</translation>
        </message>
        <message>
            <source>Codes of the perimeters of {other}, not of {expected}: {count}.</source>
            <translation>Codes des périmètres de {other}, non de ceux de {expected} : {count}.</translation>
        </message>
        <message>
            <source>Codes that are none of a QPV: {count}.</source>
            <translation>Codes qui ne sont pas ceux d’un QPV : {count}.</translation>
        </message>
        <message>
            <source>Codes that stand several times in the table, with a value only where their rows agree: {count}.</source>
            <translation>Codes qui figurent plusieurs fois dans la table, avec une valeur seulement là où leurs lignes s’accordent : {count}.</translation>
        </message>
        <message>
            <source>Codes without polygon</source>
            <translation>Codes sans polygone</translation>
        </message>
        <message>
            <source>Cohésion des territoires: QPV, accessibility, France services</source>
            <translation>Cohésion des territoires : QPV, accessibilité, France services</translation>
        </message>
        <message>
            <source>Collection of indicators</source>
            <translation>Collection d’indicateurs</translation>
        </message>
        <message>
            <source>Coloured areas show rates; the number of people of a large commune would colour its fields.</source>
            <translation>Les aplats montrent des taux ; le nombre d’habitants d’une grande commune colorerait ses champs.</translation>
        </message>
        <message>
            <source>Columns code and valeur (the contract); one row per commune.</source>
            <translation>Colonnes code et valeur (le contrat) ; une ligne par commune.</translation>
        </message>
        <message>
            <source>Columns read</source>
            <translation>Colonnes lues</translation>
        </message>
        <message>
            <source>Columns read: {columns}.</source>
            <translation>Colonnes lues : {columns}.</translation>
        </message>
        <message>
            <source>Commune</source>
            <translation>Commune</translation>
        </message>
        <message>
            <source>commune</source>
            <translation>commune</translation>
        </message>
        <message>
            <source>Commune known</source>
            <translation>Commune connue</translation>
        </message>
        <message>
            <source>Commune only</source>
            <translation>Commune seulement</translation>
        </message>
        <message>
            <source>Commune that came of {codes}, which the data still hold whole.</source>
            <translation>Commune issue de {codes}, que les données ont encore en entier.</translation>
        </message>
        <message>
            <source>Commune that has become {codes} in the geography of the boundaries.</source>
            <translation>Commune devenue {codes} dans la géographie des contours.</translation>
        </message>
        <message>
            <source>Communes</source>
            <translation>Communes</translation>
        </message>
        <message>
            <source>Communes with their zonings</source>
            <translation>Communes et leurs zonages</translation>
        </message>
        <message>
            <source>Communes, EPCI, districts… A cell belongs to the zone that holds its centre.</source>
            <translation>Communes, EPCI, arrondissements… Un carreau appartient à la zone qui contient son centre.</translation>
        </message>
        <message>
            <source>Compared with the first; one layer that holds both may be given twice.</source>
            <translation>Comparés aux premiers ; une couche qui contient les deux générations peut être donnée deux fois.</translation>
        </message>
        <message>
            <source>Computed: the network is cut at its edge</source>
            <translation>Calculé : le réseau est coupé à son bord</translation>
        </message>
        <message>
            <source>Connected parts</source>
            <translation>Parties connexes</translation>
        </message>
        <message>
            <source>connection cut</source>
            <translation>connexion coupée</translation>
        </message>
        <message>
            <source>connection refused</source>
            <translation>connexion refusée</translation>
        </message>
        <message>
            <source>Contours of {year} are not published: those of {found} were taken. Codes that changed between the two years find no polygon.</source>
            <translation>Les contours de {year} ne sont pas publiés : ceux de {found} ont été pris. Les codes qui ont changé entre les deux années ne trouvent pas de polygone.</translation>
        </message>
        <message>
            <source>Contrat de ville</source>
            <translation>Contrat de ville</translation>
        </message>
        <message>
            <source>Cooperation</source>
            <translation>Coopération</translation>
        </message>
        <message>
            <source>Copy the diagnostic</source>
            <translation>Copier le diagnostic</translation>
        </message>
        <message>
            <source>Copy what is kept of my territory and my reference data to a folder, for a computer without network</source>
            <translation>Copier dans un dossier ce qui est gardé de mon territoire et mes données de référence, pour un poste sans réseau</translation>
        </message>
        <message>
            <source>Correspondence in the official columns</source>
            <translation>Correspondance, aux colonnes officielles</translation>
        </message>
        <message>
            <source>Counts and numbers of the first lines; no address is copied there.</source>
            <translation>Nombres de lignes et numéros des premières ; aucune adresse n’y est recopiée.</translation>
        </message>
        <message>
            <source>Counts, sums and both bounds of the share in QPV.</source>
            <translation>Effectifs, sommes et les deux bornes de la part en QPV.</translation>
        </message>
        <message>
            <source>Coverage by France services</source>
            <translation>Couverture par les France services</translation>
        </message>
        <message>
            <source>Coverage by zone</source>
            <translation>Couverture par zone</translation>
        </message>
        <message>
            <source>Coverage table (zone, scenario, threshold)</source>
            <translation>Tableau de couverture (zone, scénario, seuil)</translation>
        </message>
        <message>
            <source>Crossed in no time</source>
            <translation>Parcours en un temps nul</translation>
        </message>
        <message>
            <source>CSV files (*.csv)</source>
            <translation>Fichiers CSV (*.csv)</translation>
        </message>
        <message>
            <source>CSV read as {encoding}, separator {mark}.</source>
            <translation>CSV lu en {encoding}, séparateur {mark}.</translation>
        </message>
        <message>
            <source>data.gouv.fr is told these words, and nothing else; the files it finds join your catalogue.</source>
            <translation>data.gouv.fr reçoit ces mots, et rien d’autre ; les fichiers qu’il trouve rejoignent votre catalogue.</translation>
        </message>
        <message>
            <source>data.gouv.fr: {words}</source>
            <translation>data.gouv.fr : {words}</translation>
        </message>
        <message>
            <source>Dead one-way streets</source>
            <translation>Sens uniques sans issue</translation>
        </message>
        <message>
            <source>Decide: in this QPV</source>
            <translation>Décider : dans ce QPV</translation>
        </message>
        <message>
            <source>Decide: out of any QPV</source>
            <translation>Décider : hors de tout QPV</translation>
        </message>
        <message>
            <source>Decided</source>
            <translation>Décidées</translation>
        </message>
        <message>
            <source>decided: in a QPV</source>
            <translation>décidé : en QPV</translation>
        </message>
        <message>
            <source>decided: out of any QPV</source>
            <translation>décidé : hors QPV</translation>
        </message>
        <message>
            <source>Decision taken</source>
            <translation>Décision prise</translation>
        </message>
        <message>
            <source>Decisions are saved in the layer, which is temporary: save it as a GeoPackage to keep them.</source>
            <translation>Décisions enregistrées dans la couche, qui est temporaire : enregistrez-la en GeoPackage pour les garder.</translation>
        </message>
        <message>
            <source>Decisions are saved in the layer.</source>
            <translation>Les décisions sont enregistrées dans la couche.</translation>
        </message>
        <message>
            <source>Default direction</source>
            <translation>Sens par défaut</translation>
        </message>
        <message>
            <source>Default speed (km/h)</source>
            <translation>Vitesse par défaut (km/h)</translation>
        </message>
        <message>
            <source>Definition</source>
            <translation>Définition</translation>
        </message>
        <message>
            <source>Del</source>
            <translation>Suppr</translation>
        </message>
        <message>
            <source>DEP-93, REG-11, EPCI-200054781 or COM-93010; the whole country when left blank.</source>
            <translation>DEP-93, REG-11, EPCI-200054781 ou COM-93010 ; le pays entier s’il est laissé vide.</translation>
        </message>
        <message>
            <source>Direction field</source>
            <translation>Champ du sens de circulation</translation>
        </message>
        <message>
            <source>Direction values that mean nothing known, read as the default direction: {values}.</source>
            <translation>Valeurs de sens inconnues, lues comme le sens par défaut : {values}.</translation>
        </message>
        <message>
            <source>Distance bands</source>
            <translation>Bandes de distance</translation>
        </message>
        <message>
            <source>Distance bands (m)</source>
            <translation>Bandes de distance (m)</translation>
        </message>
        <message>
            <source>Distance bands around QPV</source>
            <translation>Bandes de distance autour des QPV</translation>
        </message>
        <message>
            <source>Distance to the edge, negative inside</source>
            <translation>Distance à la limite, négative dedans</translation>
        </message>
        <message>
            <source>Distance to the network (m)</source>
            <translation>Distance au réseau (m)</translation>
        </message>
        <message>
            <source>Distances of the rings (m)</source>
            <translation>Distances des anneaux (m)</translation>
        </message>
        <message>
            <source>Do inequalities between people and between territories shrink?</source>
            <translation>Les écarts entre les personnes et entre les territoires se réduisent-ils ?</translation>
        </message>
        <message>
            <source>Do people live well there, with services and means within reach?</source>
            <translation>Y vit-on bien, avec des services et des moyens à portée ?</translation>
        </message>
        <message>
            <source>Do people take part in common life and trust each other?</source>
            <translation>Prend-on part à la vie commune, se fait-on confiance ?</translation>
        </message>
        <message>
            <source>Do territories act together and depend on each other?</source>
            <translation>Les territoires agissent-ils ensemble, sont-ils liés ?</translation>
        </message>
        <message>
            <source>Does the territory change without using up what it lives on?</source>
            <translation>Le territoire change-t-il sans épuiser ce dont il vit ?</translation>
        </message>
        <message>
            <source>Does the territory have what it takes to build its own future?</source>
            <translation>Le territoire a-t-il de quoi construire son avenir ?</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Terminé</translation>
        </message>
        <message>
            <source>Done: {title}</source>
            <translation>Terminé : {title}</translation>
        </message>
        <message>
            <source>Download</source>
            <translation>Téléchargement</translation>
        </message>
        <message>
            <source>Drag the point on the map, or move it with the arrows and press Enter. Escape gives up.</source>
            <translation>Cliquez ou glissez sur la carte, ou déplacez le point avec les flèches (1 m ; avec Maj, 10 m) puis Entrée. Échap abandonne.</translation>
        </message>
        <message>
            <source>Département</source>
            <translation>Département</translation>
        </message>
        <message>
            <source>Département to prepare</source>
            <translation>Département à préparer</translation>
        </message>
        <message>
            <source>Départements</source>
            <translation>Départements</translation>
        </message>
        <message>
            <source>Each band holds the nearer ones</source>
            <translation>Chaque bande contient les plus proches</translation>
        </message>
        <message>
            <source>Each of its communes</source>
            <translation>Chacune de ses communes</translation>
        </message>
        <message>
            <source>Each one is answered OUI (wholly within), PARTIE, NON or A_VERIFIER; the rule stays 300 and 500 m.</source>
            <translation>Pour chacune : OUI (entièrement), PARTIE, NON ou A_VERIFIER ; la règle reste celle des 300 et 500 m.</translation>
        </message>
        <message>
            <source>Each one is answered OUI, NON or A_VERIFIER.</source>
            <translation>Chacune reçoit OUI, NON ou A_VERIFIER.</translation>
        </message>
        <message>
            <source>Each point is counted in the one piece where it falls.</source>
            <translation>Chaque point est compté dans le seul morceau où il tombe.</translation>
        </message>
        <message>
            <source>Each QPV alone: rings of different QPV may overlap</source>
            <translation>Chaque QPV seul : les anneaux de QPV différents peuvent se recouvrir</translation>
        </message>
        <message>
            <source>Employment areas</source>
            <translation>Zones d’emploi</translation>
        </message>
        <message>
            <source>Empty the field</source>
            <translation>Vider le champ</translation>
        </message>
        <message>
            <source>Enter</source>
            <translation>Entrée</translation>
        </message>
        <message>
            <source>Entries found</source>
            <translation>Entrées trouvées</translation>
        </message>
        <message>
            <source>Entries that the catalogue did not have</source>
            <translation>Entrées que le catalogue n’avait pas</translation>
        </message>
        <message>
            <source>Entry of the catalogue</source>
            <translation>Entrée du catalogue</translation>
        </message>
        <message>
            <source>EPCI</source>
            <translation>EPCI</translation>
        </message>
        <message>
            <source>EPCI-200054781, COM-93010, DEP-93 or REG-11.</source>
            <translation>EPCI-200054781, COM-93010, DEP-93 ou REG-11.</translation>
        </message>
        <message>
            <source>Error</source>
            <translation>Erreur</translation>
        </message>
        <message>
            <source>Error:</source>
            <translation>Erreur :</translation>
        </message>
        <message>
            <source>Errors</source>
            <translation>Erreurs</translation>
        </message>
        <message>
            <source>Esc</source>
            <translation>Échap</translation>
        </message>
        <message>
            <source>Every polygon of the boundaries, in order, with or without a value.</source>
            <translation>Chaque polygone des contours, dans l’ordre, avec ou sans valeur.</translation>
        </message>
        <message>
            <source>Every row of the table, in its order, its columns kept and the results after them.</source>
            <translation>Toutes les lignes de la table, dans leur ordre, ses colonnes gardées et les résultats à leur suite.</translation>
        </message>
        <message>
            <source>Every row of the table, in its order; those not found have no point, and say so.</source>
            <translation>Chaque ligne du tableau, dans son ordre ; celles qui ne sont pas trouvées n’ont pas de point, et le disent.</translation>
        </message>
        <message>
            <source>Every row, in order, with its own columns and what the commune belongs to.</source>
            <translation>Toutes les lignes, dans l’ordre, avec leurs colonnes et ce dont relève la commune.</translation>
        </message>
        <message>
            <source>Every row, in order.</source>
            <translation>Chaque ligne, dans l’ordre.</translation>
        </message>
        <message>
            <source>Everything, favourites, recents or a collection</source>
            <translation>Tout, favoris, récents ou une collection</translation>
        </message>
        <message>
            <source>Explanation</source>
            <translation>Explication</translation>
        </message>
        <message>
            <source>Expression that is true for the lines to be used; all of them when blank.</source>
            <translation>Expression vraie pour les lignes à employer ; toutes si elle est vide.</translation>
        </message>
        <message>
            <source>Facilities</source>
            <translation>Équipements</translation>
        </message>
        <message>
            <source>Facilities attached to the network</source>
            <translation>Équipements rattachés au réseau</translation>
        </message>
        <message>
            <source>Facilities left out</source>
            <translation>Équipements laissés de côté</translation>
        </message>
        <message>
            <source>Facilities too far from the network, left out: {count}.</source>
            <translation>Équipements trop loin du réseau, laissés de côté : {count}.</translation>
        </message>
        <message>
            <source>Facilities without usable geometry: {count}.</source>
            <translation>Équipements sans géométrie utilisable : {count}.</translation>
        </message>
        <message>
            <source>Facility identifier field</source>
            <translation>Champ de l’identifiant de l’équipement</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>Échec</translation>
        </message>
        <message>
            <source>Family</source>
            <translation>Famille</translation>
        </message>
        <message>
            <source>Family field</source>
            <translation>Champ de la famille</translation>
        </message>
        <message>
            <source>Farther points get no travel time. When blank: 200 m on foot, 1,000 m by car.</source>
            <translation>Les points plus éloignés n’ont pas de temps de trajet. Laissé vide : 200 m à pied, 1 000 m en voiture.</translation>
        </message>
        <message>
            <source>Farther than this from any QPV, distance and nearest QPV are left blank.</source>
            <translation>Plus loin que cela de tout QPV, la distance et le QPV le plus proche restent vides.</translation>
        </message>
        <message>
            <source>Farther than this from any QPV, distances and nearest QPV are left blank.</source>
            <translation>Plus loin de tout QPV, les distances et le QPV le plus proche restent vides.</translation>
        </message>
        <message>
            <source>Farthest distance written (m)</source>
            <translation>Distance maximale inscrite (m)</translation>
        </message>
        <message>
            <source>Faults of the street network that would make travel times wrong.</source>
            <translation>Défauts du réseau de rues qui fausseraient les temps de trajet.</translation>
        </message>
        <message>
            <source>Favourite</source>
            <translation>Favori</translation>
        </message>
        <message>
            <source>favourite</source>
            <translation>favori</translation>
        </message>
        <message>
            <source>Favourites</source>
            <translation>Favoris</translation>
        </message>
        <message>
            <source>features</source>
            <translation>entités</translation>
        </message>
        <message>
            <source>Fetch</source>
            <translation>Obtenir</translation>
        </message>
        <message>
            <source>Fetch again</source>
            <translation>Actualiser</translation>
        </message>
        <message>
            <source>Fetch all that is missing; streets, a large file, have their own button</source>
            <translation>Obtenir tout ce qui manque ; la voirie, fichier lourd, a son propre bouton</translation>
        </message>
        <message>
            <source>Fetch this one</source>
            <translation>Obtenir cette donnée</translation>
        </message>
        <message>
            <source>fetched {age} ago</source>
            <translation>il y a {age}</translation>
        </message>
        <message>
            <source>Fetches the reference data of a département, checks them, and makes them your defaults.</source>
            <translation>Obtient les données de référence d’un département, les vérifie et en fait vos valeurs par défaut.</translation>
        </message>
        <message>
            <source>fewer than 10 people</source>
            <translation>moins de 10 personnes</translation>
        </message>
        <message>
            <source>Fewer where there are fewer distinct values. Five can be told apart on a map, seven barely.</source>
            <translation>Moins s’il y a moins de valeurs distinctes. Cinq se distinguent sur une carte, sept à peine.</translation>
        </message>
        <message>
            <source>fibre, priority areas…</source>
            <translation>fibre, quartiers prioritaires…</translation>
        </message>
        <message>
            <source>Field of codes of the boundaries</source>
            <translation>Champ des codes des contours</translation>
        </message>
        <message>
            <source>Field of codes of the table</source>
            <translation>Champ des codes de la table</translation>
        </message>
        <message>
            <source>Field of dates</source>
            <translation>Champ des dates</translation>
        </message>
        <message>
            <source>Field of INSEE codes</source>
            <translation>Champ des codes Insee</translation>
        </message>
        <message>
            <source>Field of people</source>
            <translation>Champ de la population</translation>
        </message>
        <message>
            <source>Field of precision</source>
            <translation>Champ de la précision</translation>
        </message>
        <message>
            <source>Field of QPV codes</source>
            <translation>Champ des codes de QPV</translation>
        </message>
        <message>
            <source>Field of QPV names</source>
            <translation>Champ des noms de QPV</translation>
        </message>
        <message>
            <source>Field of QPV that says NPNRU</source>
            <translation>Champ des QPV qui dit le NPNRU</translation>
        </message>
        <message>
            <source>Field of the address</source>
            <translation>Champ de l’adresse</translation>
        </message>
        <message>
            <source>Field of the commune's INSEE code</source>
            <translation>Champ du code Insee de la commune</translation>
        </message>
        <message>
            <source>Field of the commune's name</source>
            <translation>Champ du nom de la commune</translation>
        </message>
        <message>
            <source>Field of the geocoding score</source>
            <translation>Champ du score de géocodage</translation>
        </message>
        <message>
            <source>Field of the identifier</source>
            <translation>Champ de l’identifiant</translation>
        </message>
        <message>
            <source>Field of the number</source>
            <translation>Champ du numéro</translation>
        </message>
        <message>
            <source>Field of the postcode</source>
            <translation>Champ du code postal</translation>
        </message>
        <message>
            <source>Field of the status</source>
            <translation>Champ du statut</translation>
        </message>
        <message>
            <source>Field of the year</source>
            <translation>Champ de l’année</translation>
        </message>
        <message>
            <source>Field of values</source>
            <translation>Champ des valeurs</translation>
        </message>
        <message>
            <source>Fields of the decisions</source>
            <translation>Champs des décisions</translation>
        </message>
        <message>
            <source>Fields of values</source>
            <translation>Champs des valeurs</translation>
        </message>
        <message>
            <source>Fields to sum</source>
            <translation>Champs à additionner</translation>
        </message>
        <message>
            <source>Fields whose values are counted apart in the summary.</source>
            <translation>Champs dont chaque valeur est comptée à part dans la synthèse.</translation>
        </message>
        <message>
            <source>fields: {names}</source>
            <translation>champs : {names}</translation>
        </message>
        <message>
            <source>Figures of the communes</source>
            <translation>Chiffres des communes</translation>
        </message>
        <message>
            <source>Figures of the portrait</source>
            <translation>Chiffres du portrait</translation>
        </message>
        <message>
            <source>File in SIG Ville's form</source>
            <translation>Fichier à la forme de SIG Ville</translation>
        </message>
        <message>
            <source>File of the catalogue that was written</source>
            <translation>Fichier du catalogue qui a été écrit</translation>
        </message>
        <message>
            <source>file of {day}</source>
            <translation>fichier du {day}</translation>
        </message>
        <message>
            <source>File that is kept</source>
            <translation>Fichier gardé</translation>
        </message>
        <message>
            <source>Files of the BAN (CSV or CSV.GZ)</source>
            <translation>Fichiers de la BAN (CSV ou CSV.GZ)</translation>
        </message>
        <message>
            <source>Filter by commune</source>
            <translation>Filtrer par commune</translation>
        </message>
        <message>
            <source>Filter by kind</source>
            <translation>Filtrer par type</translation>
        </message>
        <message>
            <source>Filter by level</source>
            <translation>Filtrer par niveau</translation>
        </message>
        <message>
            <source>Filter by licence</source>
            <translation>Filtrer par licence</translation>
        </message>
        <message>
            <source>Filter by observatory</source>
            <translation>Filtrer par observatoire</translation>
        </message>
        <message>
            <source>Filter by QPV</source>
            <translation>Filtrer par QPV</translation>
        </message>
        <message>
            <source>Filter by reason</source>
            <translation>Filtrer par motif</translation>
        </message>
        <message>
            <source>Filter by theme</source>
            <translation>Filtrer par thème</translation>
        </message>
        <message>
            <source>Filter by year</source>
            <translation>Filtrer par année</translation>
        </message>
        <message>
            <source>Filters</source>
            <translation>Filtres</translation>
        </message>
        <message>
            <source>Filters ({count})</source>
            <translation>Filtres ({count})</translation>
        </message>
        <message>
            <source>filters: {count}</source>
            <translation>filtres : {count}</translation>
        </message>
        <message>
            <source>Find an indicator or a layer and add it</source>
            <translation>Trouver un indicateur ou une couche et l’ajouter</translation>
        </message>
        <message>
            <source>First column of the file in SIG Ville's form; left blank, the rank of the row.</source>
            <translation>Première colonne du fichier à la forme de SIG Ville ; laissé vide, le rang de la ligne.</translation>
        </message>
        <message>
            <source>Fixed site</source>
            <translation>Site fixe</translation>
        </message>
        <message>
            <source>Fixed sites and branches</source>
            <translation>Sites fixes et antennes</translation>
        </message>
        <message>
            <source>Fixed sites only</source>
            <translation>Sites fixes seuls</translation>
        </message>
        <message>
            <source>Fixed sites, branches and bases of buses (upper bound)</source>
            <translation>Sites fixes, antennes et bases des bus (borne haute)</translation>
        </message>
        <message>
            <source>Folder of the cache</source>
            <translation>Dossier du cache</translation>
        </message>
        <message>
            <source>Folder of the communes' pages</source>
            <translation>Dossier des pages des communes</translation>
        </message>
        <message>
            <source>Folder of what is kept</source>
            <translation>Dossier de ce qui est gardé</translation>
        </message>
        <message>
            <source>Folder of your catalogue</source>
            <translation>Dossier de votre catalogue</translation>
        </message>
        <message>
            <source>Folder that “Take along” has written</source>
            <translation>Dossier écrit par « Emporter »</translation>
        </message>
        <message>
            <source>Folder to copy to</source>
            <translation>Dossier où copier</translation>
        </message>
        <message>
            <source>For a coast: the centre of an inhabited cell may fall in the sea. Leave it off when the grid goes beyond the zones on land.</source>
            <translation>Pour un littoral : le centre d’un carreau habité peut tomber en mer. Ne pas cocher si la grille déborde des zones sur la terre ferme.</translation>
        </message>
        <message>
            <source>For lines that say nothing, or nothing known, of their direction.</source>
            <translation>Pour les lignes qui ne disent rien, ou rien de connu, de leur sens.</translation>
        </message>
        <message>
            <source>For lines without a usable speed; when blank they are left out, counted and reported.</source>
            <translation>Pour les lignes sans vitesse utilisable ; laissé vide, elles sont écartées, comptées et signalées.</translation>
        </message>
        <message>
            <source>For positions whose precision is unknown; known ones have their own, from 5 m at the entrance to 25 m.</source>
            <translation>Pour les positions de précision inconnue ; les autres ont la leur, de 5 m à l’entrée à 25 m à la parcelle.</translation>
        </message>
        <message>
            <source>For the search of data.gouv.fr only.</source>
            <translation>Pour la recherche sur data.gouv.fr seulement.</translation>
        </message>
        <message>
            <source>format</source>
            <translation>format</translation>
        </message>
        <message>
            <source>Format of the site (fixed, bus…)</source>
            <translation>Format du site (fixe, bus…)</translation>
        </message>
        <message>
            <source>Former commune</source>
            <translation>Commune ancienne</translation>
        </message>
        <message>
            <source>Former commune {text}, divided between {codes}: the right one must be chosen.</source>
            <translation>Ancienne commune {text}, partagée entre {codes} : il faut choisir la bonne.</translation>
        </message>
        <message>
            <source>Former commune {text}: it is {code} today.</source>
            <translation>Ancienne commune {text} : c’est {code} aujourd’hui.</translation>
        </message>
        <message>
            <source>Former communes</source>
            <translation>Communes anciennes</translation>
        </message>
        <message>
            <source>Former communes, followed to that of today: {list}.</source>
            <translation>Communes anciennes, suivies jusqu’à celle d’aujourd’hui : {list}.</translation>
        </message>
        <message>
            <source>Forward direction</source>
            <translation>Sens direct</translation>
        </message>
        <message>
            <source>Found alone (code_insee, insee_com…).</source>
            <translation>Trouvé tout seul (code_insee, insee_com…).</translation>
        </message>
        <message>
            <source>Found alone by its usual names (annee, an…).</source>
            <translation>Trouvé seul par ses noms usuels (annee, an…).</translation>
        </message>
        <message>
            <source>Found alone by its usual names (code, code_insee, codgeo, code_siren, code_qp…).</source>
            <translation>Trouvé seul par ses noms usuels (code, code_insee, codgeo, code_siren, code_qp…).</translation>
        </message>
        <message>
            <source>Found alone by its usual names (code_postal, cp…).</source>
            <translation>Trouvé par ses noms habituels (code_postal, cp…).</translation>
        </message>
        <message>
            <source>Found alone by its usual names (commune, ville…).</source>
            <translation>Trouvé par ses noms habituels (commune, ville…).</translation>
        </message>
        <message>
            <source>Found alone in BD TOPO and OpenStreetMap.</source>
            <translation>Reconnu tout seul dans la BD TOPO et OpenStreetMap.</translation>
        </message>
        <message>
            <source>Found alone in Insee's grids (ind).</source>
            <translation>Reconnu tout seul dans les carreaux de l’Insee (ind).</translation>
        </message>
        <message>
            <source>Found alone in the official files (code_qp, nom_qp, lib_qp…).</source>
            <translation>Reconnu tout seul dans les fichiers officiels (code_qp, nom_qp, lib_qp…).</translation>
        </message>
        <message>
            <source>Found alone in the official list (format_fs in 2024, itinerance in 2022).</source>
            <translation>Reconnu tout seul dans la liste officielle (format_fs en 2024, itinerance en 2022).</translation>
        </message>
        <message>
            <source>Found alone in the official list (id_fs).</source>
            <translation>Reconnu tout seul dans la liste officielle (id_fs).</translation>
        </message>
        <message>
            <source>Found alone in the official list (type_fs in 2024, format_fs in 2022).</source>
            <translation>Reconnu tout seul dans la liste officielle (type_fs en 2024, format_fs en 2022).</translation>
        </message>
        <message>
            <source>Found alone where it bears a usual name (code, code_insee, insee_com…).</source>
            <translation>Reconnu tout seul s’il porte un nom usuel (code, code_insee, insee_com…).</translation>
        </message>
        <message>
            <source>Found alone: the column that holds the most codes of communes.</source>
            <translation>Trouvé tout seul : la colonne qui contient le plus de codes de communes.</translation>
        </message>
        <message>
            <source>Found alone: the one that has the most codes in common with the boundaries.</source>
            <translation>Trouvé seul : celui qui a le plus de codes en commun avec les contours.</translation>
        </message>
        <message>
            <source>Found at their commune</source>
            <translation>Trouvées à la commune</translation>
        </message>
        <message>
            <source>Found at their lieu-dit</source>
            <translation>Trouvées au lieu-dit</translation>
        </message>
        <message>
            <source>Found at their number</source>
            <translation>Trouvées au numéro</translation>
        </message>
        <message>
            <source>Found at their street</source>
            <translation>Trouvées à la voie</translation>
        </message>
        <message>
            <source>Found from the field's name and unit</source>
            <translation>Trouvé d’après le nom du champ et l’unité</translation>
        </message>
        <message>
            <source>Found from the fields</source>
            <translation>Reconnu d’après les champs</translation>
        </message>
        <message>
            <source>Found: {address}</source>
            <translation>Trouvée : {address}</translation>
        </message>
        <message>
            <source>Found: {count}</source>
            <translation>Résultats : {count}</translation>
        </message>
        <message>
            <source>France</source>
            <translation>France</translation>
        </message>
        <message>
            <source>France ruralités revitalisation (FRR)</source>
            <translation>France ruralités revitalisation (FRR)</translation>
        </message>
        <message>
            <source>France services</source>
            <translation>France services</translation>
        </message>
        <message>
            <source>France services (former MSAP)</source>
            <translation>France services (ex-MSAP)</translation>
        </message>
        <message>
            <source>France services (MSAP)</source>
            <translation>France services (ex-MSAP)</translation>
        </message>
        <message>
            <source>France services list</source>
            <translation>Liste France services</translation>
        </message>
        <message>
            <source>France services sites</source>
            <translation>Sites France services</translation>
        </message>
        <message>
            <source>From QGIS's authentication manager; the Géoplateforme needs none.</source>
            <translation>Du gestionnaire d’authentification de QGIS ; la Géoplateforme n’en demande pas.</translation>
        </message>
        <message>
            <source>From QGIS's authentication manager; the observatories need none, a server of your own may.</source>
            <translation>Du gestionnaire d’authentification de QGIS ; les observatoires n’en demandent pas, un serveur à vous peut-être.</translation>
        </message>
        <message>
            <source>From QGIS's authentication manager; the observatories need none. A server of your own keeps the one chosen here, and is given it each time that one of its layers is fetched.</source>
            <translation>Du gestionnaire d’authentification de QGIS ; les observatoires n’en demandent pas. Un serveur à vous garde celle choisie ici, et la reçoit chaque fois qu’une de ses couches est obtenue.</translation>
        </message>
        <message>
            <source>From the cache only: nothing is asked of the network</source>
            <translation>Du cache seul : rien n’est demandé au réseau</translation>
        </message>
        <message>
            <source>From the cache, else from their service</source>
            <translation>Du cache, sinon de leur service</translation>
        </message>
        <message>
            <source>Gained: QPV in 2024 only</source>
            <translation>Gagné : QPV en 2024 seulement</translation>
        </message>
        <message>
            <source>Gap taken for a slip (m)</source>
            <translation>Écart tenu pour une erreur de saisie (m)</translation>
        </message>
        <message>
            <source>generation {year}</source>
            <translation>génération {year}</translation>
        </message>
        <message>
            <source>Geographic layers (*.gpkg *.shp *.geojson *.json *.fgb *.sqlite *.tab *.mif *.kml);;All files (*)</source>
            <translation>Couches géographiques (*.gpkg *.shp *.geojson *.json *.fgb *.sqlite *.tab *.mif *.kml);;Tous les fichiers (*)</translation>
        </message>
        <message>
            <source>Geography (COG)</source>
            <translation>Géographie (COG)</translation>
        </message>
        <message>
            <source>Give a table that has a column of commune codes, or write codes in “{name}”: 01001; 93010.</source>
            <translation>Donnez une table qui a une colonne de codes de communes, ou écrivez des codes dans « {name} » : 01001; 93010.</translation>
        </message>
        <message>
            <source>Give a table, or write codes in “{name}”: not both.</source>
            <translation>Donnez une table, ou écrivez des codes dans « {name} » : pas les deux.</translation>
        </message>
        <message>
            <source>Given breaks</source>
            <translation>Seuils donnés</translation>
        </message>
        <message>
            <source>Given breaks were asked for, and there are none: write them in “{name}”, such as 5;10;15.</source>
            <translation>Des seuils donnés sont demandés, et il n’y en a pas : écrivez-les dans « {name} », par exemple 5;10;15.</translation>
        </message>
        <message>
            <source>Greatest distance to the network (m)</source>
            <translation>Distance maximale au réseau (m)</translation>
        </message>
        <message>
            <source>Group of communes (EPCI)</source>
            <translation>Intercommunalité (EPCI)</translation>
        </message>
        <message>
            <source>Groups of communes (EPCI)</source>
            <translation>Intercommunalités (EPCI)</translation>
        </message>
        <message>
            <source>Géoplateforme: the addresses are sent to data.geopf.fr (IGN)</source>
            <translation>Géoplateforme : les adresses sont envoyées à data.geopf.fr (IGN)</translation>
        </message>
        <message>
            <source>header met again</source>
            <translation>en-tête répété</translation>
        </message>
        <message>
            <source>held by another program</source>
            <translation>tenu par un autre programme</translation>
        </message>
        <message>
            <source>Here {needed} are needed.</source>
            <translation>Il faut ici des {needed}.</translation>
        </message>
        <message>
            <source>How classes are made</source>
            <translation>Manière de faire les classes</translation>
        </message>
        <message>
            <source>How far off a parcel may be drawn: a few metres in the cadastre. An answer that this would change is A_VERIFIER.</source>
            <translation>De combien une parcelle peut être mal placée : quelques mètres au cadastre. Une réponse que cela changerait est A_VERIFIER.</translation>
        </message>
        <message>
            <source>How far the copy is</source>
            <translation>Avancement de la copie</translation>
        </message>
        <message>
            <source>How it was computed</source>
            <translation>Mode de calcul</translation>
        </message>
        <message>
            <source>How many classes</source>
            <translation>Nombre de classes</translation>
        </message>
        <message>
            <source>How many were found</source>
            <translation>Nombre de résultats</translation>
        </message>
        <message>
            <source>HTML files (*.html)</source>
            <translation>Fichiers HTML (*.html)</translation>
        </message>
        <message>
            <source>I have the file…</source>
            <translation>J’ai le fichier…</translation>
        </message>
        <message>
            <source>Identifier</source>
            <translation>Identifiant</translation>
        </message>
        <message>
            <source>Identifier of the site</source>
            <translation>Identifiant du site</translation>
        </message>
        <message>
            <source>Imprecise address</source>
            <translation>Adresse imprécise</translation>
        </message>
        <message>
            <source>Imprecise addresses</source>
            <translation>Adresses imprécises</translation>
        </message>
        <message>
            <source>imputed cell</source>
            <translation>carreau imputé</translation>
        </message>
        <message>
            <source>In a QPV</source>
            <translation>En QPV</translation>
        </message>
        <message>
            <source>In place of a table: 01001; 93010, 2A004…</source>
            <translation>À la place d’une table : 01001; 93010, 2A004…</translation>
        </message>
        <message>
            <source>In place of the one that ships with the plugin, of another year for instance.</source>
            <translation>À la place de celle qui est fournie, d’une autre année par exemple.</translation>
        </message>
        <message>
            <source>In QPV</source>
            <translation>En QPV</translation>
        </message>
        <message>
            <source>In the cache</source>
            <translation>Dans le cache</translation>
        </message>
        <message>
            <source>in the cache</source>
            <translation>dans le cache</translation>
        </message>
        <message>
            <source>In the profile when left blank; another one may be a colleague's.</source>
            <translation>Dans le profil s’il est laissé vide ; un autre peut être celui d’un collègue.</translation>
        </message>
        <message>
            <source>In this QPV</source>
            <translation>En QPV</translation>
        </message>
        <message>
            <source>In {code}</source>
            <translation>En QPV {code}</translation>
        </message>
        <message>
            <source>Increasing minutes, for instance 5;10;15. With semicolons a comma is a decimal sign: 2,5;5.</source>
            <translation>Minutes croissantes, par exemple 5;10;15. Avec des points-virgules, la virgule est décimale : 2,5;5.</translation>
        </message>
        <message>
            <source>Increasing minutes. No national text sets one; 20 and 30 minutes by car are the usual ones.</source>
            <translation>Minutes croissantes. Aucun texte national n’en fixe ; 20 et 30 minutes en voiture sont les plus usuelles.</translation>
        </message>
        <message>
            <source>Indicator</source>
            <translation>Indicateur</translation>
        </message>
        <message>
            <source>Indicator in classes</source>
            <translation>Indicateur en classes</translation>
        </message>
        <message>
            <source>Indicators and layers found; Enter shows the card</source>
            <translation>Indicateurs et couches trouvés ; Entrée montre la fiche</translation>
        </message>
        <message>
            <source>Indicators of the communes (invented)</source>
            <translation>Indicateurs des communes (inventés)</translation>
        </message>
        <message>
            <source>Indicators shown</source>
            <translation>Indicateurs présentés</translation>
        </message>
        <message>
            <source>Indicators shown: {count}; not obtained: {missing}.</source>
            <translation>Indicateurs présentés : {count} ; non obtenus : {missing}.</translation>
        </message>
        <message>
            <source>Indicators that are not given</source>
            <translation>Indicateurs non fournis</translation>
        </message>
        <message>
            <source>Indicators that could not be obtained</source>
            <translation>Indicateurs qui n’ont pu être obtenus</translation>
        </message>
        <message>
            <source>Inputs with their hashes, versions, parameters and counts, as proof of how it was made.</source>
            <translation>Entrées avec leur empreinte, versions, paramètres et comptes : la preuve de la façon dont le résultat a été fait.</translation>
        </message>
        <message>
            <source>INSEE code</source>
            <translation>Code Insee</translation>
        </message>
        <message>
            <source>Insee's file of movements (v_mvt_commune): counts of merged communes are summed, rates are left out.</source>
            <translation>Le fichier des mouvements de l’Insee (v_mvt_commune) : les effectifs des communes fusionnées sont additionnés, les taux sont laissés vides.</translation>
        </message>
        <message>
            <source>Insee's file of movements (v_mvt_commune): it dates mergers, and tells of communes that were divided.</source>
            <translation>Le fichier des mouvements de l’Insee (v_mvt_commune) : il date les fusions, et dit quelles communes ont été partagées.</translation>
        </message>
        <message>
            <source>Insee's list of communes (v_commune), or your own.</source>
            <translation>La liste des communes de l’Insee (v_commune), ou la vôtre.</translation>
        </message>
        <message>
            <source>Invalid polygons repaired: {count}.</source>
            <translation>Polygones invalides réparés : {count}.</translation>
        </message>
        <message>
            <source>Isolated parts</source>
            <translation>Parties isolées</translation>
        </message>
        <message>
            <source>It covers only a part of the département {code}: the file is cut.</source>
            <translation>Il ne couvre qu’une partie du département {code} : le fichier est coupé.</translation>
        </message>
        <message>
            <source>It failed without a word.</source>
            <translation>Échec sans explication.</translation>
        </message>
        <message>
            <source>It has no lines: is it the right layer?</source>
            <translation>Elle n’a pas de lignes : est-ce la bonne couche ?</translation>
        </message>
        <message>
            <source>It has no points: is it the right layer?</source>
            <translation>Elle n’a pas de points : est-ce la bonne couche ?</translation>
        </message>
        <message>
            <source>It has no polygons: is it the right layer?</source>
            <translation>Elle n’a pas de polygones : est-ce la bonne couche ?</translation>
        </message>
        <message>
            <source>It is a layer, where a table is expected: is it the right file?</source>
            <translation>C’est une couche, où l’on attend une table : est-ce le bon fichier ?</translation>
        </message>
        <message>
            <source>It is asked for the list of what it offers; no data are fetched.</source>
            <translation>On lui demande la liste de ce qu’il propose ; aucune donnée n’est téléchargée.</translation>
        </message>
        <message>
            <source>it is not of the form {{“id”: …, “source”: …, “title”: …}}.</source>
            <translation>elle n’est pas de la forme {{“id”: …, “source”: …, “title”: …}}.</translation>
        </message>
        <message>
            <source>it is not of the form {{“id”: …, “title”: …, “questions”: [{{“title”: …, “items”: […]}}]}}.</source>
            <translation>il n’est pas de la forme {{“id”: …, “title”: …, “questions”: [{{“title”: …, “items”: […]}}]}}.</translation>
        </message>
        <message>
            <source>It lies outside the département {code}: is it the file of another one?</source>
            <translation>Il est hors du département {code} : est-ce le fichier d’un autre ?</translation>
        </message>
        <message>
            <source>It was made of a file that is not whole: fetch that file again.</source>
            <translation>Il a été fait d’un fichier incomplet : obtenez ce fichier à nouveau.</translation>
        </message>
        <message>
            <source>item {number} of “{question}” has no title.</source>
            <translation>l’élément {number} de « {question} » n’a pas de titre.</translation>
        </message>
        <message>
            <source>its address is not one</source>
            <translation>son adresse n’en est pas une</translation>
        </message>
        <message>
            <source>its certificate comes from an unknown authority</source>
            <translation>son certificat vient d’une autorité inconnue</translation>
        </message>
        <message>
            <source>its certificate is out of date</source>
            <translation>son certificat est périmé</translation>
        </message>
        <message>
            <source>its certificate is that of another server</source>
            <translation>son certificat est celui d’un autre serveur</translation>
        </message>
        <message>
            <source>its certificate was not accepted</source>
            <translation>son certificat n’a pas été accepté</translation>
        </message>
        <message>
            <source>Its coordinates ({x}, {y}) are not those of the system that it names: take the file in WGS 84, or save it again with its own system.</source>
            <translation>Ses coordonnées ({x}, {y}) ne sont pas celles du système qu’il annonce : prenez le fichier en WGS 84, ou enregistrez-le à nouveau avec son vrai système.</translation>
        </message>
        <message>
            <source>Its identifier, as the observatories' panel shows it: odt:filosofi.med_disp, contours:com…</source>
            <translation>Son identifiant, tel que le panneau des observatoires le montre : odt:filosofi.med_disp, contours:com…</translation>
        </message>
        <message>
            <source>Its layers leave the catalogue; what was fetched of them stays in the cache and in your projects, and the account stays in QGIS.</source>
            <translation>Ses couches quittent le catalogue ; ce qui en a été obtenu reste dans le cache et dans vos projets, et le compte reste dans QGIS.</translation>
        </message>
        <message>
            <source>its name is unknown on this network</source>
            <translation>son nom est inconnu sur ce réseau</translation>
        </message>
        <message>
            <source>Its source does not publish it at this level.</source>
            <translation>Sa source ne le publie pas à cet échelon.</translation>
        </message>
        <message>
            <source>Join a table to boundaries</source>
            <translation>Joindre une table à des contours</translation>
        </message>
        <message>
            <source>Joining tolerance (m)</source>
            <translation>Tolérance de jonction (m)</translation>
        </message>
        <message>
            <source>Journal of the run</source>
            <translation>Journal du traitement</translation>
        </message>
        <message>
            <source>JSON files (*.json)</source>
            <translation>Fichiers JSON (*.json)</translation>
        </message>
        <message>
            <source>JSON files laid out as those of the plugin (resources/catalogues/README.md), added to them.</source>
            <translation>Fichiers JSON rangés comme ceux de l’extension (resources/catalogues/README.md) : ils s’y ajoutent.</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>Garder</translation>
        </message>
        <message>
            <source>Keep it on a local disk, and set it among your reference data: it is then found by itself.</source>
            <translation>Gardez-le sur un disque local et indiquez-le dans vos données de référence : il est alors trouvé tout seul.</translation>
        </message>
        <message>
            <source>Keep it whatever room it takes, or no longer</source>
            <translation>Garder quelle que soit la place prise, ou ne plus le faire</translation>
        </message>
        <message>
            <source>Kept in {path}</source>
            <translation>Gardé dans {path}</translation>
        </message>
        <message>
            <source>Kept: QPV in 2015 and in 2024</source>
            <translation>Conservé : QPV en 2015 et en 2024</translation>
        </message>
        <message>
            <source>Key: {key}</source>
            <translation>Touche : {key}</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>Type</translation>
        </message>
        <message>
            <source>Kind of facility; one column of minutes is written for each.</source>
            <translation>Sorte d’équipement ; une colonne de minutes est écrite pour chacune.</translation>
        </message>
        <message>
            <source>Latest</source>
            <translation>Dernière</translation>
        </message>
        <message>
            <source>Latest ({year})</source>
            <translation>Dernière ({year})</translation>
        </message>
        <message>
            <source>Layer</source>
            <translation>Couche</translation>
        </message>
        <message>
            <source>Layer in the file</source>
            <translation>Couche dans le fichier</translation>
        </message>
        <message>
            <source>Layer of an indicator</source>
            <translation>Couche d’un indicateur</translation>
        </message>
        <message>
            <source>Layer of communes</source>
            <translation>Couche des communes</translation>
        </message>
        <message>
            <source>Layer of the observatory</source>
            <translation>Couche de l’observatoire</translation>
        </message>
        <message>
            <source>Layer to review</source>
            <translation>Couche à vérifier</translation>
        </message>
        <message>
            <source>Layers or tables of indicators</source>
            <translation>Couches ou tables d’indicateurs</translation>
        </message>
        <message>
            <source>Leave it to be checked</source>
            <translation>Laisser à vérifier</translation>
        </message>
        <message>
            <source>Left blank, the official one.</source>
            <translation>Laissé vide : le service officiel.</translation>
        </message>
        <message>
            <source>Left blank, those of the level and of the year of the data are fetched, and kept.</source>
            <translation>Laissés vides, ceux du niveau et de l’année des données sont récupérés, et gardés.</translation>
        </message>
        <message>
            <source>Length of streets within the last break (km)</source>
            <translation>Longueur de rues à moins du dernier seuil (km)</translation>
        </message>
        <message>
            <source>less than an hour</source>
            <translation>moins d’une heure</translation>
        </message>
        <message>
            <source>letters lost or in no known encoding</source>
            <translation>lettres perdues ou dans aucun encodage connu</translation>
        </message>
        <message>
            <source>Level</source>
            <translation>Niveau</translation>
        </message>
        <message>
            <source>Level to add</source>
            <translation>Niveau à ajouter</translation>
        </message>
        <message>
            <source>Levels</source>
            <translation>Niveaux</translation>
        </message>
        <message>
            <source>Licence</source>
            <translation>Licence</translation>
        </message>
        <message>
            <source>Lieu-dit only</source>
            <translation>Lieu-dit seulement</translation>
        </message>
        <message>
            <source>Lieux-dits without number</source>
            <translation>Lieux-dits sans numéro</translation>
        </message>
        <message>
            <source>Limits of each class, and how many values it has.</source>
            <translation>Les limites de chaque classe, et combien de valeurs elle a.</translation>
        </message>
        <message>
            <source>Line ends within this distance are joined; 0 joins only those that coincide.</source>
            <translation>Les extrémités de lignes à moins de cette distance sont réunies ; 0 ne réunit que celles qui coïncident.</translation>
        </message>
        <message>
            <source>lines</source>
            <translation>lignes</translation>
        </message>
        <message>
            <source>Lines drawn twice</source>
            <translation>Lignes en double</translation>
        </message>
        <message>
            <source>Lines given the default speed: {count}.</source>
            <translation>Lignes ayant reçu la vitesse par défaut : {count}.</translation>
        </message>
        <message>
            <source>Lines left out by the filter: {count}.</source>
            <translation>Lignes écartées par le filtre : {count}.</translation>
        </message>
        <message>
            <source>Lines left out by “{field}”: {values}.</source>
            <translation>Lignes écartées par « {field} » : {values}.</translation>
        </message>
        <message>
            <source>Lines of the streets: BD TOPO, OpenStreetMap or any other.</source>
            <translation>Lignes des rues : BD TOPO, OpenStreetMap ou toute autre.</translation>
        </message>
        <message>
            <source>Lines or nodes concerned</source>
            <translation>Lignes ou nœuds concernés</translation>
        </message>
        <message>
            <source>Lines to use</source>
            <translation>Lignes à employer</translation>
        </message>
        <message>
            <source>Lines with their direction and speed: BD TOPO “tronçon de route” is the best source. Take 30 km more than your territory. It may be the same layer as for walking.</source>
            <translation>Lignes avec leur sens et leur vitesse : « tronçon de route » de la BD TOPO est la meilleure source. Débordez de 30 km autour de votre territoire. Ce peut être la même couche que pour la marche.</translation>
        </message>
        <message>
            <source>Lines with their paths and stairs: BD TOPO “tronçon de route” (IGN) or OpenStreetMap “highway”. Take 3 km more than your territory, or the edges will be flagged as uncertain.</source>
            <translation>Lignes avec leurs sentiers et escaliers : « tronçon de route » de la BD TOPO (IGN) ou « highway » d’OpenStreetMap. Débordez de 3 km autour de votre territoire, sinon les bords seront signalés comme incertains.</translation>
        </message>
        <message>
            <source>Lines without a usable speed, left out: {count}.</source>
            <translation>Lignes sans vitesse utilisable, écartées : {count}.</translation>
        </message>
        <message>
            <source>Lines without length</source>
            <translation>Lignes sans longueur</translation>
        </message>
        <message>
            <source>Lines without length, left out: {count}.</source>
            <translation>Lignes sans longueur, écartées : {count}.</translation>
        </message>
        <message>
            <source>List of Insee's Mélodi</source>
            <translation>Liste de Mélodi (Insee)</translation>
        </message>
        <message>
            <source>List of the Observatoire des territoires</source>
            <translation>Liste de l’Observatoire des territoires</translation>
        </message>
        <message>
            <source>Load a folder…</source>
            <translation>Charger un dossier…</translation>
        </message>
        <message>
            <source>Load what “Take along” has written</source>
            <translation>Charger ce que « Emporter » a écrit</translation>
        </message>
        <message>
            <source>Local index of addresses (BAN)</source>
            <translation>Index local d’adresses (BAN)</translation>
        </message>
        <message>
            <source>Local index: no address leaves this computer</source>
            <translation>Index local : aucune adresse ne sort de cet ordinateur</translation>
        </message>
        <message>
            <source>Locate the addresses of a table</source>
            <translation>Localiser les adresses d’un tableau</translation>
        </message>
        <message>
            <source>Located addresses are an indication; a point at a street or a commune proves no address.</source>
            <translation>La localisation d’une adresse est indicative ; un point à la voie ou à la commune ne prouve aucune adresse.</translation>
        </message>
        <message>
            <source>Longer times are left blank with status AU_DELA_DU_SEUIL; no limit when blank.</source>
            <translation>Les temps plus longs restent vides, avec le statut AU_DELA_DU_SEUIL ; sans limite si rien n’est indiqué.</translation>
        </message>
        <message>
            <source>Longest time kept (min)</source>
            <translation>Temps maximal retenu (min)</translation>
        </message>
        <message>
            <source>longitude and latitude missing, unreadable or outside the territory</source>
            <translation>longitude et latitude absentes, illisibles ou hors du territoire</translation>
        </message>
        <message>
            <source>Look for it</source>
            <translation>Chercher</translation>
        </message>
        <message>
            <source>Lost: QPV in 2015 only</source>
            <translation>Perdu : QPV en 2015 seulement</translation>
        </message>
        <message>
            <source>Lowest score accepted</source>
            <translation>Score minimal accepté</translation>
        </message>
        <message>
            <source>m</source>
            <translation>m</translation>
        </message>
        <message>
            <source>made from: {names}</source>
            <translation>fait de : {names}</translation>
        </message>
        <message>
            <source>main street</source>
            <translation>rue principale</translation>
        </message>
        <message>
            <source>Make it a favourite, or no longer one — Ctrl+D</source>
            <translation>En faire un favori, ou ne plus l’être — Ctrl+D</translation>
        </message>
        <message>
            <source>Manual</source>
            <translation>Manuel</translation>
        </message>
        <message>
            <source>Medians are those of territories of the same kind. Rates are never added up.</source>
            <translation>Les médianes sont celles des territoires de même nature. Les taux ne sont jamais additionnés.</translation>
        </message>
        <message>
            <source>Message</source>
            <translation>Message</translation>
        </message>
        <message>
            <source>Metres or km/h</source>
            <translation>Mètres ou km/h</translation>
        </message>
        <message>
            <source>Minutes</source>
            <translation>Minutes</translation>
        </message>
        <message>
            <source>Minutes along a line</source>
            <translation>Minutes pour parcourir une ligne</translation>
        </message>
        <message>
            <source>Minutes for which the shares are given as numbers, and by which the zones are coloured.</source>
            <translation>Minutes pour lesquelles les parts sont données en nombres et les zones colorées.</translation>
        </message>
        <message>
            <source>Minutes from each origin to the nearest facility of each family ({how}).</source>
            <translation>Minutes de chaque origine à l’équipement le plus proche de chaque famille ({how}).</translation>
        </message>
        <message>
            <source>Minutes needed to go along a whole line; wins over speeds. $length is in metres.</source>
            <translation>Minutes nécessaires pour parcourir toute la ligne ; l’emporte sur les vitesses. $length est en mètres.</translation>
        </message>
        <message>
            <source>Minutes: {family}</source>
            <translation>Minutes : {family}</translation>
        </message>
        <message>
            <source>Missing, zero or absurd speeds</source>
            <translation>Vitesses absentes, nulles ou invraisemblables</translation>
        </message>
        <message>
            <source>Mode of travel</source>
            <translation>Mode de déplacement</translation>
        </message>
        <message>
            <source>more than {low} min</source>
            <translation>plus de {low} min</translation>
        </message>
        <message>
            <source>more than {size} MB</source>
            <translation>plus de {size} Mo</translation>
        </message>
        <message>
            <source>motorway</source>
            <translation>autoroute</translation>
        </message>
        <message>
            <source>My reference data</source>
            <translation>Mes données de référence</translation>
        </message>
        <message>
            <source>My reference data…</source>
            <translation>Mes données de référence…</translation>
        </message>
        <message>
            <source>name</source>
            <translation>nom</translation>
        </message>
        <message>
            <source>Name of the server</source>
            <translation>Nom du serveur</translation>
        </message>
        <message>
            <source>name too long</source>
            <translation>nom trop long</translation>
        </message>
        <message>
            <source>Names of classes</source>
            <translation>Des noms de classes</translation>
        </message>
        <message>
            <source>Names that have no word in common in the table and in the boundaries: {count} (such as {code}: “{theirs}”, “{ours}”). They may be other territories: check the field of codes, the level and the year.</source>
            <translation>Noms sans aucun mot en commun dans la table et dans les contours : {count} (comme {code} : « {theirs} », « {ours} »). Ce sont peut-être d’autres territoires : vérifiez le champ des codes, l’échelon et l’année.</translation>
        </message>
        <message>
            <source>Natural breaks (exact)</source>
            <translation>Seuils naturels (exacts)</translation>
        </message>
        <message>
            <source>Natural breaks leave the least difference inside the classes; they are the exact optimum, at any size.</source>
            <translation>Les seuils naturels laissent le moins d’écart possible dans les classes ; c’est l’optimum exact, à toute taille.</translation>
        </message>
        <message>
            <source>Near-miss ends</source>
            <translation>Extrémités qui se manquent de peu</translation>
        </message>
        <message>
            <source>Nearest facility</source>
            <translation>Équipement le plus proche</translation>
        </message>
        <message>
            <source>Nearest: {family}</source>
            <translation>Le plus proche : {family}</translation>
        </message>
        <message>
            <source>Needed for a WFS or OGC API Features server; for the others, the official one when left blank.</source>
            <translation>Nécessaire pour un serveur WFS ou OGC API Features ; pour les autres, l’adresse officielle si c’est vide.</translation>
        </message>
        <message>
            <source>Negative, by its size</source>
            <translation>Négatif, selon sa grandeur</translation>
        </message>
        <message>
            <source>Neither BD TOPO nor OpenStreetMap fields: directions and speeds will be asked for in each run.</source>
            <translation>Ni champs de la BD TOPO ni champs d’OpenStreetMap : les sens et les vitesses seront demandés à chaque traitement.</translation>
        </message>
        <message>
            <source>Neither layer holds a surface to compare: check both.</source>
            <translation>Aucune des deux couches n’a de surface à comparer : vérifiez-les.</translation>
        </message>
        <message>
            <source>Network problems</source>
            <translation>Problèmes du réseau</translation>
        </message>
        <message>
            <source>Network profile</source>
            <translation>Profil du réseau</translation>
        </message>
        <message>
            <source>Network: {count} usable lines, profile {profile}.</source>
            <translation>Réseau : {count} lignes utilisables, profil {profile}.</translation>
        </message>
        <message>
            <source>Networks</source>
            <translation>Réseaux</translation>
        </message>
        <message>
            <source>never against the live service</source>
            <translation>non vérifié en direct auprès du service</translation>
        </message>
        <message>
            <source>no access computed</source>
            <translation>accès non calculé</translation>
        </message>
        <message>
            <source>No address index is set</source>
            <translation>Aucun index d’adresses n’est indiqué</translation>
        </message>
        <message>
            <source>no answer in time</source>
            <translation>pas de réponse à temps</translation>
        </message>
        <message>
            <source>No automatic access is known.</source>
            <translation>Pas d’accès automatique connu.</translation>
        </message>
        <message>
            <source>No cell of “{name}” lies in the study area: check both layers.</source>
            <translation>Aucun carreau de « {name} » n’est dans le périmètre d’étude : contrôlez les deux couches.</translation>
        </message>
        <message>
            <source>No code</source>
            <translation>Sans code</translation>
        </message>
        <message>
            <source>No code is of the département {code}: the first is “{found}”.</source>
            <translation>Aucun code n’est du département {code} : le premier est « {found} ».</translation>
        </message>
        <message>
            <source>No code is of the form {form}: the first is “{found}”. Is it of another generation of perimeters?</source>
            <translation>Aucun code n’est de la forme {form} : le premier est « {found} ». Est-ce une autre génération de périmètres ?</translation>
        </message>
        <message>
            <source>No column of the table tells the year: {year} is written in the title, and chooses no row.</source>
            <translation>Aucune colonne de la table ne dit l’année : {year} est écrit dans le titre, et ne choisit aucune ligne.</translation>
        </message>
        <message>
            <source>No column of “{name}” beside its codes holds a value: choose the fields of values.</source>
            <translation>Aucune colonne de « {name} », hors ses codes, ne contient de valeur : choisissez les champs des valeurs.</translation>
        </message>
        <message>
            <source>No column of “{name}” holds codes of communes of {year}: choose the field of codes in the parameters.</source>
            <translation>Aucune colonne de « {name} » ne contient de codes de communes de {year} : choisissez le champ des codes dans les paramètres.</translation>
        </message>
        <message>
            <source>No column of “{name}” holds codes that the boundaries have (first codes of the boundaries: {codes}): choose the field of codes, and check that the table and the boundaries are of the same level.</source>
            <translation>Aucune colonne de « {name} » ne contient de codes que les contours aient (premiers codes des contours : {codes}) : choisissez le champ des codes, et vérifiez que la table et les contours sont du même niveau.</translation>
        </message>
        <message>
            <source>No column of “{name}” looks like an address, a postcode or a commune (usual titles: {usual}; found: {found}): choose the columns in the parameters, and check that the first row of the table holds the titles.</source>
            <translation>Aucune colonne de « {name} » ne ressemble à une adresse, à un code postal ou à une commune (titres habituels : {usual} ; trouvés : {found}) : choisissez les colonnes dans les paramètres, et vérifiez que la première ligne du tableau porte les titres.</translation>
        </message>
        <message>
            <source>No column of “{name}” tells fixed sites, branches and buses apart: all {count} sites are counted as fixed sites, so that the three scenarios are the same.</source>
            <translation>Aucune colonne de « {name} » ne distingue sites fixes, antennes et bus : les {count} sites sont tous comptés comme fixes, et les trois scénarios sont identiques.</translation>
        </message>
        <message>
            <source>no column {name}</source>
            <translation>pas de colonne {name}</translation>
        </message>
        <message>
            <source>No commune code in the cell.</source>
            <translation>Pas de code de commune dans la cellule.</translation>
        </message>
        <message>
            <source>No commune of {year} has the code {text}: a postcode, a typing error, or a former commune that was divided (give the table of commune changes).</source>
            <translation>Aucune commune de {year} n’a le code {text} : code postal, faute de frappe, ou commune ancienne qui a été partagée (donnez la table des changements de communes).</translation>
        </message>
        <message>
            <source>no connection</source>
            <translation>pas de connexion</translation>
        </message>
        <message>
            <source>no coordinate system</source>
            <translation>pas de système de coordonnées</translation>
        </message>
        <message>
            <source>No data</source>
            <translation>Sans donnée</translation>
        </message>
        <message>
            <source>No favourite yet: ☆ makes one.</source>
            <translation>Pas encore de favori : ☆ en fait un.</translation>
        </message>
        <message>
            <source>No field of the QPV says which are under NPNRU: the 500 m rule is not applied.</source>
            <translation>Aucun champ des QPV ne dit lesquels sont en NPNRU : la règle des 500 m n’est pas appliquée.</translation>
        </message>
        <message>
            <source>No field of “{name}” looks like a number of people (usual names: {usual}): choose the field in the parameters.</source>
            <translation>Aucun champ de « {name} » ne ressemble à un nombre de personnes (noms usuels : {usual}) : choisissez le champ dans les paramètres.</translation>
        </message>
        <message>
            <source>No field of “{name}” looks like {what} (usual names: {usual}): choose the field in the parameters.</source>
            <translation>Aucun champ de « {name} » ne ressemble à {what} (noms habituels : {usual}) : choisissez le champ dans les paramètres.</translation>
        </message>
        <message>
            <source>No field recognised for: {role} (usual names: {names}).</source>
            <translation>Aucun champ reconnu pour : {role} (noms habituels : {names}).</translation>
        </message>
        <message>
            <source>no Insee code of a commune</source>
            <translation>pas de code Insee de commune</translation>
        </message>
        <message>
            <source>No latitude and longitude columns were found.</source>
            <translation>Aucune colonne de latitude et de longitude n’a été trouvée.</translation>
        </message>
        <message>
            <source>No layer of QPV is set: choose it once in “My reference data”, or open one in the project.</source>
            <translation>Aucune couche de QPV n’est connue : choisissez-la une fois dans « Mes données de référence », ou ouvrez-en une dans le projet.</translation>
        </message>
        <message>
            <source>No layer of QPV perimeters is set among your reference data: no verdict can be given.</source>
            <translation>Aucune couche de périmètres QPV n’est indiquée dans vos données de référence : aucun verdict n’est possible.</translation>
        </message>
        <message>
            <source>No layer of the project fits</source>
            <translation>Aucune couche du projet ne convient</translation>
        </message>
        <message>
            <source>No line of “{name}” can be used by this mode of travel: check the mode, the network profile and the filter.</source>
            <translation>Aucune ligne de « {name} » ne peut servir à ce mode de déplacement : vérifiez le mode, le profil du réseau et le filtre.</translation>
        </message>
        <message>
            <source>No line of “{name}” has a usable speed: give the speed field, a default speed or a time expression (advanced parameters).</source>
            <translation>Aucune ligne de « {name} » n’a de vitesse utilisable : indiquez le champ de vitesse, une vitesse par défaut ou une expression de temps (paramètres avancés).</translation>
        </message>
        <message>
            <source>No longer keep</source>
            <translation>Ne plus garder</translation>
        </message>
        <message>
            <source>no name of street or lieu-dit</source>
            <translation>pas de nom de voie ou de lieu-dit</translation>
        </message>
        <message>
            <source>no number</source>
            <translation>pas de numéro</translation>
        </message>
        <message>
            <source>no number in the BAN</source>
            <translation>aucun numéro dans la BAN</translation>
        </message>
        <message>
            <source>No polygon of the boundaries is in {territory} (their codes: {others}…): give those of this territory.</source>
            <translation>Aucun polygone des contours n’est dans {territory} (leurs codes : {others}…) : donnez ceux de ce territoire.</translation>
        </message>
        <message>
            <source>no room left</source>
            <translation>plus de place</translation>
        </message>
        <message>
            <source>No row of these files can be used: take them again from adresse.data.gouv.fr.</source>
            <translation>Aucune ligne de ces fichiers ne peut servir : téléchargez-les à nouveau sur adresse.data.gouv.fr.</translation>
        </message>
        <message>
            <source>No row of this layer has one of our verdicts: it was made by something else.</source>
            <translation>Aucune ligne de cette couche ne porte un de nos verdicts : elle vient d’ailleurs.</translation>
        </message>
        <message>
            <source>No row of “{name}” has a line as geometry: choose a layer of streets.</source>
            <translation>Aucune ligne de « {name} » n’a de géométrie linéaire : choisissez une couche de rues.</translation>
        </message>
        <message>
            <source>No row of “{name}” has a usable geometry: choose another layer.</source>
            <translation>Aucune ligne de « {name} » n’a de géométrie utilisable : choisissez une autre couche.</translation>
        </message>
        <message>
            <source>No row of “{name}” has a usable polygon: check the layer's geometry.</source>
            <translation>Aucune ligne de « {name} » n’a de polygone utilisable : contrôlez la géométrie de la couche.</translation>
        </message>
        <message>
            <source>No row of “{name}” lies within {distance} m of a usable street: check that both layers cover the same territory, or raise the greatest distance to the network (advanced parameters).</source>
            <translation>Aucune ligne de « {name} » n’est à moins de {distance} m d’une rue utilisable : contrôlez que les deux couches couvrent le même territoire, ou augmentez la distance maximale au réseau (paramètres avancés).</translation>
        </message>
        <message>
            <source>No server was added to this catalogue.</source>
            <translation>Aucun serveur n’a été ajouté à ce catalogue.</translation>
        </message>
        <message>
            <source>No service gives it: see its page</source>
            <translation>Aucun service ne le fournit : voir sa page</translation>
        </message>
        <message>
            <source>No service gives it: take it by hand at its page.</source>
            <translation>Aucun service ne le fournit : prenez-le à la main sur sa page.</translation>
        </message>
        <message>
            <source>No service with the boundaries of this level is known: {level}. Give a layer of your own.</source>
            <translation>Aucun service connu ne donne les contours de ce niveau : {level}. Donnez une couche à vous.</translation>
        </message>
        <message>
            <source>No site lies near the network: check that the sites and the streets cover the same territory.</source>
            <translation>Aucun site n’est proche du réseau : vérifiez que les sites et les rues couvrent le même territoire.</translation>
        </message>
        <message>
            <source>No site of “{name}” can be counted: check the fields that say which are fixed, branches or buses, and the positions.</source>
            <translation>Aucun site de « {name} » ne peut être compté : contrôlez les champs qui disent lesquels sont fixes, antennes ou bus, et les positions.</translation>
        </message>
        <message>
            <source>No street comes to the edge of the area where the network is complete: no time is an upper bound. That is right for an island; elsewhere the area goes beyond the data, give a smaller one.</source>
            <translation>Aucune rue n’atteint la limite de la zone où le réseau est complet : aucun temps n’est tenu pour majoré. C’est juste pour une île ; ailleurs, la zone déborde des données : donnez-en une plus petite.</translation>
        </message>
        <message>
            <source>No street lies in “{name}”: check both layers and their coordinate systems.</source>
            <translation>Aucune rue ne se trouve dans « {name} » : vérifiez les deux couches et leurs systèmes de coordonnées.</translation>
        </message>
        <message>
            <source>No such commune</source>
            <translation>Commune inconnue</translation>
        </message>
        <message>
            <source>No usable speed</source>
            <translation>Vitesse absente</translation>
        </message>
        <message>
            <source>none</source>
            <translation>aucun</translation>
        </message>
        <message>
            <source>none, the fields are blank</source>
            <translation>aucune, les champs sont vides</translation>
        </message>
        <message>
            <source>None: the network is whole (island)</source>
            <translation>Aucun : le réseau est entier (île)</translation>
        </message>
        <message>
            <source>not allowed</source>
            <translation>droit refusé</translation>
        </message>
        <message>
            <source>not as many cells as the header has columns</source>
            <translation>pas autant de cellules que l’en-tête a de colonnes</translation>
        </message>
        <message>
            <source>Not fetched</source>
            <translation>Pas obtenu</translation>
        </message>
        <message>
            <source>Not found</source>
            <translation>Non trouvée</translation>
        </message>
        <message>
            <source>not found</source>
            <translation>introuvable</translation>
        </message>
        <message>
            <source>Not given, so left empty, which does not mean outside: {list}.</source>
            <translation>Non fournies, donc laissées vides, ce qui ne veut pas dire hors zonage : {list}.</translation>
        </message>
        <message>
            <source>Not in the source, whose geography is that of {before}, the boundaries that of {now}.</source>
            <translation>Absent de la source, dont la géographie est celle de {before} ; celle des contours est de {now}.</translation>
        </message>
        <message>
            <source>Not in the source.</source>
            <translation>Absent de la source.</translation>
        </message>
        <message>
            <source>Not obtained yet on this computer: add it from the observatories' panel.</source>
            <translation>Pas encore obtenu sur ce poste : ajoutez-le par le panneau Observatoires.</translation>
        </message>
        <message>
            <source>Not one code of “{table}” ({field}: {codes}…) is in “{boundaries}” ({others}…): choose the fields of codes, and check that both are of the same level.</source>
            <translation>Aucun code de « {table} » ({field} : {codes}…) n’est dans « {boundaries} » ({others}…) : choisissez les champs des codes, et vérifiez que les deux sont du même niveau.</translation>
        </message>
        <message>
            <source>Not right</source>
            <translation>Ne convient pas</translation>
        </message>
        <message>
            <source>not seen yet</source>
            <translation>pas encore vu</translation>
        </message>
        <message>
            <source>Not set: choose a file or a layer of the project</source>
            <translation>Non renseigné : choisissez un fichier ou une couche du projet</translation>
        </message>
        <message>
            <source>Not stated: see its page</source>
            <translation>Non précisée : voir sa page</translation>
        </message>
        <message>
            <source>Nothing can be written in {folder} ({why}): ask for the right to write there, or choose another folder in the plugin's options. What it holds can still be used.</source>
            <translation>Rien ne peut être écrit dans {folder} ({why}) : demandez le droit d’y écrire, ou choisissez un autre dossier dans les options de l’extension. Ce qu’il contient reste utilisable.</translation>
        </message>
        <message>
            <source>Nothing found: fewer words, or fewer filters.</source>
            <translation>Rien trouvé : moins de mots, ou moins de filtres.</translation>
        </message>
        <message>
            <source>nothing in it</source>
            <translation>rien dedans</translation>
        </message>
        <message>
            <source>Nothing is asked of the network: only what is in the cache is used</source>
            <translation>Rien n’est demandé au réseau : seul ce qui est dans le cache est utilisé</translation>
        </message>
        <message>
            <source>Nothing is set here: the parameter will be asked for in each run.</source>
            <translation>Rien n’est renseigné ici : le paramètre sera demandé à chaque traitement.</translation>
        </message>
        <message>
            <source>Nothing was added yet.</source>
            <translation>Rien n’a encore été ajouté.</translation>
        </message>
        <message>
            <source>Nothing was fetched yet: what you add is kept here.</source>
            <translation>Rien n’a encore été obtenu : ce que vous ajoutez est gardé ici.</translation>
        </message>
        <message>
            <source>Nothing was found for “{words}”: your catalogue is unchanged.</source>
            <translation>Rien n’a été trouvé pour « {words} » : votre catalogue est inchangé.</translation>
        </message>
        <message>
            <source>nothing yet</source>
            <translation>rien encore</translation>
        </message>
        <message>
            <source>number</source>
            <translation>numéro</translation>
        </message>
        <message>
            <source>number absent from the BAN</source>
            <translation>numéro absent de la BAN</translation>
        </message>
        <message>
            <source>Number and street, with or without the rest. Several fields are joined in their order. Found alone by its usual names (adresse, nom_voie…) where left blank.</source>
            <translation>Numéro et voie, avec ou sans le reste. Plusieurs champs sont mis bout à bout dans leur ordre. Laissé vide, il est trouvé par ses noms habituels (adresse, nom_voie…).</translation>
        </message>
        <message>
            <source>Number found</source>
            <translation>Numéro trouvé</translation>
        </message>
        <message>
            <source>Number of classes</source>
            <translation>Nombre de classes obtenu</translation>
        </message>
        <message>
            <source>Number of origins</source>
            <translation>Nombre d’origines</translation>
        </message>
        <message>
            <source>Number of people</source>
            <translation>Nombre de personnes</translation>
        </message>
        <message>
            <source>Number of QPV</source>
            <translation>Nombre de QPV</translation>
        </message>
        <message>
            <source>Number of the line</source>
            <translation>Numéro de la ligne</translation>
        </message>
        <message>
            <source>Numbers added up in the summary, in QPV and undecided.</source>
            <translation>Nombres additionnés dans la synthèse : total, en QPV, indécis.</translation>
        </message>
        <message>
            <source>Numbers found with a low score</source>
            <translation>Numéros trouvés avec un score faible</translation>
        </message>
        <message>
            <source>Numbers, or names of classes.</source>
            <translation>Des nombres, ou des noms de classes.</translation>
        </message>
        <message>
            <source>Observatories</source>
            <translation>Observatoires</translation>
        </message>
        <message>
            <source>Observatory</source>
            <translation>Observatoire</translation>
        </message>
        <message>
            <source>Official list of QPV</source>
            <translation>Liste officielle des QPV</translation>
        </message>
        <message>
            <source>Official list of QPV by commune</source>
            <translation>Liste officielle des QPV par commune</translation>
        </message>
        <message>
            <source>Official list with format_fs and type_fs, which tell fixed sites from antennes and buses. ANCT, on data.gouv.fr: “Liste des structures France services”; a CSV or a layer of points.</source>
            <translation>Liste officielle avec format_fs et type_fs, qui distinguent sites fixes, antennes et bus. ANCT, sur data.gouv.fr : « Liste des structures France services » ; un CSV ou une couche de points.</translation>
        </message>
        <message>
            <source>OFFLINE</source>
            <translation>HORS LIGNE</translation>
        </message>
        <message>
            <source>Offline: only what is in the cache is used</source>
            <translation>Hors ligne : seul ce qui est dans le cache est utilisé</translation>
        </message>
        <message>
            <source>On foot</source>
            <translation>À pied</translation>
        </message>
        <message>
            <source>One of its files was not whole: download it again and build the index again.</source>
            <translation>L’un de ses fichiers n’était pas entier : téléchargez-le à nouveau et reconstruisez l’index.</translation>
        </message>
        <message>
            <source>One page of the territory, or one of each of its communes in a folder.</source>
            <translation>Une page du territoire, ou une de chacune de ses communes dans un dossier.</translation>
        </message>
        <message>
            <source>One QPV a page, to send or to print.</source>
            <translation>Un QPV par page, à envoyer ou à imprimer.</translation>
        </message>
        <message>
            <source>One row per commune classed; columns code and valeur, or those of the official file.</source>
            <translation>Une ligne par commune classée ; colonnes code et valeur, ou celles du fichier officiel.</translation>
        </message>
        <message>
            <source>One row per entry that the service offers, as the catalogue now shows it.</source>
            <translation>Une ligne par entrée que propose le service, telle que le catalogue la montre désormais.</translation>
        </message>
        <message>
            <source>One row per pair of codes, with the share of each.</source>
            <translation>Une ligne par couple de codes, avec la part de chacun.</translation>
        </message>
        <message>
            <source>One SQLite file made from the Base Adresse Nationale of your département (adresse.data.gouv.fr, files adresses-….csv.gz), to find addresses without sending them anywhere. “Build the address index” makes it.</source>
            <translation>Un fichier SQLite tiré de la Base Adresse Nationale de votre département (adresse.data.gouv.fr, fichiers adresses-….csv.gz), pour retrouver des adresses sans les envoyer nulle part. « Construire l’index d’adresses » le fait.</translation>
        </message>
        <message>
            <source>One year, the latest, or all of them as one layer with dates</source>
            <translation>Une année, la dernière, ou toutes en une couche datée</translation>
        </message>
        <message>
            <source>Only cells whose centre lies in it are counted; sites and streets outside it still serve.</source>
            <translation>Seuls les carreaux dont le centre s’y trouve sont comptés ; les sites et les rues au-delà servent toujours.</translation>
        </message>
        <message>
            <source>Only fetch: no layer is written</source>
            <translation>Obtenir seulement : aucune couche n’est écrite</translation>
        </message>
        <message>
            <source>Only the second choice sends anything: the words of the addresses, never the other columns.</source>
            <translation>Seul le second choix envoie quelque chose : les mots des adresses, jamais les autres colonnes.</translation>
        </message>
        <message>
            <source>Only the services are sent anything: the words of the addresses, never the other columns.</source>
            <translation>Seuls les services reçoivent quelque chose : les mots des adresses, jamais les autres colonnes.</translation>
        </message>
        <message>
            <source>Only where a service asks for it.</source>
            <translation>Seulement si un service la demande.</translation>
        </message>
        <message>
            <source>Only where each commune has its page.</source>
            <translation>Seulement si chaque commune a sa page.</translation>
        </message>
        <message>
            <source>Open a result of “QPV of points” or “QPV of addresses”: its rows to check are listed here.</source>
            <translation>Ouvrez un résultat de « Situer des points dans les QPV » ou de « Situer des adresses dans les QPV » : ses lignes à vérifier s’affichent ici.</translation>
        </message>
        <message>
            <source>Open its page</source>
            <translation>Ouvrir sa page</translation>
        </message>
        <message>
            <source>Open the sample</source>
            <translation>Ouvrir l’exemple</translation>
        </message>
        <message>
            <source>Open the source and say what it holds</source>
            <translation>Ouvre la source et dit ce qu’elle contient</translation>
        </message>
        <message>
            <source>Open “My reference data” to set one</source>
            <translation>Ouvrir « Mes données de référence » pour en choisir un</translation>
        </message>
        <message>
            <source>optional</source>
            <translation>facultatif</translation>
        </message>
        <message>
            <source>Or codes</source>
            <translation>Ou des codes</translation>
        </message>
        <message>
            <source>Origin</source>
            <translation>Origine</translation>
        </message>
        <message>
            <source>Origin identifier field</source>
            <translation>Champ de l’identifiant de l’origine</translation>
        </message>
        <message>
            <source>Origins</source>
            <translation>Origines</translation>
        </message>
        <message>
            <source>Origins that reach every family</source>
            <translation>Origines qui atteignent toutes les familles</translation>
        </message>
        <message>
            <source>Origins too far from the network or without geometry</source>
            <translation>Origines trop loin du réseau ou sans géométrie</translation>
        </message>
        <message>
            <source>Origins whose time is an upper bound (border effect)</source>
            <translation>Origines dont le temps est une borne haute (effet de bord)</translation>
        </message>
        <message>
            <source>Origins with travel times</source>
            <translation>Origines avec leurs temps de trajet</translation>
        </message>
        <message>
            <source>Other addresses it may be; Enter picks one</source>
            <translation>Autres adresses possibles ; Entrée en choisit une</translation>
        </message>
        <message>
            <source>Out</source>
            <translation>Hors QPV</translation>
        </message>
        <message>
            <source>Out of any QPV</source>
            <translation>Hors QPV</translation>
        </message>
        <message>
            <source>Out of QPV</source>
            <translation>Hors QPV</translation>
        </message>
        <message>
            <source>Outer limits of the rings, from the nearest out.</source>
            <translation>Limites extérieures des anneaux, de la plus proche à la plus lointaine.</translation>
        </message>
        <message>
            <source>Outside, by the 500 m rule (NPNRU)</source>
            <translation>Hors QPV, par la règle des 500 m (NPNRU)</translation>
        </message>
        <message>
            <source>Outside, no rule of distance</source>
            <translation>Hors QPV, aucune règle de distance</translation>
        </message>
        <message>
            <source>Outside, rule of distance to check</source>
            <translation>Hors QPV, règle de distance à vérifier</translation>
        </message>
        <message>
            <source>Outside, wholly within 300 m of a QPV</source>
            <translation>Hors QPV, entièrement à moins de 300 m</translation>
        </message>
        <message>
            <source>Page of the portrait</source>
            <translation>Page du portrait</translation>
        </message>
        <message>
            <source>Page to print</source>
            <translation>Page à imprimer</translation>
        </message>
        <message>
            <source>Pages</source>
            <translation>Pages à écrire</translation>
        </message>
        <message>
            <source>Pages of the observatories</source>
            <translation>Pages des observatoires</translation>
        </message>
        <message>
            <source>Pages written</source>
            <translation>Pages écrites</translation>
        </message>
        <message>
            <source>Parcels, buildings or programmes</source>
            <translation>Parcelles, bâtiments ou programmes</translation>
        </message>
        <message>
            <source>Partly in a QPV</source>
            <translation>En partie dans un QPV</translation>
        </message>
        <message>
            <source>Partly within 300 m and wholly within 500 m of a QPV under NPNRU</source>
            <translation>En partie à moins de 300 m et entièrement à moins de 500 m d’un QPV en NPNRU</translation>
        </message>
        <message>
            <source>path, stairs</source>
            <translation>chemin, escalier</translation>
        </message>
        <message>
            <source>PDF files (*.pdf)</source>
            <translation>Fichiers PDF (*.pdf)</translation>
        </message>
        <message>
            <source>PDF sheet</source>
            <translation>Fiche PDF</translation>
        </message>
        <message>
            <source>PDF sheet…</source>
            <translation>Fiche PDF…</translation>
        </message>
        <message>
            <source>people</source>
            <translation>population</translation>
        </message>
        <message>
            <source>People and services</source>
            <translation>Personnes et services</translation>
        </message>
        <message>
            <source>People counted</source>
            <translation>Population comptée</translation>
        </message>
        <message>
            <source>People gained</source>
            <translation>Population gagnée</translation>
        </message>
        <message>
            <source>People kept</source>
            <translation>Population conservée</translation>
        </message>
        <message>
            <source>People lost</source>
            <translation>Population perdue</translation>
        </message>
        <message>
            <source>People: about {kept} kept, {gained} gained, {lost} lost.</source>
            <translation>Population : environ {kept} conservée, {gained} gagnée, {lost} perdue.</translation>
        </message>
        <message>
            <source>Perimeters in force, codes QN… (1,584 for the whole country). ANCT, on data.gouv.fr: “Quartiers prioritaires de la politique de la ville (QPV)”. Beware: the QPV layer of the Géoplateforme web service holds the perimeters of 2015.</source>
            <translation>Périmètres en vigueur, codes QN… (1 584 pour tout le pays). ANCT, sur data.gouv.fr : « Quartiers prioritaires de la politique de la ville (QPV) ». Attention : la couche QPV du service web de la Géoplateforme contient les périmètres de 2015.</translation>
        </message>
        <message>
            <source>Perimeters of 2015 to 2023, codes QP…, for the rights that still refer to them. ANCT, same page of data.gouv.fr.</source>
            <translation>Périmètres de 2015 à 2023, codes QP…, pour les droits qui s’y réfèrent encore. ANCT, même page de data.gouv.fr.</translation>
        </message>
        <message>
            <source>Petites villes de demain</source>
            <translation>Petites villes de demain</translation>
        </message>
        <message>
            <source>Place</source>
            <translation>Placer</translation>
        </message>
        <message>
            <source>Place the point on the map</source>
            <translation>Placer le point sur la carte</translation>
        </message>
        <message>
            <source>Places people go to: points, or polygons that stand by their centroid.</source>
            <translation>Lieux où l’on se rend : points, ou polygones pris par leur centre.</translation>
        </message>
        <message>
            <source>points</source>
            <translation>points</translation>
        </message>
        <message>
            <source>Points of “{name}” cannot be moved: its format keeps its geometries.</source>
            <translation>Les points de « {name} » ne peuvent pas être déplacés : son format garde ses géométries.</translation>
        </message>
        <message>
            <source>Points or buildings; polygons stand by their centroid.</source>
            <translation>Points ou bâtiments ; les polygones sont pris par leur centre.</translation>
        </message>
        <message>
            <source>Points or cells from which people leave; polygons stand by their centroid.</source>
            <translation>Points ou carreaux d’où partent les personnes ; les polygones sont pris par leur centre.</translation>
        </message>
        <message>
            <source>polygons</source>
            <translation>polygones</translation>
        </message>
        <message>
            <source>Polygons of delegated or associated communes: {count}. One of them has the code of its commune, and would show the value of the whole: take boundaries of communes.</source>
            <translation>Polygones de communes déléguées ou associées : {count}. L’une d’elles a le code de sa commune, et montrerait la valeur du tout : prenez des contours de communes.</translation>
        </message>
        <message>
            <source>Polygons that have the values already, for one year or one row a territory and a year.</source>
            <translation>Polygones qui ont déjà les valeurs, pour une année ou une ligne par territoire et par année.</translation>
        </message>
        <message>
            <source>Polygons with a code: communes, EPCI, départements, QPV… in any system and from any provider.</source>
            <translation>Polygones qui ont un code : communes, EPCI, départements, QPV… de tout système et de toute source.</translation>
        </message>
        <message>
            <source>Polygons with their Insee code, for counts by commune and the check by the official list. IGN, Admin Express.</source>
            <translation>Polygones avec leur code Insee, pour les comptes par commune et le contrôle par la liste officielle. IGN, Admin Express.</translation>
        </message>
        <message>
            <source>Polygons with their verdict</source>
            <translation>Polygones avec leur verdict</translation>
        </message>
        <message>
            <source>Polygons without a code: {count}.</source>
            <translation>Polygones sans code : {count}.</translation>
        </message>
        <message>
            <source>Polygons without data</source>
            <translation>Polygones sans donnée</translation>
        </message>
        <message>
            <source>Polygons; a programme of several parcels is one multipolygon, answered as a whole.</source>
            <translation>Des polygones ; un programme de plusieurs parcelles est un seul multipolygone, jugé d’un bloc.</translation>
        </message>
        <message>
            <source>Population and services</source>
            <translation>Population et services</translation>
        </message>
        <message>
            <source>Population cells (200 m)</source>
            <translation>Carreaux de population (200 m)</translation>
        </message>
        <message>
            <source>Population grid</source>
            <translation>Carreaux de population</translation>
        </message>
        <message>
            <source>Portrait of a territory</source>
            <translation>Portrait d’un territoire</translation>
        </message>
        <message>
            <source>Positions with their verdict</source>
            <translation>Positions avec leur verdict</translation>
        </message>
        <message>
            <source>postcode</source>
            <translation>code postal</translation>
        </message>
        <message>
            <source>Prepare</source>
            <translation>Préparer</translation>
        </message>
        <message>
            <source>Prepare everything</source>
            <translation>Tout préparer</translation>
        </message>
        <message>
            <source>Prepare my département: reference data, checked and set</source>
            <translation>Préparer mon département : données de référence vérifiées et déclarées</translation>
        </message>
        <message>
            <source>Priority neighbourhoods</source>
            <translation>Quartiers prioritaires</translation>
        </message>
        <message>
            <source>Priority neighbourhoods (QPV 2015)</source>
            <translation>Quartiers prioritaires (QPV 2015)</translation>
        </message>
        <message>
            <source>Priority neighbourhoods (QPV 2024)</source>
            <translation>Quartiers prioritaires (QPV 2024)</translation>
        </message>
        <message>
            <source>Priority neighbourhoods (QPV)</source>
            <translation>Quartiers prioritaires (QPV)</translation>
        </message>
        <message>
            <source>Problem</source>
            <translation>Problème</translation>
        </message>
        <message>
            <source>Problems in all</source>
            <translation>Problèmes en tout</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>Avancement</translation>
        </message>
        <message>
            <source>Proxy:</source>
            <translation>Proxy :</translation>
        </message>
        <message>
            <source>Put the values of a layer in classes</source>
            <translation>Mettre les valeurs d’une couche en classes</translation>
        </message>
        <message>
            <source>QGIS did not recognise the row of titles of “{name}” (its columns are called {columns}), and it cannot be read again while the layer is filtered, edited, joined, or only its selection is asked for: take the filter away, save the edits, and run on the whole table.</source>
            <translation>QGIS n’a pas reconnu la ligne de titres de « {name} » (ses colonnes s’appellent {columns}), et elle ne peut pas être relue tant que la couche est filtrée, en cours d’édition, jointe, ou que seule sa sélection est demandée : retirez le filtre, enregistrez les modifications et lancez le traitement sur toute la table.</translation>
        </message>
        <message>
            <source>QGIS did not recognise the row of titles of “{name}”, because all the cells of the sheet are texts: put numbers in one column at least (longitude, latitude), or save the sheet as CSV.</source>
            <translation>QGIS n’a pas reconnu la ligne de titres de « {name} », car toutes les cellules de la feuille sont des textes : mettez des nombres dans une colonne au moins (longitude, latitude), ou enregistrez la feuille en CSV.</translation>
        </message>
        <message>
            <source>QP2024, Label_QP2024, Statut, QP2015_1…: what formulas on the table of the ANCT read.</source>
            <translation>QP2024, Label_QP2024, Statut, QP2015_1… : ce que lisent les formules faites pour la table de l’ANCT.</translation>
        </message>
        <message>
            <source>QPV</source>
            <translation>QPV</translation>
        </message>
        <message>
            <source>QPV 2015 (former perimeters)</source>
            <translation>QPV 2015 (anciens périmètres)</translation>
        </message>
        <message>
            <source>QPV 2015 and 2024 compared</source>
            <translation>Comparer les QPV 2015 et 2024</translation>
        </message>
        <message>
            <source>QPV 2024 (current perimeters)</source>
            <translation>QPV 2024 (périmètres en vigueur)</translation>
        </message>
        <message>
            <source>QPV kept, gained and lost</source>
            <translation>QPV conservés, gagnés et perdus</translation>
        </message>
        <message>
            <source>QPV of a table of addresses</source>
            <translation>Situer une liste d’adresses dans les QPV</translation>
        </message>
        <message>
            <source>QPV of parcels, buildings and programmes</source>
            <translation>Situer des parcelles et des bâtiments dans les QPV</translation>
        </message>
        <message>
            <source>QPV of points (addresses already located)</source>
            <translation>Situer des points dans les QPV</translation>
        </message>
        <message>
            <source>QPV perimeters (2024 generation)</source>
            <translation>Périmètres des QPV (génération 2024)</translation>
        </message>
        <message>
            <source>QPV perimeters of the previous generation (2015)</source>
            <translation>Périmètres des QPV de la génération précédente (2015)</translation>
        </message>
        <message>
            <source>QPV perimeters, 2015</source>
            <translation>Périmètres des QPV de 2015</translation>
        </message>
        <message>
            <source>QPV perimeters, 2024</source>
            <translation>Périmètres des QPV de 2024</translation>
        </message>
        <message>
            <source>QPV perimeters: ANCT, Licence Ouverte</source>
            <translation>Périmètres des QPV : ANCT, Licence Ouverte</translation>
        </message>
        <message>
            <source>QPV that have a street</source>
            <translation>QPV qui ont une voie</translation>
        </message>
        <message>
            <source>QPV to decide for</source>
            <translation>QPV de la décision</translation>
        </message>
        <message>
            <source>Quality of life</source>
            <translation>Qualité de vie</translation>
        </message>
        <message>
            <source>Queue</source>
            <translation>File</translation>
        </message>
        <message>
            <source>Queue ({count})</source>
            <translation>File ({count})</translation>
        </message>
        <message>
            <source>Railway</source>
            <translation>Voie ferrée</translation>
        </message>
        <message>
            <source>Reached stretches</source>
            <translation>Tronçons atteints</translation>
        </message>
        <message>
            <source>Read as {code}: a spreadsheet had changed “{text}”.</source>
            <translation>Lu {code} : un tableur avait changé « {text} ».</translation>
        </message>
        <message>
            <source>read-only</source>
            <translation>lecture seule</translation>
        </message>
        <message>
            <source>Reading the catalogue…</source>
            <translation>Lecture du catalogue…</translation>
        </message>
        <message>
            <source>Reading the layer…</source>
            <translation>Lecture de la couche…</translation>
        </message>
        <message>
            <source>Reading the QPV perimeters</source>
            <translation>Lecture des périmètres de QPV</translation>
        </message>
        <message>
            <source>Reason of the verdict</source>
            <translation>Motif du verdict</translation>
        </message>
        <message>
            <source>Recents</source>
            <translation>Récents</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>Rétablir</translation>
        </message>
        <message>
            <source>Redo the decision undone</source>
            <translation>Rétablir la décision annulée</translation>
        </message>
        <message>
            <source>Reference data of the département</source>
            <translation>Données de référence du département</translation>
        </message>
        <message>
            <source>Reference threshold (minutes)</source>
            <translation>Seuil de référence (minutes)</translation>
        </message>
        <message>
            <source>Refresh from Insee's Mélodi</source>
            <translation>Actualiser depuis Mélodi (Insee)</translation>
        </message>
        <message>
            <source>Refresh from the Observatoire des territoires</source>
            <translation>Actualiser depuis l’Observatoire des territoires</translation>
        </message>
        <message>
            <source>Refresh or add to the catalogue</source>
            <translation>Actualiser ou compléter le catalogue</translation>
        </message>
        <message>
            <source>Refresh the catalogue of the observatories</source>
            <translation>Actualiser le catalogue des observatoires</translation>
        </message>
        <message>
            <source>Refresh the lists of the observatories, search data.gouv.fr, add or remove a server</source>
            <translation>Actualiser les listes des observatoires, chercher sur data.gouv.fr, ajouter ou retirer un serveur</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Retirer</translation>
        </message>
        <message>
            <source>Remove a server</source>
            <translation>Retirer un serveur</translation>
        </message>
        <message>
            <source>Remove a server…</source>
            <translation>Retirer un serveur…</translation>
        </message>
        <message>
            <source>Remove from the cache</source>
            <translation>Retirer du cache</translation>
        </message>
        <message>
            <source>Remove it from the cache</source>
            <translation>Retirer du cache</translation>
        </message>
        <message>
            <source>Remove {count} from the cache? What was removed has to be fetched again.</source>
            <translation>Retirer du cache ce qui est choisi ({count}) ? Ce qui est retiré devra être obtenu de nouveau.</translation>
        </message>
        <message>
            <source>Report</source>
            <translation>Rapport</translation>
        </message>
        <message>
            <source>Report of the join</source>
            <translation>Compte rendu de la jointure</translation>
        </message>
        <message>
            <source>Result</source>
            <translation>Résultat</translation>
        </message>
        <message>
            <source>Review: in QPV {code}</source>
            <translation>Vérification : en QPV {code}</translation>
        </message>
        <message>
            <source>Review: other address</source>
            <translation>Vérification : autre adresse</translation>
        </message>
        <message>
            <source>Review: out of any QPV</source>
            <translation>Vérification : hors QPV</translation>
        </message>
        <message>
            <source>Review: point placed</source>
            <translation>Vérification : point placé</translation>
        </message>
        <message>
            <source>Review: stays to check</source>
            <translation>Vérification : reste à vérifier</translation>
        </message>
        <message>
            <source>Rings of distance around QPV, measured at any point; they do not prove that a building is wholly within.</source>
            <translation>Anneaux de distance autour des QPV, mesurés en tout point ; ils ne prouvent pas qu’un bâtiment est entièrement situé à l’intérieur.</translation>
        </message>
        <message>
            <source>River</source>
            <translation>Rivière</translation>
        </message>
        <message>
            <source>Roads (BD TOPO fields)</source>
            <translation>Voirie (champs de la BD TOPO)</translation>
        </message>
        <message>
            <source>Roads for driving</source>
            <translation>Routes pour la voiture</translation>
        </message>
        <message>
            <source>row cut by the end of a file that is not whole</source>
            <translation>ligne coupée par la fin d’un fichier incomplet</translation>
        </message>
        <message>
            <source>Row {number}</source>
            <translation>Ligne {number}</translation>
        </message>
        <message>
            <source>Rows joined</source>
            <translation>Lignes jointes</translation>
        </message>
        <message>
            <source>Rows left out</source>
            <translation>Lignes écartées</translation>
        </message>
        <message>
            <source>Rows left out, by file and reason</source>
            <translation>Lignes écartées, par fichier et motif</translation>
        </message>
        <message>
            <source>Rows of its files left out: {count}.</source>
            <translation>Lignes de ses fichiers laissées de côté : {count}.</translation>
        </message>
        <message>
            <source>Rows of the BAN's files that the address index leaves out.</source>
            <translation>Lignes des fichiers de la BAN que l’index d’adresses laisse de côté.</translation>
        </message>
        <message>
            <source>Rows of the boundaries without a usable polygon, kept without one: {count}.</source>
            <translation>Lignes des contours sans polygone utilisable, gardées sans contour : {count}.</translation>
        </message>
        <message>
            <source>Rows of the network without usable geometry: {count}.</source>
            <translation>Lignes du réseau sans géométrie utilisable : {count}.</translation>
        </message>
        <message>
            <source>Rows of the table</source>
            <translation>Lignes du tableau</translation>
        </message>
        <message>
            <source>Rows of the table that are of another level, left out: {count}.</source>
            <translation>Lignes de la table qui sont d’un autre échelon, laissées de côté : {count}.</translation>
        </message>
        <message>
            <source>Rows of the table without a code, left out: {count}.</source>
            <translation>Lignes de la table sans code, écartées : {count}.</translation>
        </message>
        <message>
            <source>Rows of this layer are no points: decide on them, nothing can be placed.</source>
            <translation>Les lignes de cette couche ne sont pas des points : décidez, il n’y a rien à placer.</translation>
        </message>
        <message>
            <source>Rows read</source>
            <translation>Lignes lues</translation>
        </message>
        <message>
            <source>Rows to check</source>
            <translation>Lignes à vérifier</translation>
        </message>
        <message>
            <source>Rows to check (QPV)</source>
            <translation>Lignes à vérifier (QPV)</translation>
        </message>
        <message>
            <source>Rows whose commune is known</source>
            <translation>Lignes dont la commune est connue</translation>
        </message>
        <message>
            <source>Rows without a known commune</source>
            <translation>Lignes sans commune connue</translation>
        </message>
        <message>
            <source>Rows without address</source>
            <translation>Lignes sans adresse</translation>
        </message>
        <message>
            <source>Rows written</source>
            <translation>Lignes écrites</translation>
        </message>
        <message>
            <source>Rows written: {count} of {total}.</source>
            <translation>Lignes écrites : {count} sur {total}.</translation>
        </message>
        <message>
            <source>Rule of distance to check</source>
            <translation>Règle de distance à vérifier</translation>
        </message>
        <message>
            <source>Région</source>
            <translation>Région</translation>
        </message>
        <message>
            <source>Régions</source>
            <translation>Régions</translation>
        </message>
        <message>
            <source>Sample: Valombre (fictional)</source>
            <translation>Exemple : Valombre (ville fictive)</translation>
        </message>
        <message>
            <source>Save the decisions</source>
            <translation>Enregistrer les décisions</translation>
        </message>
        <message>
            <source>Save the decisions in the layer</source>
            <translation>Enregistrer les décisions dans la couche</translation>
        </message>
        <message>
            <source>Say once where your data are: they become the default of every parameter they fit, and a daily run takes two clicks. Nothing here is sent or downloaded.</source>
            <translation>Indiquez une fois pour toutes où sont vos données : elles deviennent la valeur par défaut de chaque paramètre qui leur correspond, et un traitement quotidien tient en deux clics. Rien n’est envoyé ni téléchargé.</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>Recherche</translation>
        </message>
        <message>
            <source>Search data.gouv.fr</source>
            <translation>Chercher sur data.gouv.fr</translation>
        </message>
        <message>
            <source>Search data.gouv.fr…</source>
            <translation>Chercher sur data.gouv.fr…</translation>
        </message>
        <message>
            <source>Search of data.gouv.fr</source>
            <translation>Recherche sur data.gouv.fr</translation>
        </message>
        <message>
            <source>Search the observatories</source>
            <translation>Chercher dans les observatoires</translation>
        </message>
        <message>
            <source>Search: poverty, doctors, fibre…</source>
            <translation>Chercher : pauvreté, médecins, fibre…</translation>
        </message>
        <message>
            <source>Secrecy</source>
            <translation>Secret statistique</translation>
        </message>
        <message>
            <source>Sectors at more than {minutes} min ({scenario})</source>
            <translation>Secteurs à plus de {minutes} min ({scenario})</translation>
        </message>
        <message>
            <source>Sectors beyond the last threshold</source>
            <translation>Secteurs au-delà du dernier seuil</translation>
        </message>
        <message>
            <source>seen, stays to be checked</source>
            <translation>vu, reste à vérifier</translation>
        </message>
        <message>
            <source>Server</source>
            <translation>Serveur</translation>
        </message>
        <message>
            <source>Server: {name}</source>
            <translation>Serveur : {name}</translation>
        </message>
        <message>
            <source>Service</source>
            <translation>Service</translation>
        </message>
        <message>
            <source>Set, not checked</source>
            <translation>Déclaré, non vérifié</translation>
        </message>
        <message>
            <source>Several codes in the cell ({text}): the first is taken, {code}.</source>
            <translation>Plusieurs codes dans la cellule ({text}) : le premier est retenu, {code}.</translation>
        </message>
        <message>
            <source>Several columns may hold the address: “{read}” was read, not “{others}”. Choose the field if another is meant.</source>
            <translation>Plusieurs colonnes peuvent contenir l’adresse : « {read} » a été lue, pas « {others} ». Choisir le champ si c’en est une autre.</translation>
        </message>
        <message>
            <source>Share in QPV, at least</source>
            <translation>Part en QPV, au moins</translation>
        </message>
        <message>
            <source>Share of the length in the largest part (%)</source>
            <translation>Part de la longueur dans la plus grande partie (%)</translation>
        </message>
        <message>
            <source>Share within the reference threshold, fixed sites (%)</source>
            <translation>Part au seuil de référence, sites fixes (%)</translation>
        </message>
        <message>
            <source>Share within the reference threshold, with branches (%)</source>
            <translation>Part au seuil de référence, avec antennes (%)</translation>
        </message>
        <message>
            <source>Share within the reference threshold, with the bases of buses (%)</source>
            <translation>Part au seuil de référence, avec bases des bus (%)</translation>
        </message>
        <message>
            <source>Shared out to the nearest QPV: no overlap</source>
            <translation>Partagé vers le QPV le plus proche : aucun recouvrement</translation>
        </message>
        <message>
            <source>Show or hide the filters</source>
            <translation>Montrer ou cacher les filtres</translation>
        </message>
        <message>
            <source>Show the card</source>
            <translation>Montrer la fiche</translation>
        </message>
        <message>
            <source>Show the row on the map</source>
            <translation>Montrer la ligne sur la carte</translation>
        </message>
        <message>
            <source>Shown in the legend, such as % or €; found from the field's name when left blank.</source>
            <translation>Montrée dans la légende, par exemple % ou € ; trouvée d’après le nom du champ si elle est laissée vide.</translation>
        </message>
        <message>
            <source>SIG Ville wants an account: save it in QGIS's authentication manager (basic) and choose it in “{name}”.</source>
            <translation>SIG Ville demande un compte : enregistrez-le dans le gestionnaire d’authentification de QGIS (basique) et choisissez-le dans « {name} ».</translation>
        </message>
        <message>
            <source>SIG Ville: the addresses are sent to the ANCT, with your account</source>
            <translation>SIG Ville : les adresses sont envoyées à l’ANCT, avec votre compte</translation>
        </message>
        <message>
            <source>site</source>
            <translation>site</translation>
        </message>
        <message>
            <source>Sites that count</source>
            <translation>Sites comptés</translation>
        </message>
        <message>
            <source>Sites: {fixed} fixed, {branches} branches, {buses} bases of buses or itinerant teams.</source>
            <translation>Sites : {fixed} fixes, {branches} antennes, {buses} bases de bus ou équipes itinérantes.</translation>
        </message>
        <message>
            <source>size not known</source>
            <translation>taille non connue</translation>
        </message>
        <message>
            <source>Size of the cache</source>
            <translation>Taille du cache</translation>
        </message>
        <message>
            <source>Sliver: the line was drawn anew</source>
            <translation>Liseré : la limite a été redessinée</translation>
        </message>
        <message>
            <source>Social and environmental transition</source>
            <translation>Transition socio-environnementale</translation>
        </message>
        <message>
            <source>Social capital</source>
            <translation>Capital social</translation>
        </message>
        <message>
            <source>Solidarity</source>
            <translation>Solidarité</translation>
        </message>
        <message>
            <source>Something unexpected went wrong ({why}): do not use what was written. Run again; if it lasts, send the log of the run to whoever looks after this plugin.</source>
            <translation>Une erreur inattendue s’est produite ({why}) : n’utilisez pas ce qui a été écrit. Relancez ; si cela dure, envoyez le journal du traitement à la personne qui s’occupe de cette extension.</translation>
        </message>
        <message>
            <source>Something unexpected went wrong: {why}</source>
            <translation>Une erreur inattendue s’est produite : {why}</translation>
        </message>
        <message>
            <source>Source</source>
            <translation>Source</translation>
        </message>
        <message>
            <source>Source: {source}</source>
            <translation>Source : {source}</translation>
        </message>
        <message>
            <source>Speed between a point and its line (km/h)</source>
            <translation>Vitesse entre un point et sa rue (km/h)</translation>
        </message>
        <message>
            <source>Speed field (km/h)</source>
            <translation>Champ de la vitesse (km/h)</translation>
        </message>
        <message>
            <source>SQLite files (*.sqlite)</source>
            <translation>Fichiers SQLite (*.sqlite)</translation>
        </message>
        <message>
            <source>State</source>
            <translation>État</translation>
        </message>
        <message>
            <source>State:</source>
            <translation>État :</translation>
        </message>
        <message>
            <source>Statistical secrecy</source>
            <translation>Secret statistique</translation>
        </message>
        <message>
            <source>Statistical secrecy: hide counts under</source>
            <translation>Secret statistique : masquer les effectifs inférieurs à</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>Statut</translation>
        </message>
        <message>
            <source>Step:</source>
            <translation>Étape :</translation>
        </message>
        <message>
            <source>Still open in QGIS: {count}. What QGIS shows goes once it has let it go.</source>
            <translation>Encore ouverts dans QGIS : {count}. Ce que QGIS montre part dès qu’il ne le tient plus.</translation>
        </message>
        <message>
            <source>Still to check</source>
            <translation>Reste à voir</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Arrêter</translation>
        </message>
        <message>
            <source>Stop it, or take it off the list</source>
            <translation>Arrêter, ou ôter de la liste</translation>
        </message>
        <message>
            <source>Stop the copy</source>
            <translation>Arrêter la copie</translation>
        </message>
        <message>
            <source>Stop the copy: what was copied so far stays, and is whole</source>
            <translation>Arrêter la copie : ce qui a déjà été copié reste, et est entier</translation>
        </message>
        <message>
            <source>Stopped</source>
            <translation>Arrêté</translation>
        </message>
        <message>
            <source>Stopped at your request: the results are not complete.</source>
            <translation>Arrêté à votre demande : les résultats ne sont pas complets.</translation>
        </message>
        <message>
            <source>Stopping…</source>
            <translation>Arrêt en cours…</translation>
        </message>
        <message>
            <source>Stops of the buses</source>
            <translation>Arrêts des bus</translation>
        </message>
        <message>
            <source>street</source>
            <translation>rue</translation>
        </message>
        <message>
            <source>Street network</source>
            <translation>Réseau de rues</translation>
        </message>
        <message>
            <source>Street only</source>
            <translation>Voie seulement</translation>
        </message>
        <message>
            <source>street or road</source>
            <translation>rue ou route</translation>
        </message>
        <message>
            <source>Streets</source>
            <translation>Voies</translation>
        </message>
        <message>
            <source>Streets (OpenStreetMap fields)</source>
            <translation>Voirie (champs d’OpenStreetMap)</translation>
        </message>
        <message>
            <source>Streets and paths for walking</source>
            <translation>Rues et chemins pour la marche</translation>
        </message>
        <message>
            <source>Streets for walking</source>
            <translation>Rues pour la marche</translation>
        </message>
        <message>
            <source>Streets in part</source>
            <translation>Voies en partie</translation>
        </message>
        <message>
            <source>Streets leave the area where the network is complete at {count} places.</source>
            <translation>Nombre d’endroits où des rues sortent de la zone où le réseau est complet : {count}.</translation>
        </message>
        <message>
            <source>Streets listed</source>
            <translation>Voies listées</translation>
        </message>
        <message>
            <source>Streets of QPV (number ranges)</source>
            <translation>Voies des QPV (plages de numéros)</translation>
        </message>
        <message>
            <source>Streets of the QPV</source>
            <translation>Voies des QPV</translation>
        </message>
        <message>
            <source>Streets on the edge, to be checked</source>
            <translation>Voies en limite, à vérifier</translation>
        </message>
        <message>
            <source>Streets without number, to be checked</source>
            <translation>Voies sans numéro, à vérifier</translation>
        </message>
        <message>
            <source>Study area</source>
            <translation>Périmètre d’étude</translation>
        </message>
        <message>
            <source>Summary by</source>
            <translation>Synthèse par</translation>
        </message>
        <message>
            <source>Summary by QPV</source>
            <translation>Synthèse par QPV</translation>
        </message>
        <message>
            <source>Surface in proportion</source>
            <translation>Surface proportionnelle</translation>
        </message>
        <message>
            <source>Table</source>
            <translation>Table</translation>
        </message>
        <message>
            <source>table not given: {list}</source>
            <translation>table non fournie : {list}</translation>
        </message>
        <message>
            <source>Table of Action cœur de ville</source>
            <translation>Table d’Action cœur de ville</translation>
        </message>
        <message>
            <source>Table of addresses</source>
            <translation>Tableau d’adresses</translation>
        </message>
        <message>
            <source>Table of arrondissements</source>
            <translation>Table des arrondissements</translation>
        </message>
        <message>
            <source>Table of cantons</source>
            <translation>Table des cantons</translation>
        </message>
        <message>
            <source>Table of changes of communes</source>
            <translation>Table des mouvements de communes</translation>
        </message>
        <message>
            <source>Table of classes</source>
            <translation>Table des classes</translation>
        </message>
        <message>
            <source>Table of commune changes</source>
            <translation>Table des changements de communes</translation>
        </message>
        <message>
            <source>Table of contrats de ville</source>
            <translation>Table des contrats de ville</translation>
        </message>
        <message>
            <source>Table of EPCI</source>
            <translation>Table des EPCI</translation>
        </message>
        <message>
            <source>Table of France ruralités revitalisation (FRR)</source>
            <translation>Table de France ruralités revitalisation (FRR)</translation>
        </message>
        <message>
            <source>Table of passage 2015 to 2024</source>
            <translation>Table de passage 2015-2024</translation>
        </message>
        <message>
            <source>Table of Petites villes de demain</source>
            <translation>Table de Petites villes de demain</translation>
        </message>
        <message>
            <source>Table of the codes by commune (listeqp2024-cog….csv). It certifies that the layer of perimeters is complete: without it, no “outside any QPV” is certified.</source>
            <translation>Tableau des codes par commune (listeqp2024-cog….csv). Il atteste que la couche des périmètres est complète : sans lui, aucun « hors QPV » n’est certifié.</translation>
        </message>
        <message>
            <source>Table of values</source>
            <translation>Table de valeurs</translation>
        </message>
        <message>
            <source>Table or layer of communes</source>
            <translation>Table ou couche de communes</translation>
        </message>
        <message>
            <source>table rows</source>
            <translation>lignes de tableau</translation>
        </message>
        <message>
            <source>Tables (*.csv *.xlsx *.ods *.gpkg *.dbf);;All files (*)</source>
            <translation>Tableaux (*.csv *.xlsx *.ods *.gpkg *.dbf);;Tous les fichiers (*)</translation>
        </message>
        <message>
            <source>Tables and layers (*.csv *.xlsx *.gpkg *.geojson *.shp);;All files (*)</source>
            <translation>Tableaux et couches (*.csv *.xlsx *.gpkg *.geojson *.shp);;Tous les fichiers (*)</translation>
        </message>
        <message>
            <source>tabulation</source>
            <translation>tabulation</translation>
        </message>
        <message>
            <source>Take a layer of the project</source>
            <translation>Prendre une couche du projet</translation>
        </message>
        <message>
            <source>Take all filters off</source>
            <translation>Retirer tous les filtres</translation>
        </message>
        <message>
            <source>Take my territory along…</source>
            <translation>Emporter mon département…</translation>
        </message>
        <message>
            <source>Take off</source>
            <translation>Ôter</translation>
        </message>
        <message>
            <source>Take what has ended off the list</source>
            <translation>Ôter de la liste ce qui est fini</translation>
        </message>
        <message>
            <source>Take {km} km more than the département.</source>
            <translation>Prendre {km} km de plus que le département.</translation>
        </message>
        <message>
            <source>Tells a value hidden by statistical secrecy (secret) from an absent one; found alone (statut).</source>
            <translation>Distingue une valeur couverte par le secret statistique (secret) d’une valeur absente ; trouvé seul (statut).</translation>
        </message>
        <message>
            <source>Tells in which commune each position falls, to check it against the official list.</source>
            <translation>Dit dans quelle commune tombe chaque position, pour la confronter à la liste officielle.</translation>
        </message>
        <message>
            <source>Tells which generation of perimeters applied on that day, overseas or not.</source>
            <translation>Dit quelle génération de périmètres s’appliquait ce jour-là, en métropole ou outre-mer.</translation>
        </message>
        <message>
            <source>Territories of Greater Paris (EPT)</source>
            <translation>Territoires du Grand Paris (EPT)</translation>
        </message>
        <message>
            <source>Territories that have several polygons: {count} ({list}). Each polygon has the circle of the whole: do not add them up. Dissolve the boundaries by code for one circle a territory.</source>
            <translation>Territoires qui ont plusieurs polygones : {count} ({list}). Chaque polygone a le cercle du tout : ne les additionnez pas. Regroupez les contours par code pour un cercle par territoire.</translation>
        </message>
        <message>
            <source>Territory</source>
            <translation>Territoire</translation>
        </message>
        <message>
            <source>Territory and addresses</source>
            <translation>Territoire et adresses</translation>
        </message>
        <message>
            <source>Territory of Greater Paris (EPT): the boundaries hold the Métropole as one group of communes.</source>
            <translation>Territoire du Grand Paris (EPT) : les contours ont la Métropole comme une seule intercommunalité.</translation>
        </message>
        <message>
            <source>Territory to portray</source>
            <translation>Territoire</translation>
        </message>
        <message>
            <source>Territory: name or code of a région, département, EPCI or commune</source>
            <translation>Territoire : nom ou code d’une région, d’un département, d’un EPCI ou d’une commune</translation>
        </message>
        <message>
            <source>That of the observatories' panel when left blank.</source>
            <translation>Celui du panneau des observatoires si vide.</translation>
        </message>
        <message>
            <source>that of the system</source>
            <translation>celui du système</translation>
        </message>
        <message>
            <source>The 500 m rule applies only where it says yes ({yes}); no: {no}; anything else is to be checked. A field whose name holds “npnru” is found alone.</source>
            <translation>La règle des 500 m ne s’applique que là où il dit oui ({yes}) ; non : {no} ; toute autre valeur est à vérifier. Un champ dont le nom contient « npnru » est reconnu tout seul.</translation>
        </message>
        <message>
            <source>The address as it was asked</source>
            <translation>L’adresse telle qu’elle a été demandée</translation>
        </message>
        <message>
            <source>The address holds a key, which the catalogue's file keeps as it is written.</source>
            <translation>L’adresse contient une clé, que le fichier du catalogue garde telle qu’elle est écrite.</translation>
        </message>
        <message>
            <source>The address index cannot be read</source>
            <translation>L’index d’adresses ne peut pas être lu</translation>
        </message>
        <message>
            <source>The address index has changed: type the address again.</source>
            <translation>L’index d’adresses a changé : tapez l’adresse à nouveau.</translation>
        </message>
        <message>
            <source>The address index has no street in these perimeters: check that it holds their départements.</source>
            <translation>L’index d’adresses n’a aucune voie dans ces périmètres : vérifiez qu’il contient leurs départements.</translation>
        </message>
        <message>
            <source>The address index has nothing of {count} communes of these QPV ({list}): their streets are missing.</source>
            <translation>L’index d’adresses n’a rien de {count} communes de ces QPV ({list}) : leurs voies manquent.</translation>
        </message>
        <message>
            <source>The address index was made of files that end too early ({names}): addresses are missing.</source>
            <translation>L’index d’adresses a été fait de fichiers incomplets ({names}) : des adresses y manquent.</translation>
        </message>
        <message>
            <source>The address index {path} does not exist: check the path.</source>
            <translation>L’index d’adresses {path} n’existe pas : vérifiez le chemin.</translation>
        </message>
        <message>
            <source>The address index {path} is not whole (its making or its copy was interrupted): build it again.</source>
            <translation>L’index d’adresses {path} n’est pas entier (sa construction ou sa copie a été interrompue) : construisez-le à nouveau.</translation>
        </message>
        <message>
            <source>The address index {path} was made by another version of the plugin: build it again.</source>
            <translation>L’index d’adresses {path} a été fait par une autre version de l’extension : construisez-le à nouveau.</translation>
        </message>
        <message>
            <source>The address of {service} does not begin with https://: a password would travel for all to read. Nothing was sent.</source>
            <translation>L’adresse de {service} ne commence pas par https:// : un mot de passe y circulerait en clair. Rien n’a été envoyé.</translation>
        </message>
        <message>
            <source>The addresses are looked up in the local index: none leaves this computer.</source>
            <translation>Les adresses sont cherchées dans l’index local : aucune ne sort de cet ordinateur.</translation>
        </message>
        <message>
            <source>The algorithm {id} is not available: is the plugin up to date?</source>
            <translation>L’algorithme {id} n’est pas disponible : l’extension est-elle à jour ?</translation>
        </message>
        <message>
            <source>The answer of {service} is damaged ({why}). Run again later: what was obtained is kept.</source>
            <translation>La réponse de {service} est abîmée ({why}). Relancez plus tard : ce qui a été obtenu est gardé.</translation>
        </message>
        <message>
            <source>The archive of 200 m squares: a person must take it on Insee's site.</source>
            <translation>L’archive des carreaux de 200 m : c’est à vous de la prendre sur le site de l’Insee.</translation>
        </message>
        <message>
            <source>The archive of 2015 perimeters (qp-politiquedelaville-shp.zip).</source>
            <translation>L’archive des périmètres de 2015 (qp-politiquedelaville-shp.zip).</translation>
        </message>
        <message>
            <source>The archive of 2024 perimeters, GeoJSON in WGS 84 (QP2024_….zip).</source>
            <translation>L’archive des périmètres de 2024, GeoJSON en WGS 84 (QP2024_….zip).</translation>
        </message>
        <message>
            <source>The archive of {service} holds nothing that can be used here, only: {names}. See {page}</source>
            <translation>L’archive de {service} ne contient rien d’utilisable ici, seulement : {names}. Voir {page}</translation>
        </message>
        <message>
            <source>The archive of {service} is damaged ({why}): run again later.</source>
            <translation>L’archive de {service} est abîmée ({why}) : relancez plus tard.</translation>
        </message>
        <message>
            <source>The authentication « {name} » cannot be used: it does not exist in this profile, or the master password was not given. Choose another in the parameters.</source>
            <translation>L’authentification « {name} » est inutilisable : elle n’existe pas dans ce profil, ou le mot de passe principal n’a pas été donné. Choisissez-en une autre dans les paramètres.</translation>
        </message>
        <message>
            <source>The boundaries are by arrondissement in Paris, Lyon and Marseille, the data by commune ({codes}).</source>
            <translation>Les contours sont par arrondissement à Paris, Lyon et Marseille, les données par commune ({codes}).</translation>
        </message>
        <message>
            <source>The boundaries have nothing at all in département {codes}.</source>
            <translation>Les contours n’ont rien du tout dans le département {codes}.</translation>
        </message>
        <message>
            <source>The boundaries lack communes of the table ({codes}…): both may not be of the same year, and a commune that has merged would have its former value. Check the years, and see the report.</source>
            <translation>Il manque aux contours des communes de la table ({codes}…) : les deux ne sont peut-être pas de la même année, et une commune qui a fusionné aurait sa valeur d’avant. Vérifiez les années, et voyez le compte rendu.</translation>
        </message>
        <message>
            <source>The bounds of {territory} could not be found, without which “{title}” is too large: choose another territory.</source>
            <translation>Les limites de {territory} n’ont pas été trouvées, et sans elles « {title} » est trop volumineux : choisissez un autre territoire.</translation>
        </message>
        <message>
            <source>The breaks {breaks} must be numbers that increase.</source>
            <translation>Les seuils {breaks} doivent être des nombres qui vont en croissant.</translation>
        </message>
        <message>
            <source>The catalogue does not have it any more.</source>
            <translation>Le catalogue ne le connaît plus.</translation>
        </message>
        <message>
            <source>The catalogue does not have it.</source>
            <translation>Le catalogue ne l’a pas.</translation>
        </message>
        <message>
            <source>The catalogue does not know “{title}” at the level “{level}”; it has: {list}.</source>
            <translation>Le catalogue ne connaît pas « {title} » au niveau « {level} » ; il a : {list}.</translation>
        </message>
        <message>
            <source>The catalogue has no boundaries of this level ({level}): give a layer in “{name}”.</source>
            <translation>Le catalogue n’a pas de contours de ce niveau ({level}) : donnez une couche dans « {name} ».</translation>
        </message>
        <message>
            <source>The catalogue has no collection “{id}”.</source>
            <translation>Le catalogue n’a pas de collection « {id} ».</translation>
        </message>
        <message>
            <source>The catalogue has no entry “{id}”: search it in the observatories' panel, its id may have changed.</source>
            <translation>Le catalogue n’a pas d’entrée « {id} » : cherchez-la dans le panneau des observatoires, son identifiant a pu changer.</translation>
        </message>
        <message>
            <source>The catalogue names a service that is not known here: “{name}”.</source>
            <translation>Le catalogue nomme un service inconnu ici : « {name} ».</translation>
        </message>
        <message>
            <source>The catalogue of {service} cannot be read: {why}</source>
            <translation>Le catalogue de {service} ne peut pas être lu : {why}</translation>
        </message>
        <message>
            <source>The catalogue was told of {entries} entries, of which {new} are new.</source>
            <translation>Entrées annoncées au catalogue : {entries}, dont nouvelles : {new}.</translation>
        </message>
        <message>
            <source>The catalogue {path} cannot be written: {why}.</source>
            <translation>Le catalogue {path} ne peut pas être écrit : {why}.</translation>
        </message>
        <message>
            <source>The code stands several times with different values, so none was kept: choose the year, or leave one row per territory (one sex, one age…).</source>
            <translation>Le code figure plusieurs fois avec des valeurs différentes : aucune n’a été gardée. Choisissez l’année, ou ne laissez qu’une ligne par territoire (un sexe, un âge…).</translation>
        </message>
        <message>
            <source>The codes are of several years of geography ({years}): boundaries of {year} fit the most.</source>
            <translation>Les codes sont de plusieurs millésimes géographiques ({years}) : les limites de {year} conviennent au plus grand nombre.</translation>
        </message>
        <message>
            <source>The codes of “{name}” ({codes}…) are of no known level: communes, EPCI, départements or régions are wanted.</source>
            <translation>Les codes de « {name} » ({codes}…) ne sont d’aucun échelon connu : il faut des communes, des EPCI, des départements ou des régions.</translation>
        </message>
        <message>
            <source>The codes of “{name}” ({codes}…) are those of départements and of régions too: call their column dep or reg.</source>
            <translation>Les codes de « {name} » ({codes}…) sont à la fois ceux de départements et de régions : nommez leur colonne dep ou reg.</translation>
        </message>
        <message>
            <source>The codes of “{name}” do not look like QPV codes (QN00103M, QP093028): check the field of codes.</source>
            <translation>Les codes de « {name} » ne ressemblent pas à des codes de QPV (QN00103M, QP093028) : contrôlez le champ des codes.</translation>
        </message>
        <message>
            <source>The codes of “{table}” ({field}) are those of another level ({level}) than “{boundaries}” ({other}): some are written alike, and are not the same territories. Choose the boundaries of the table's level.</source>
            <translation>Les codes de « {table} » ({field}) sont d’un autre niveau ({level}) que « {boundaries} » ({other}) : certains s’écrivent pareil sans désigner les mêmes territoires. Choisissez les contours du niveau de la table.</translation>
        </message>
        <message>
            <source>The collection {path} cannot be read: check its path, and that you may read it.</source>
            <translation>La collection {path} ne peut pas être lue : vérifiez son chemin et vos droits.</translation>
        </message>
        <message>
            <source>The collection {path} cannot be used: {why}</source>
            <translation>La collection {path} ne peut pas servir : {why}</translation>
        </message>
        <message>
            <source>The collection {path} is not valid JSON (line {line}, column {column}): see the README of the catalogues.</source>
            <translation>La collection {path} n’est pas un JSON valide (ligne {line}, colonne {column}) : voyez le fichier README des catalogues.</translation>
        </message>
        <message>
            <source>The column “{column}” of “{title}” holds “{text}”, which is no number. See {page}</source>
            <translation>La colonne « {column} » de « {title} » contient « {text} », qui n’est pas un nombre. Voir {page}</translation>
        </message>
        <message>
            <source>The columns and codes of SIG Ville's file service, for the spreadsheets made for its answers.</source>
            <translation>Les colonnes et les codes du service de fichiers de SIG Ville, pour les tableurs faits pour ses réponses.</translation>
        </message>
        <message>
            <source>The coordinate system is not declared: set it in the layer's properties.</source>
            <translation>Le système de coordonnées n’est pas déclaré : renseignez-le dans les propriétés de la couche.</translation>
        </message>
        <message>
            <source>The coordinates of “{name}” do not fit its coordinate system ({crs}): check the system declared in the layer's properties.</source>
            <translation>Les coordonnées de « {name} » ne vont pas avec son système de coordonnées ({crs}) : vérifiez le système déclaré dans les propriétés de la couche.</translation>
        </message>
        <message>
            <source>The copy was stopped: what was copied so far stays, and is whole; the rest is not there.</source>
            <translation>La copie a été arrêtée : ce qui a déjà été copié reste, et est entier ; le reste n’y est pas.</translation>
        </message>
        <message>
            <source>The data are by arrondissement in Paris, Lyon and Marseille, the boundaries by commune.</source>
            <translation>Les données sont par arrondissement à Paris, Lyon et Marseille, les contours par commune.</translation>
        </message>
        <message>
            <source>The data set “{dataset}” has no file whose name has: {words}. It has: {titles}. See {page}</source>
            <translation>Le jeu de données « {dataset} » n’a pas de fichier dont le nom contient : {words}. Il a : {titles}. Voir {page}</translation>
        </message>
        <message>
            <source>The data, newer, hold {codes} in its place.</source>
            <translation>Les données, plus récentes, ont {codes} à sa place.</translation>
        </message>
        <message>
            <source>The data, older, still hold {codes} in its place: give the table of commune changes to convert them.</source>
            <translation>Les données, plus anciennes, ont encore {codes} à sa place : donnez la table des changements de communes pour les convertir.</translation>
        </message>
        <message>
            <source>The diagnostic is copied: paste it in a message to whoever helps you.</source>
            <translation>Le diagnostic est copié : collez-le dans un message à qui vous aide.</translation>
        </message>
        <message>
            <source>The disk of {folder} is full ({why}): free some space, then run again. What was obtained before is whole.</source>
            <translation>Le disque de {folder} est plein ({why}) : libérez de la place, puis relancez. Ce qui avait été obtenu est intact.</translation>
        </message>
        <message>
            <source>the disk or the drive does not answer</source>
            <translation>le disque ou le lecteur ne répond pas</translation>
        </message>
        <message>
            <source>The entry's first when left blank.</source>
            <translation>Le premier de l’entrée s’il est laissé vide.</translation>
        </message>
        <message>
            <source>The expression in “{name}” cannot be read ({why}): correct it.</source>
            <translation>L’expression de « {name} » ne peut pas être lue ({why}) : corrigez-la.</translation>
        </message>
        <message>
            <source>The expression in “{name}” uses the field “{field}”, which is not in the layer.</source>
            <translation>L’expression de « {name} » emploie le champ « {field} », qui n’est pas dans la couche.</translation>
        </message>
        <message>
            <source>The family field has {count} different values: choose the field that holds the kind of facility (at most {most} kinds).</source>
            <translation>Le champ de la famille a {count} valeurs différentes : choisissez le champ qui contient la sorte d’équipement ({most} sortes au plus).</translation>
        </message>
        <message>
            <source>The field of codes of “{name}” ({field}) is empty on every row: choose another one, or another layer.</source>
            <translation>Le champ des codes de « {name} » ({field}) est vide sur toutes les lignes : choisissez-en un autre, ou une autre couche.</translation>
        </message>
        <message>
            <source>The field “{field}” given for “{name}” is not in the layer.</source>
            <translation>Le champ « {field} » indiqué pour « {name} » n’est pas dans la couche.</translation>
        </message>
        <message>
            <source>The field “{field}” of “{name}” counts nobody: choose the field that holds the number of people.</source>
            <translation>Le champ « {field} » de « {name} » ne compte personne : choisissez le champ qui contient le nombre de personnes.</translation>
        </message>
        <message>
            <source>The field “{field}” of “{name}” holds numbers: QPV codes are texts such as QN00103M. Choose the field of codes in the parameters.</source>
            <translation>Le champ « {field} » de « {name} » contient des nombres : les codes de QPV sont des textes tels que QN00103M. Choisissez le champ des codes dans les paramètres.</translation>
        </message>
        <message>
            <source>The field's name when left blank.</source>
            <translation>Le nom du champ s’il est laissé vide.</translation>
        </message>
        <message>
            <source>The fields of the summary have more than {most} different values: choose fields of categories.</source>
            <translation>Les champs de la synthèse ont plus de {most} valeurs différentes : choisissez des champs de catégories.</translation>
        </message>
        <message>
            <source>The file adresses-{code}.csv.gz.</source>
            <translation>Le fichier adresses-{code}.csv.gz.</translation>
        </message>
        <message>
            <source>The file is kept on this computer and said in “File that is kept”, for a later run or another algorithm.</source>
            <translation>Le fichier est gardé sur ce poste et dit dans « Fichier gardé », pour une autre exécution ou un autre traitement.</translation>
        </message>
        <message>
            <source>The file made by “Build the address index”. No address leaves this computer.</source>
            <translation>Le fichier fait par « Construire l’index d’adresses ». Aucune adresse ne quitte cet ordinateur.</translation>
        </message>
        <message>
            <source>The file of communes of your year (communes-100m.geojson).</source>
            <translation>Le fichier des communes de votre année (communes-100m.geojson).</translation>
        </message>
        <message>
            <source>The file of {service} changes while it is fetched: run again later, nothing of it was used.</source>
            <translation>Le fichier de {service} change pendant qu’il est récupéré : relancez plus tard, rien n’en a été utilisé.</translation>
        </message>
        <message>
            <source>The file of {service} is not the one it announces (its {name} hash differs): run again later, and tell the service if it lasts.</source>
            <translation>Le fichier de {service} n’est pas celui qui est annoncé (son empreinte {name} diffère) : relancez plus tard, et prévenez le service si cela dure.</translation>
        </message>
        <message>
            <source>The file of “{title}” has no column of values, only: {choices}.</source>
            <translation>Le fichier de « {title} » n’a pas de colonne de valeurs, seulement : {choices}.</translation>
        </message>
        <message>
            <source>The file {path} cannot be read ({why}): check that it is there.</source>
            <translation>Le fichier {path} ne peut pas être lu ({why}) : vérifiez qu’il est bien là.</translation>
        </message>
        <message>
            <source>The file {path} cannot be written ({why}): check that it is not open elsewhere.</source>
            <translation>Le fichier {path} ne peut pas être écrit ({why}) : vérifiez qu’il n’est pas ouvert ailleurs.</translation>
        </message>
        <message>
            <source>The file {path} could not be written whole: free some space on the disk, then run again.</source>
            <translation>Le fichier {path} n’a pas pu être écrit en entier : libérez de la place sur le disque, puis relancez.</translation>
        </message>
        <message>
            <source>The file {path} does not exist: check the path.</source>
            <translation>Le fichier {path} n’existe pas : vérifiez le chemin.</translation>
        </message>
        <message>
            <source>The file {path} is empty: it has no row of titles.</source>
            <translation>Le fichier {path} est vide : il n’a pas de ligne de titres.</translation>
        </message>
        <message>
            <source>The file {path} is no table: save it as CSV again, with a row of titles and one row per address.</source>
            <translation>Le fichier {path} n’est pas un tableau : enregistrez-le de nouveau en CSV, avec une ligne de titres et une ligne par adresse.</translation>
        </message>
        <message>
            <source>The first row of the sheet was read as its titles, which QGIS had not recognised.</source>
            <translation>La première ligne de la feuille a été lue comme celle des titres, que QGIS n’avait pas reconnue.</translation>
        </message>
        <message>
            <source>The first row of the sheet “{name}” is no row of titles: put one title at the top of each column (adresse, code postal, commune…), with nothing above, then run again.</source>
            <translation>La première ligne de la feuille « {name} » n’est pas une ligne de titres : mettez un titre en tête de chaque colonne (adresse, code postal, commune…), sans rien au-dessus, puis recommencez.</translation>
        </message>
        <message>
            <source>The first row of “{name}” is no row of titles: put one title at the top of each column (adresse, code postal, commune…), then run again.</source>
            <translation>La première ligne de « {name} » n’est pas une ligne de titres : mettez un titre en haut de chaque colonne (adresse, code postal, commune…), puis relancez.</translation>
        </message>
        <message>
            <source>The format of “{name}” ({format}) takes no new field, and decisions need some: save it as a GeoPackage, then review that one.</source>
            <translation>Le format de « {name} » ({format}) n’accepte pas de nouveau champ, et les décisions en demandent : enregistrez-la en GeoPackage, puis vérifiez celle-là.</translation>
        </message>
        <message>
            <source>The geography of “{title}” has changed: {found} was fetched, where the catalogue said {wanted}. Boundaries of the same year are needed.</source>
            <translation>La géographie de « {title} » a changé : {found} a été téléchargé, là où le catalogue disait {wanted}. Il faut des limites de la même année.</translation>
        </message>
        <message>
            <source>The index {path} cannot be written ({why}): check the folder, the room left on the disk, and that the file is not in use.</source>
            <translation>L’index {path} ne peut pas être écrit ({why}) : vérifiez le dossier, la place restante sur le disque, et que le fichier n’est pas ouvert ailleurs.</translation>
        </message>
        <message>
            <source>The journal could not be written ({why}): choose another file.</source>
            <translation>Le journal n’a pas pu être écrit ({why}) : choisissez un autre fichier.</translation>
        </message>
        <message>
            <source>The journal of the run cannot be written in {folder} ({why}): free some space, or ask for the right to write.</source>
            <translation>Le journal du traitement ne peut pas être écrit dans {folder} ({why}) : libérez de la place, ou demandez le droit d’y écrire.</translation>
        </message>
        <message>
            <source>The largest part avoids points attached to an islet of disconnected streets.</source>
            <translation>La plus grande partie évite de rattacher des points à un îlot de rues isolées.</translation>
        </message>
        <message>
            <source>The latest list (liste-fs-….csv).</source>
            <translation>La liste la plus récente (liste-fs-….csv).</translation>
        </message>
        <message>
            <source>The latest of each indicator when left blank.</source>
            <translation>La dernière de chaque indicateur si vide.</translation>
        </message>
        <message>
            <source>The latest when left blank.</source>
            <translation>La plus récente si elle est laissée vide.</translation>
        </message>
        <message>
            <source>The latest when left blank; * for all, as one layer that follows QGIS's temporal controller.</source>
            <translation>La plus récente si elle est laissée vide ; * pour toutes, en une couche qui suit le contrôleur temporel de QGIS.</translation>
        </message>
        <message>
            <source>The layer could not be saved: {why}</source>
            <translation>La couche n’a pas pu être enregistrée : {why}</translation>
        </message>
        <message>
            <source>The layer is filtered: rows it hides are in no total.</source>
            <translation>La couche est filtrée : les lignes cachées ne sont dans aucun total.</translation>
        </message>
        <message>
            <source>The layer lacks {count} of the {total} QPV of the official list: outside answers in their communes are to be checked.</source>
            <translation>Il manque à la couche {count} des {total} QPV de la liste officielle : dans leurs communes, les réponses « hors QPV » sont à vérifier.</translation>
        </message>
        <message>
            <source>The layer of perimeters has {count} of the {total} QPV of département {code}: without the official list, outside answers there rest on a part of the perimeters.</source>
            <translation>La couche des périmètres a {count} des {total} QPV du département {code} : sans la liste officielle, les réponses « hors QPV » n’y reposent que sur une partie des périmètres.</translation>
        </message>
        <message>
            <source>The layer of QPV set in “My reference data” cannot be opened.</source>
            <translation>La couche de QPV de « Mes données de référence » ne s’ouvre pas.</translation>
        </message>
        <message>
            <source>The layer that {service} gave is damaged (it is not UTF-8): nothing of it was used. Run again later.</source>
            <translation>La couche donnée par {service} est abîmée (elle n’est pas en UTF-8) : rien n’en a été utilisé. Relancez plus tard.</translation>
        </message>
        <message>
            <source>The layer that {service} gave is not in degrees ({x}, {y}) and does not say in which coordinates it is: nothing of it was used. Run again later, or take a file from its page.</source>
            <translation>La couche donnée par {service} n’est pas en degrés ({x}, {y}) et ne dit pas dans quel système de coordonnées elle est : rien n’en a été utilisé. Relancez plus tard, ou prenez un fichier sur sa page.</translation>
        </message>
        <message>
            <source>The layer under review has been removed.</source>
            <translation>La couche en cours de vérification a été retirée du projet.</translation>
        </message>
        <message>
            <source>The layer was written, but does not open: {path}</source>
            <translation>La couche a été écrite mais ne s’ouvre pas : {path}</translation>
        </message>
        <message>
            <source>The layer “{name}” does not say in which coordinate system it is: set it in the layer's properties (Lambert-93 is EPSG:2154), then run again.</source>
            <translation>La couche « {name} » ne dit pas dans quel système de coordonnées elle est : renseignez-le dans les propriétés de la couche (Lambert-93 est EPSG:2154), puis relancez.</translation>
        </message>
        <message>
            <source>The layer “{name}” has no row: check that the right layer is chosen and that no filter hides it.</source>
            <translation>La couche « {name} » n’a aucune ligne : vérifiez que c’est la bonne couche et qu’aucun filtre ne la cache.</translation>
        </message>
        <message>
            <source>The layer “{name}” has refused the change: nothing was written.</source>
            <translation>La couche « {name} » a refusé la modification : rien n’a été écrit.</translation>
        </message>
        <message>
            <source>The layer “{name}” set among your reference data cannot be opened: check it on the options page.</source>
            <translation>La couche « {name} » indiquée dans vos données de référence ne s’ouvre pas : vérifiez-la dans la page d’options.</translation>
        </message>
        <message>
            <source>The limits between classes, such as 5;10;15, for maps that must compare. Read only with “Given breaks”.</source>
            <translation>Les limites entre classes, par exemple 5;10;15, pour des cartes à comparer. Lu seulement avec « Seuils donnés ».</translation>
        </message>
        <message>
            <source>The list by commune (listeqp2024-cog….csv).</source>
            <translation>La liste par commune (listeqp2024-cog….csv).</translation>
        </message>
        <message>
            <source>The memory of this computer is not enough: work on a smaller territory.</source>
            <translation>La mémoire de cet ordinateur ne suffit pas : travaillez sur un territoire plus petit.</translation>
        </message>
        <message>
            <source>The nearest line</source>
            <translation>La ligne la plus proche</translation>
        </message>
        <message>
            <source>The nearest line of the largest connected part</source>
            <translation>La ligne la plus proche de la plus grande partie connexe</translation>
        </message>
        <message>
            <source>The network's proxy does not let {service} be reached ({why}). Check the proxy in Settings, Options, Network, or ask your IT service to open this address.</source>
            <translation>Le proxy du réseau ne laisse pas joindre {service} ({why}). Vérifiez le proxy dans Préférences, Options, Réseau, ou demandez à votre service informatique d’ouvrir cette adresse.</translation>
        </message>
        <message>
            <source>The network's proxy wants a user name and password before it lets {service} be reached. Give them in Settings, Options, Network.</source>
            <translation>Le proxy du réseau demande un identifiant et un mot de passe avant de laisser joindre {service}. Donnez-les dans Préférences, Options, Réseau.</translation>
        </message>
        <message>
            <source>The official file of data.gouv.fr, or your own.</source>
            <translation>Le fichier officiel de data.gouv.fr, ou le vôtre.</translation>
        </message>
        <message>
            <source>The official file of data.gouv.fr, or your own; in the same form.</source>
            <translation>Le fichier officiel de data.gouv.fr, ou le vôtre, de même forme.</translation>
        </message>
        <message>
            <source>The official layer of the ANCT. Invalid polygons are repaired and counted.</source>
            <translation>La couche officielle de l’ANCT. Les polygones invalides sont réparés et comptés.</translation>
        </message>
        <message>
            <source>The official list does not know {count} codes of the layer: it is of another year or filtered, and certifies nothing.</source>
            <translation>La liste officielle ne connaît pas tous les codes de la couche ({count} inconnus) : elle est d’une autre année ou filtrée, et n’atteste donc rien.</translation>
        </message>
        <message>
            <source>The official list has {count} of the {total} QPV of département {code}: it is filtered, and says nothing of the communes that it does not name.</source>
            <translation>La liste officielle a {count} des {total} QPV du département {code} : elle est filtrée, et ne dit rien des communes qu’elle ne nomme pas.</translation>
        </message>
        <message>
            <source>The official list of any year, as points or as a table with latitude and longitude.</source>
            <translation>La liste officielle de n’importe quelle année, en points ou en tableau avec latitude et longitude.</translation>
        </message>
        <message>
            <source>The page {file} cannot be written ({why}): choose another folder.</source>
            <translation>La page {file} ne peut pas être écrite ({why}) : choisissez un autre dossier.</translation>
        </message>
        <message>
            <source>The perimeters of “{name}” are not where their communes are: {code} lies {distance} km from {commune}. Check the coordinate system of the layer: no verdict can rest on it.</source>
            <translation>Les périmètres de « {name} » ne sont pas où sont leurs communes : {code} est à {distance} km de {commune}. Vérifier le système de coordonnées de la couche : aucun verdict ne peut s’appuyer dessus.</translation>
        </message>
        <message>
            <source>The points of this layer cannot be moved: save it as a GeoPackage first.</source>
            <translation>Les points de cette couche ne peuvent pas être déplacés : enregistrez-la d’abord en GeoPackage.</translation>
        </message>
        <message>
            <source>The QPV it is in, or else the nearest</source>
            <translation>Le QPV où elle est, sinon le plus proche</translation>
        </message>
        <message>
            <source>The QPV perimeters are being read: try again in a moment.</source>
            <translation>Les périmètres de QPV sont en cours de lecture : réessayez dans un instant.</translation>
        </message>
        <message>
            <source>The report cannot be written ({why}): choose another folder.</source>
            <translation>Le rapport ne peut pas être écrit ({why}) : choisissez un autre dossier.</translation>
        </message>
        <message>
            <source>The row of titles of “{name}” was not recognised, because all the cells of the sheet are texts, and GDAL's Python library, which would read it again, is absent here: save the sheet as CSV.</source>
            <translation>La ligne de titres de « {name} » n’a pas été reconnue, parce que toutes les cellules de la feuille sont des textes, et la bibliothèque Python de GDAL, qui la relirait, manque ici : enregistrez la feuille en CSV.</translation>
        </message>
        <message>
            <source>The same addresses are being sent by another run on this computer: wait until it ends, or stop it.</source>
            <translation>Les mêmes adresses sont en cours d’envoi par un autre traitement sur cet ordinateur : attendez qu’il finisse, ou arrêtez-le.</translation>
        </message>
        <message>
            <source>The sample is missing from the plugin's folder: install the plugin again.</source>
            <translation>L’exemple manque dans le dossier de l’extension : réinstallez l’extension.</translation>
        </message>
        <message>
            <source>The sample is open. Try “{algorithm}”.</source>
            <translation>Exemple ouvert. Essayez « {algorithm} ».</translation>
        </message>
        <message>
            <source>The secure connection to {service} was refused ({why}). Nothing was sent. Your IT service can add its certificate in Settings, Options, Authentication.</source>
            <translation>La connexion sécurisée à {service} a été refusée ({why}). Rien n’a été envoyé. Votre service informatique peut ajouter le certificat dans Préférences, Options, Authentification.</translation>
        </message>
        <message>
            <source>The server is asked for its list of layers, which join your catalogue; nothing else is sent. The authentication chosen here is given to it, and to no other, each time that a layer is fetched.</source>
            <translation>La liste de ses couches est demandée au serveur et rejoint votre catalogue ; rien d’autre n’est envoyé. L’authentification choisie ici lui est donnée, et à lui seul, chaque fois qu’une de ses couches est obtenue.</translation>
        </message>
        <message>
            <source>The service's address does not begin with https://: others on the network can read the addresses.</source>
            <translation>L’adresse du service ne commence pas par https:// : d’autres, sur le réseau, peuvent lire les adresses.</translation>
        </message>
        <message>
            <source>The sheet {path} cannot be written: choose another folder, and close the file where it is open.</source>
            <translation>La fiche {path} ne peut pas être écrite : choisissez un autre dossier, et fermez le fichier s’il est ouvert.</translation>
        </message>
        <message>
            <source>The sheet “{name}” cannot be read again: check that the file is not open elsewhere.</source>
            <translation>La feuille « {name} » ne peut pas être relue : vérifiez que le fichier n’est pas ouvert ailleurs.</translation>
        </message>
        <message>
            <source>The source has nothing at all for département {codes}.</source>
            <translation>La source n’a rien du tout pour le département {codes}.</translation>
        </message>
        <message>
            <source>The table of commune changes holds a date that cannot be read ({date}): give Insee's file of movements (v_mvt_commune_….csv), as it is published.</source>
            <translation>La table des changements de communes a une date illisible ({date}) : donnez le fichier des mouvements de l’Insee (v_mvt_commune_….csv), tel qu’il est publié.</translation>
        </message>
        <message>
            <source>The table of commune changes holds no movement that can be read: give Insee's file of movements (v_mvt_commune_….csv), as it is published.</source>
            <translation>La table des changements de communes n’a aucun mouvement lisible : donnez le fichier des mouvements de l’Insee (v_mvt_commune_….csv), tel qu’il est publié.</translation>
        </message>
        <message>
            <source>The table of commune changes lacks the column {name}: give Insee's file of movements (v_mvt_commune_….csv), as it is published.</source>
            <translation>Il manque la colonne {name} à la table de passage des communes : donnez le fichier des mouvements de l’Insee (v_mvt_commune_….csv), tel qu’il est publié.</translation>
        </message>
        <message>
            <source>The table of “{title}” has no column “{column}” any more. It has: {columns}. See {page}</source>
            <translation>Le tableau de « {title} » n’a plus de colonne « {column} ». Il a : {columns}. Voir {page}</translation>
        </message>
        <message>
            <source>The table {name} is damaged ({why}): fetch it once more, and tell its producer if it lasts.</source>
            <translation>Le tableau {name} est abîmé ({why}) : prenez-le à nouveau, et signalez-le à son producteur si cela dure.</translation>
        </message>
        <message>
            <source>The territory itself</source>
            <translation>Le territoire lui-même</translation>
        </message>
        <message>
            <source>The titles were found on row {row}; what stands above them was left out.</source>
            <translation>Les titres ont été trouvés à la ligne {row} ; ce qui est au-dessus a été laissé de côté.</translation>
        </message>
        <message>
            <source>The value also covers {codes}, which the boundaries show apart, so it was not kept: take boundaries of the same year as the data.</source>
            <translation>La valeur couvre aussi {codes}, que les contours montrent à part : elle n’a pas été gardée. Prenez des contours de la même année que les données.</translation>
        </message>
        <message>
            <source>The value cannot be made of those of the former communes: a rate, a count that does not add up, a part that is missing, or a commune that was divided.</source>
            <translation>La valeur ne peut pas être faite de celles des anciennes communes : un taux, un effectif qui ne s’additionne pas, une partie qui manque, ou une commune qui a été partagée.</translation>
        </message>
        <message>
            <source>The value is that of the commune before {codes} merged into it, so it was not kept: give the table of commune changes to convert it.</source>
            <translation>La valeur est celle de la commune d’avant sa fusion avec {codes} : elle n’a pas été gardée. Donnez la table des changements de communes pour la convertir.</translation>
        </message>
        <message>
            <source>The values kept in {path} cannot be read ({why}): remove them from the cache, and fetch them again.</source>
            <translation>Les valeurs conservées dans {path} ne peuvent pas être lues ({why}) : retirez-les du cache, puis récupérez-les à nouveau.</translation>
        </message>
        <message>
            <source>The very outline or rectangle by which streets and facilities were extracted, the sea included where it was. A smaller one is safe, a larger one is not. Only streets that leave it are then taken for cut.</source>
            <translation>Le contour ou le rectangle même par lequel rues et équipements ont été extraits, mer comprise si elle l’était. Plus petit, il est sans risque ; plus grand, non. Seules les rues qui en sortent sont alors tenues pour coupées.</translation>
        </message>
        <message>
            <source>The whole catalogue</source>
            <translation>Tout le catalogue</translation>
        </message>
        <message>
            <source>The words of the addresses (number, street, postcode, commune) will be sent to {service}; the other columns stay on this computer.</source>
            <translation>Les mots des adresses (numéro, voie, code postal, commune) vont être envoyés à {service} ; les autres colonnes restent sur cet ordinateur.</translation>
        </message>
        <message>
            <source>The workbook “{name}” cannot be read ({why}): fetch it, or save it, once more.</source>
            <translation>Le classeur « {name} » ne peut pas être lu ({why}) : téléchargez-le ou enregistrez-le à nouveau.</translation>
        </message>
        <message>
            <source>The workbook “{name}” has no sheet “{sheet}”, only: {sheets}.</source>
            <translation>Le classeur « {name} » n’a pas de feuille « {sheet} », seulement : {sheets}.</translation>
        </message>
        <message>
            <source>The yearly files of contours could not be reached: those of the current year were taken from {service}. Codes that changed since find no polygon.</source>
            <translation>Aucun fichier annuel de contours n’a été trouvé : ceux de l’année en cours ont été pris auprès de {service}. Les codes qui ont changé depuis ne trouvent pas de polygone.</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>Thème</translation>
        </message>
        <message>
            <source>There is no collection “{id}”: write {known}, or the path of your own file.</source>
            <translation>Il n’y a pas de collection « {id} » : écrivez {known}, ou le chemin de votre propre fichier.</translation>
        </message>
        <message>
            <source>There is no row.</source>
            <translation>Il n’y a aucune ligne.</translation>
        </message>
        <message>
            <source>There is no row: is a filter on?</source>
            <translation>Il n’y a aucune ligne : un filtre est-il actif ?</translation>
        </message>
        <message>
            <source>There is no value to make classes of.</source>
            <translation>Aucune valeur : il n’y a pas de classes à faire.</translation>
        </message>
        <message>
            <source>There is no zoning “{key}”: one of {wanted} is wanted.</source>
            <translation>Il n’y a pas de zonage « {key} » : il faut l’un de {wanted}.</translation>
        </message>
        <message>
            <source>This file does not exist.</source>
            <translation>Ce fichier n’existe pas.</translation>
        </message>
        <message>
            <source>This file is not an address index.</source>
            <translation>Ce fichier n’est pas un index d’adresses.</translation>
        </message>
        <message>
            <source>This layer is temporary: save it as a GeoPackage first, or your decisions go with it.</source>
            <translation>Cette couche est temporaire : enregistrez-la d’abord en GeoPackage, sinon vos décisions disparaîtront avec elle.</translation>
        </message>
        <message>
            <source>This row has no position.</source>
            <translation>Cette ligne n’a pas de position.</translation>
        </message>
        <message>
            <source>This row is no longer in the layer.</source>
            <translation>Cette ligne n’est plus dans la couche.</translation>
        </message>
        <message>
            <source>This source does not open.</source>
            <translation>Cette source ne s’ouvre pas.</translation>
        </message>
        <message>
            <source>Those not found as well</source>
            <translation>Aussi les non trouvées</translation>
        </message>
        <message>
            <source>Thresholds (minutes)</source>
            <translation>Seuils (minutes)</translation>
        </message>
        <message>
            <source>Title of the legend</source>
            <translation>Titre de la légende</translation>
        </message>
        <message>
            <source>To be checked</source>
            <translation>À vérifier</translation>
        </message>
        <message>
            <source>To be fetched by hand at its page.</source>
            <translation>À prendre à la main sur sa page.</translation>
        </message>
        <message>
            <source>To check</source>
            <translation>À vérifier</translation>
        </message>
        <message>
            <source>To check on the map</source>
            <translation>À vérifier sur la carte</translation>
        </message>
        <message>
            <source>To convert with the table of commune changes, say “{first}” and “{second}” too.</source>
            <translation>Pour convertir avec la table des changements de communes, indiquez aussi « {first} » et « {second} ».</translation>
        </message>
        <message>
            <source>To decide</source>
            <translation>À décider</translation>
        </message>
        <message>
            <source>To fetch</source>
            <translation>À obtenir</translation>
        </message>
        <message>
            <source>To take by hand</source>
            <translation>À prendre à la main</translation>
        </message>
        <message>
            <source>told by the data</source>
            <translation>dites par les données</translation>
        </message>
        <message>
            <source>Tolerance at the edge (m)</source>
            <translation>Tolérance en limite (m)</translation>
        </message>
        <message>
            <source>Tolerance of the drawing (m)</source>
            <translation>Marge du dessin (m)</translation>
        </message>
        <message>
            <source>torn archive</source>
            <translation>archive abîmée</translation>
        </message>
        <message>
            <source>torn database</source>
            <translation>base abîmée</translation>
        </message>
        <message>
            <source>Totals by QPV</source>
            <translation>Totaux par QPV</translation>
        </message>
        <message>
            <source>Totals, by verdict and by QPV, with the parameters; no address is in it.</source>
            <translation>Totaux, par verdict et par QPV, avec les paramètres ; aucune adresse n’y figure.</translation>
        </message>
        <message>
            <source>Travel time to the nearest facility</source>
            <translation>Équipement le plus proche</translation>
        </message>
        <message>
            <source>Travel times, one row per origin and family</source>
            <translation>Temps de trajet, une ligne par origine et par famille</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>Relancer</translation>
        </message>
        <message>
            <source>two carriageways</source>
            <translation>route à 2 chaussées</translation>
        </message>
        <message>
            <source>type</source>
            <translation>type</translation>
        </message>
        <message>
            <source>Type a name or a code: région, département, EPCI or commune. Blank: the whole country.</source>
            <translation>Tapez un nom ou un code : région, département, EPCI ou commune. Vide : la France entière.</translation>
        </message>
        <message>
            <source>Type of the site (main place, branch)</source>
            <translation>Type du site (principal, antenne)</translation>
        </message>
        <message>
            <source>undated</source>
            <translation>sans date</translation>
        </message>
        <message>
            <source>Undecided</source>
            <translation>Indécises</translation>
        </message>
        <message>
            <source>Under it an address counts as not found: geocoders answer something even to gibberish.</source>
            <translation>En dessous, l’adresse compte comme non trouvée : un géocodeur répond toujours quelque chose, même à n’importe quoi.</translation>
        </message>
        <message>
            <source>Under way</source>
            <translation>En cours</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Annuler</translation>
        </message>
        <message>
            <source>Undo the last decision</source>
            <translation>Annuler la dernière décision</translation>
        </message>
        <message>
            <source>unforeseen cause: {name}</source>
            <translation>cause imprévue : {name}</translation>
        </message>
        <message>
            <source>Unit</source>
            <translation>Unité</translation>
        </message>
        <message>
            <source>Unknown directions</source>
            <translation>Sens inconnus</translation>
        </message>
        <message>
            <source>Untick “Work offline” to ask a service what it offers.</source>
            <translation>Décochez « Travailler hors ligne » pour demander à un service ce qu’il propose.</translation>
        </message>
        <message>
            <source>Untick “Work offline” to fetch again.</source>
            <translation>Décochez « Travailler hors ligne » pour actualiser.</translation>
        </message>
        <message>
            <source>Unticked, bands are rings that never overlap: 0–5, 5–10, 10–15. Ticked: 0–5, 0–10, 0–15.</source>
            <translation>Non coché : des anneaux qui ne se recouvrent jamais, 0–5, 5–10, 10–15. Coché : 0–5, 0–10, 0–15.</translation>
        </message>
        <message>
            <source>Unticked, one-way streets are for vehicles only.</source>
            <translation>Non coché, les sens uniques ne valent que pour les véhicules.</translation>
        </message>
        <message>
            <source>upper bound (border effect)</source>
            <translation>borne haute (effet de bord)</translation>
        </message>
        <message>
            <source>Usable lines</source>
            <translation>Lignes utilisables</translation>
        </message>
        <message>
            <source>Use a file taken by hand</source>
            <translation>Utiliser un fichier pris à la main</translation>
        </message>
        <message>
            <source>Used alone: nothing is asked of the network</source>
            <translation>Utilisé seul : rien n’est demandé au réseau</translation>
        </message>
        <message>
            <source>Used when it is there</source>
            <translation>Utilisé quand il y est</translation>
        </message>
        <message>
            <source>User guide</source>
            <translation>Guide d’utilisation</translation>
        </message>
        <message>
            <source>Value for backward direction</source>
            <translation>Valeur du sens inverse</translation>
        </message>
        <message>
            <source>Value for both directions</source>
            <translation>Valeur du double sens</translation>
        </message>
        <message>
            <source>Value for forward direction</source>
            <translation>Valeur du sens direct</translation>
        </message>
        <message>
            <source>Values absent</source>
            <translation>Valeurs absentes</translation>
        </message>
        <message>
            <source>Values hidden by statistical secrecy</source>
            <translation>Valeurs couvertes par le secret statistique</translation>
        </message>
        <message>
            <source>Values in a class</source>
            <translation>Valeurs dans une classe</translation>
        </message>
        <message>
            <source>Values not kept, as they may be of another territory or year: {count}. Their status is a_verifier, and the report says why.</source>
            <translation>Valeurs non gardées, car elles sont peut-être d’un autre périmètre ou d’une autre année : {count}. Leur statut est a_verifier, et le compte rendu dit pourquoi.</translation>
        </message>
        <message>
            <source>Values not kept, to be checked</source>
            <translation>Valeurs non gardées, à vérifier</translation>
        </message>
        <message>
            <source>Verdict on an address</source>
            <translation>Verdict sur une adresse</translation>
        </message>
        <message>
            <source>Verdict on an address, on this computer alone: type qpv then the address</source>
            <translation>Verdict sur une adresse, sans quitter cet ordinateur : tapez qpv puis l’adresse</translation>
        </message>
        <message>
            <source>Versions, step and error, without secrets</source>
            <translation>Versions, étape et erreur, sans secret ni adresse</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>En attente</translation>
        </message>
        <message>
            <source>Walkers obey one-way streets</source>
            <translation>Les piétons respectent les sens uniques</translation>
        </message>
        <message>
            <source>Walking speed (km/h)</source>
            <translation>Vitesse de marche (km/h)</translation>
        </message>
        <message>
            <source>What a service says that it offers.</source>
            <translation>Ce qu’un service dit proposer.</translation>
        </message>
        <message>
            <source>What did not meet: polygons without data, codes without polygon, values not kept, and why.</source>
            <translation>Ce qui ne s’est pas rencontré : polygones sans donnée, codes sans polygone, valeurs non gardées, et pourquoi.</translation>
        </message>
        <message>
            <source>What each commune belongs to. NULL where nothing is known, “NON” where a table says so.</source>
            <translation>Ce dont relève chaque commune. Vide là où rien n’est connu, « NON » là où une table le dit.</translation>
        </message>
        <message>
            <source>What is chosen</source>
            <translation>Ce qui est choisi</translation>
        </message>
        <message>
            <source>What is fetched is kept there, for work offline. A local disk is best.</source>
            <translation>Ce qui est obtenu y est gardé, pour travailler hors ligne. Un disque local est préférable.</translation>
        </message>
        <message>
            <source>What is gained or lost but narrower than this everywhere comes from the drawing: it is told apart, never left out.</source>
            <translation>Ce qui est gagné ou perdu mais partout plus étroit vient du dessin : c’est distingué, jamais écarté.</translation>
        </message>
        <message>
            <source>What is kept on this computer</source>
            <translation>Ce qui est gardé sur ce poste</translation>
        </message>
        <message>
            <source>What it answers is kept in {folder}, for you alone to read, so that a run cut short or with errors goes on where it was; it is removed once all is answered, or after {days} days.</source>
            <translation>Ce qu’il répond est gardé dans {folder}, lisible par vous seul, pour qu’un traitement interrompu ou qui a des erreurs reprenne où il en était ; c’est effacé dès que tout a sa réponse, ou au bout de {days} jours.</translation>
        </message>
        <message>
            <source>What it is, and where it is taken</source>
            <translation>Ce que c’est, et où cela se prend</translation>
        </message>
        <message>
            <source>What it says</source>
            <translation>Ce qui en est dit</translation>
        </message>
        <message>
            <source>What the algorithms of this group give, for all territories of a kind: the comparison is made with them.</source>
            <translation>Ce que donnent les outils de ce groupe, pour tous les territoires de même nature : la comparaison se fait avec eux.</translation>
        </message>
        <message>
            <source>What the services are asked is which indicator and which level; nothing of your data leaves.</source>
            <translation>On ne demande aux services que l’indicateur et l’échelon ; rien de vos données ne sort.</translation>
        </message>
        <message>
            <source>What the values are</source>
            <translation>Ce que sont les valeurs</translation>
        </message>
        <message>
            <source>What was asked for</source>
            <translation>Ce qui a été demandé</translation>
        </message>
        <message>
            <source>What was asked for, its progress, what failed</source>
            <translation>Ce qui est demandé, son avancement, ce qui a échoué</translation>
        </message>
        <message>
            <source>What was decided: ● in a QPV, ○ out of any, ◐ stays to be checked</source>
            <translation>Ce qui a été décidé : ● en QPV, ○ hors QPV, ◐ reste à vérifier</translation>
        </message>
        <message>
            <source>What was fetched and is kept; Enter shows its card</source>
            <translation>Ce qui a été obtenu et reste gardé ; Entrée montre sa fiche</translation>
        </message>
        <message>
            <source>What was fetched of “{title}” is no table (but {form}). See {page}</source>
            <translation>Ce qui a été pris pour « {title} » n’est pas un tableau (mais {form}). Voir {page}</translation>
        </message>
        <message>
            <source>What was fetched once works without a connection; the service is only asked where it is needed.</source>
            <translation>Ce qui a été récupéré une fois marche sans connexion ; le service n’est interrogé que s’il le faut.</translation>
        </message>
        <message>
            <source>What was fetched: age, size, taking it along</source>
            <translation>Ce qui a été obtenu : âge, taille, à emporter</translation>
        </message>
        <message>
            <source>What was kept on this computer of “{title}” ({territory}, {year}) is damaged, and nothing is asked of the network now: run again online, or load it from a folder that a colleague made.</source>
            <translation>Ce qui était gardé sur ce poste de « {title} » ({territory}, {year}) est abîmé, et rien n’est demandé au réseau pour l’instant : relancez en ligne, ou chargez-le depuis un dossier fait par un collègue.</translation>
        </message>
        <message>
            <source>What will be done</source>
            <translation>Ce qui sera fait</translation>
        </message>
        <message>
            <source>What you add is listed here.</source>
            <translation>Ce que vous ajoutez apparaît ici.</translation>
        </message>
        <message>
            <source>What {service} gave for “{title}” cannot be read ({why}): nothing of it was used. Run again later, and tell the service if it lasts.</source>
            <translation>Ce que {service} a donné pour « {title} » ne peut être lu ({why}) : rien n’en a été utilisé. Relancez plus tard, et signalez-le au service si cela dure.</translation>
        </message>
        <message>
            <source>What {service} gives for “{title}” cannot be used here ({form}). See {page}</source>
            <translation>Ce que {service} donne pour « {title} » n’est pas utilisable ici ({form}). Voir {page}</translation>
        </message>
        <message>
            <source>Where it has a field of its own. Found alone.</source>
            <translation>S’il est dans un champ à part. Trouvé tout seul.</translation>
        </message>
        <message>
            <source>Where it lies cannot be checked yet: prepare the communes first, then check this again.</source>
            <translation>On ne peut pas encore vérifier où il se trouve : préparez d’abord les communes, puis vérifiez à nouveau.</translation>
        </message>
        <message>
            <source>Where the buses do receive people: these stops replace the bases of the buses they belong to.</source>
            <translation>Lieux où les bus reçoivent vraiment le public : ces arrêts remplacent les bases des bus auxquels ils appartiennent.</translation>
        </message>
        <message>
            <source>Where the list is written; the one of the options, or of the profile, when left blank.</source>
            <translation>Où la liste est écrite ; vide, le dossier des options, ou celui du profil.</translation>
        </message>
        <message>
            <source>Where the rings of two QPV meet</source>
            <translation>Là où les anneaux de deux QPV se rencontrent</translation>
        </message>
        <message>
            <source>Which fields say who may use a line, which way and how fast. BD TOPO lines join at their ends only; OpenStreetMap and manual ones at every shared vertex.</source>
            <translation>Quels champs disent qui peut emprunter une ligne, dans quel sens et à quelle vitesse. Les lignes de la BD TOPO se joignent à leurs extrémités seulement ; celles d’OpenStreetMap et du profil manuel, à chaque sommet commun.</translation>
        </message>
        <message>
            <source>Which rows</source>
            <translation>Quelles lignes</translation>
        </message>
        <message>
            <source>Which territories the codes are of; found from the codes of the boundaries when left blank.</source>
            <translation>De quels territoires sont les codes ; trouvé d’après les codes des contours s’il est laissé vide.</translation>
        </message>
        <message>
            <source>Who finds the addresses</source>
            <translation>Qui trouve les adresses</translation>
        </message>
        <message>
            <source>Who produced the figures, said at the foot of the legend and in the layer's metadata.</source>
            <translation>Qui a produit les chiffres, dit au pied de la légende et dans les métadonnées de la couche.</translation>
        </message>
        <message>
            <source>Whole country</source>
            <translation>France entière</translation>
        </message>
        <message>
            <source>Whole streets</source>
            <translation>Voies entières</translation>
        </message>
        <message>
            <source>Wholly in a QPV</source>
            <translation>Entièrement dans un QPV</translation>
        </message>
        <message>
            <source>Wholly within 300 m of a QPV</source>
            <translation>Entièrement à moins de 300 m d’un QPV</translation>
        </message>
        <message>
            <source>Why (optional)</source>
            <translation>Pourquoi (facultatif)</translation>
        </message>
        <message>
            <source>Why you decide so, optional</source>
            <translation>Pourquoi vous décidez ainsi, facultatif</translation>
        </message>
        <message>
            <source>Width of slivers (m)</source>
            <translation>Largeur des liserés (m)</translation>
        </message>
        <message>
            <source>without a name</source>
            <translation>sans nom</translation>
        </message>
        <message>
            <source>Without value: absent, {absent}; hidden by statistical secrecy, {secret}.</source>
            <translation>Valeurs absentes : {absent} ; sous secret statistique : {secret}.</translation>
        </message>
        <message>
            <source>Words of a title, a theme, a source, with or without accents — Ctrl+F</source>
            <translation>Mots d’un titre, d’un thème, d’une source, avec ou sans accents — Ctrl+F</translation>
        </message>
        <message>
            <source>Words to search for</source>
            <translation>Mots à chercher</translation>
        </message>
        <message>
            <source>Work offline</source>
            <translation>Travailler hors ligne</translation>
        </message>
        <message>
            <source>Work offline: only what is in the cache</source>
            <translation>Travailler hors ligne : seulement ce qui est dans le cache</translation>
        </message>
        <message>
            <source>Write in “{name}” the address of the server to add: a WFS or an OGC API Features.</source>
            <translation>Écrivez dans « {name} » l’adresse du serveur à ajouter : un WFS ou un OGC API Features.</translation>
        </message>
        <message>
            <source>Write in “{name}” what to search for: the search of data.gouv.fr needs words.</source>
            <translation>Écrivez dans « {name} » ce qu’il faut chercher : la recherche sur data.gouv.fr a besoin de mots.</translation>
        </message>
        <message>
            <source>Written to the results; the row's own number when blank.</source>
            <translation>Écrit dans les résultats ; le numéro de la ligne si rien n’est indiqué.</translation>
        </message>
        <message>
            <source>Year</source>
            <translation>Année</translation>
        </message>
        <message>
            <source>Year of the boundaries</source>
            <translation>Année des contours</translation>
        </message>
        <message>
            <source>Year of the geography (COG) of its codes, such as 2019: the report tells more with it.</source>
            <translation>Année de la géographie (COG) de ses codes, par exemple 2019 : le compte rendu en dit plus avec elle.</translation>
        </message>
        <message>
            <source>Year of the portrait</source>
            <translation>Année du portrait</translation>
        </message>
        <message>
            <source>Year of the table's communes</source>
            <translation>Année des communes de la table</translation>
        </message>
        <message>
            <source>Year of their geography (COG).</source>
            <translation>Année de leur géographie (COG).</translation>
        </message>
        <message>
            <source>Year to add</source>
            <translation>Année à ajouter</translation>
        </message>
        <message>
            <source>Year: {year}, of {list}.</source>
            <translation>Année : {year}, parmi {list}.</translation>
        </message>
        <message>
            <source>Years</source>
            <translation>Années</translation>
        </message>
        <message>
            <source>Years written</source>
            <translation>Années écrites</translation>
        </message>
        <message>
            <source>Your own catalogues</source>
            <translation>Vos propres catalogues</translation>
        </message>
        <message>
            <source>Zero</source>
            <translation>Zéro</translation>
        </message>
        <message>
            <source>Zones of the report</source>
            <translation>Zones du compte rendu</translation>
        </message>
        <message>
            <source>Zonings of communes</source>
            <translation>Zonages des communes</translation>
        </message>
        <message>
            <source>Zoom</source>
            <translation>Zoom</translation>
        </message>
        <message>
            <source>{addresses} addresses, {streets} streets and {places} lieux-dits of {communes} communes; {rejected} rows of {rows} left out.</source>
            <translation>{addresses} adresses, {streets} voies et {places} lieux-dits de {communes} communes ; {rejected} lignes sur {rows} écartées.</translation>
        </message>
        <message>
            <source>{addresses} addresses, {streets} streets, {communes} communes</source>
            <translation>{addresses} adresses, {streets} voies, {communes} communes</translation>
        </message>
        <message>
            <source>{cause} Its page: {page}</source>
            <translation>{cause} Sa page : {page}</translation>
        </message>
        <message>
            <source>{count} addresses met twice were kept once.</source>
            <translation>{count} adresses rencontrées deux fois ont été gardées une fois.</translation>
        </message>
        <message>
            <source>{count} addresses more than 60 km away from the others of their commune were left out.</source>
            <translation>{count} adresses à plus de 60 km des autres de leur commune ont été écartées.</translation>
        </message>
        <message>
            <source>{count} cells ({people} people) have no usable geometry: they stay in the population, without access.</source>
            <translation>{count} carreaux ({people} personnes) n’ont pas de géométrie utilisable : ils restent dans la population, sans accès.</translation>
        </message>
        <message>
            <source>{count} cells ({people} people) have their centre in no zone: they are counted in the whole and in the line HORS_ZONES of the table, in no zone. On a coast, tick the advanced option.</source>
            <translation>{count} carreaux ({people} personnes) ont leur centre hors de toute zone : ils sont comptés dans l’ensemble et à la ligne HORS_ZONES du tableau, dans aucune zone. Sur un littoral, cochez l’option avancée.</translation>
        </message>
        <message>
            <source>{count} cells have no usable number of people in “{field}” ({missing} blank, {unreadable} not a number, {negative} negative): they count as uninhabited.</source>
            <translation>{count} carreaux n’ont pas de nombre de personnes utilisable dans « {field} » ({missing} vides, {unreadable} non numériques, {negative} négatifs) : ils comptent comme inhabités.</translation>
        </message>
        <message>
            <source>{count} cells of “{field}” are no numbers: its sums leave them out.</source>
            <translation>{count} cellules de « {field} » ne sont pas des nombres : ses sommes les laissent de côté.</translation>
        </message>
        <message>
            <source>{count} cells whose centre lies in no zone were attached to the zone they overlap most.</source>
            <translation>{count} carreaux dont le centre n’est dans aucune zone ont été rattachés à la zone qu’ils recouvrent le plus.</translation>
        </message>
        <message>
            <source>{count} classes were asked for: ask for one to {most}.</source>
            <translation>{count} classes demandées : demandez-en de une à {most}.</translation>
        </message>
        <message>
            <source>{count} communes</source>
            <translation>{count} communes</translation>
        </message>
        <message>
            <source>{count} entries are left out, such as “{title}”: {why}</source>
            <translation>Entrées laissées de côté : {count}, dont « {title} » : {why}</translation>
        </message>
        <message>
            <source>{count} entries so far</source>
            <translation>Entrées jusqu’ici : {count}</translation>
        </message>
        <message>
            <source>{count} facilities have no usable geometry and are left out.</source>
            <translation>{count} équipements n’ont pas de géométrie utilisable et sont laissés de côté.</translation>
        </message>
        <message>
            <source>{count} facilities lie more than {distance} m from any street and are left out.</source>
            <translation>{count} équipements sont à plus de {distance} m de toute rue et sont laissés de côté.</translation>
        </message>
        <message>
            <source>{count} facilities, {length} km of streets and {area} ha within {minutes} min.</source>
            <translation>{count} équipements, {length} km de rues et {area} ha à moins de {minutes} min.</translation>
        </message>
        <message>
            <source>{count} files and {references} reference data copied to {folder}: load that folder on the other computer.</source>
            <translation>Copiés dans {folder} : fichiers, {count} ; données de référence, {references}. Chargez ce dossier sur l’autre poste.</translation>
        </message>
        <message>
            <source>{count} files and {references} reference data loaded.</source>
            <translation>Chargés : fichiers, {count} ; données de référence, {references}.</translation>
        </message>
        <message>
            <source>{count} files, {size}</source>
            <translation>Fichiers : {count} ({size})</translation>
        </message>
        <message>
            <source>{count} invalid polygons were repaired to be measured.</source>
            <translation>{count} polygones invalides ont été réparés pour être mesurés.</translation>
        </message>
        <message>
            <source>{count} numbers</source>
            <translation>{count} numéros</translation>
        </message>
        <message>
            <source>{count} of the {total} QPV have no street in the address index: it may not hold their départements.</source>
            <translation>{count} des {total} QPV n’ont aucune voie dans l’index d’adresses : il ne contient peut-être pas leurs départements.</translation>
        </message>
        <message>
            <source>{count} of {total} bytes</source>
            <translation>{count} octets sur {total}</translation>
        </message>
        <message>
            <source>{count} perimeters</source>
            <translation>{count} périmètres</translation>
        </message>
        <message>
            <source>{count} polygons lie in no French territory: check the coordinate system of “{name}”.</source>
            <translation>{count} polygones ne sont dans aucun territoire français : vérifiez le système de coordonnées de « {name} ».</translation>
        </message>
        <message>
            <source>{count} QPV</source>
            <translation>{count} QPV</translation>
        </message>
        <message>
            <source>{count} QPV have more than three predecessors: the table in the official columns keeps three.</source>
            <translation>{count} QPV ont plus de trois prédécesseurs : la table aux colonnes officielles en garde trois.</translation>
        </message>
        <message>
            <source>{count} QPV of 2024 existed before, as their code says, and share nothing with those of 2015 ({list}): check that the layer of 2015 is whole.</source>
            <translation>{count} QPV de 2024 existaient déjà, d’après leur code, et n’ont rien de commun avec ceux de 2015 ({list}) : vérifiez que la couche de 2015 est complète.</translation>
        </message>
        <message>
            <source>{count} reference data stay here: they are in a database, or their file is gone.</source>
            <translation>Données de référence qui restent ici, car elles sont dans une base de données ou leur fichier n’est plus là : {count}.</translation>
        </message>
        <message>
            <source>{count} reference data were set here already, and stay as they are.</source>
            <translation>Données de référence déjà déclarées ici, qui restent ce qu’elles sont : {count}.</translation>
        </message>
        <message>
            <source>{count} rows</source>
            <translation>{count} lignes</translation>
        </message>
        <message>
            <source>{count} rows could not be processed: see the field statut.</source>
            <translation>{count} lignes n’ont pas pu être traitées : voir le champ statut.</translation>
        </message>
        <message>
            <source>{count} rows have a precision that is not recognised; they are not decided.</source>
            <translation>Lignes dont la précision n’est pas reconnue, et qui ne sont donc pas décidées : {count}.</translation>
        </message>
        <message>
            <source>{count} sites do not say whether they are fixed, branches or buses and are counted in no scenario. Values not understood: {values}.</source>
            <translation>{count} sites ne disent pas s’ils sont fixes, antennes ou bus et ne sont comptés dans aucun scénario. Valeurs non comprises : {values}.</translation>
        </message>
        <message>
            <source>{count} sites have no usable position and are counted in no scenario: {ids}.</source>
            <translation>{count} sites n’ont pas de position utilisable et ne sont comptés dans aucun scénario : {ids}.</translation>
        </message>
        <message>
            <source>{count} sites lie more than {distance} m from any street and are not counted: {ids}.</source>
            <translation>{count} sites sont à plus de {distance} m de toute rue et ne sont pas comptés : {ids}.</translation>
        </message>
        <message>
            <source>{count} sites of {total} lie beyond the network and are not counted.</source>
            <translation>{count} sites sur {total} sont au-delà du réseau et ne sont pas comptés.</translation>
        </message>
        <message>
            <source>{count} territories are called {text}: choose one in the list, or type its code.</source>
            <translation>{count} territoires s’appellent {text} : choisissez-en un dans la liste, ou tapez son code.</translation>
        </message>
        <message>
            <source>{done} of {total} rows to check are decided; {listed} are listed.</source>
            <translation>Décidées : {done} sur {total} à vérifier ; dans la liste : {listed}.</translation>
        </message>
        <message>
            <source>{file} cannot be read ({why}): the rest of the catalogue is there.</source>
            <translation>{file} ne peut pas être lu ({why}) : le reste du catalogue est là.</translation>
        </message>
        <message>
            <source>{file} has no column for “{key}”: call it “valeur” or “{wanted}”. Its columns are: {columns}.</source>
            <translation>{file} n’a pas de colonne pour « {key} » : appelez-la « valeur » ou « {wanted} ». Ses colonnes sont : {columns}.</translation>
        </message>
        <message>
            <source>{file} has no column of commune codes: call it “code”. Its columns are: {columns}.</source>
            <translation>{file} n’a pas de colonne de codes de communes : appelez-la « code ». Ses colonnes sont : {columns}.</translation>
        </message>
        <message>
            <source>{file} has no list “entries”: see the README of the catalogues for the form of the file.</source>
            <translation>{file} n’a pas de liste « entries » : la forme du fichier est dans le README des catalogues.</translation>
        </message>
        <message>
            <source>{file} has no row with a commune's code and a value for “{key}”.</source>
            <translation>{file} n’a aucune ligne avec un code de commune et une valeur pour « {key} ».</translation>
        </message>
        <message>
            <source>{file} is left out: {why}</source>
            <translation>{file} est laissé de côté : {why}</translation>
        </message>
        <message>
            <source>{file} is not valid JSON at line {line}, column {column}. The rest of the catalogue is there.</source>
            <translation>{file} n’est pas un JSON valide à la ligne {line}, colonne {column}. Le reste du catalogue est là.</translation>
        </message>
        <message>
            <source>{file} must be of the form {form}: it is left out.</source>
            <translation>{file} doit être de la forme {form} : il est laissé de côté.</translation>
        </message>
        <message>
            <source>{file}, entry {number} (“{id}”) is left out: {why}</source>
            <translation>{file}, entrée {number} (« {id} ») laissée de côté : {why}</translation>
        </message>
        <message>
            <source>{file}, entry {number} (“{id}”): this id is already taken in the same file.</source>
            <translation>{file}, entrée {number} (« {id} ») : cet identifiant est déjà pris dans le même fichier.</translation>
        </message>
        <message>
            <source>{folder} cannot be written ({why}): check the disk or the network drive, then run again. What was obtained before is whole.</source>
            <translation>Impossible d’écrire dans {folder} ({why}) : vérifiez le disque ou le lecteur réseau, puis relancez. Ce qui avait été obtenu est intact.</translation>
        </message>
        <message>
            <source>{found} found, where at least {wanted} are known: the file is filtered or cut.</source>
            <translation>{found} trouvés, où l’on en connaît au moins {wanted} : le fichier est filtré ou coupé.</translation>
        </message>
        <message>
            <source>{found} found, where at most {wanted} are expected: are they of another year?</source>
            <translation>{found} trouvés, où l’on en attend au plus {wanted} : sont-ils d’une autre année ?</translation>
        </message>
        <message>
            <source>{found} rows, where at least {wanted} are expected: the file is cut.</source>
            <translation>{found} lignes, où l’on en attend au moins {wanted} : le fichier est coupé.</translation>
        </message>
        <message>
            <source>{head}: {words}</source>
            <translation>{head} : {words}</translation>
        </message>
        <message>
            <source>{high} min or less</source>
            <translation>{high} min ou moins</translation>
        </message>
        <message>
            <source>{inside} in a QPV, {outside} out, {check} to check, {vague} imprecise, {lost} not found, {errors} errors. A plain spatial join would have given {wrong} firm answers that are wrong or unfounded.</source>
            <translation>{inside} en QPV, {outside} hors QPV, {check} à vérifier, {vague} imprécises, {lost} non trouvées, {errors} en erreur. Une jointure spatiale simple aurait donné {wrong} réponses fermes fausses ou non fondées.</translation>
        </message>
        <message>
            <source>{inside} wholly in a QPV, {partly} partly, {outside} out, {check} to check, {errors} errors. Rules of distance: {near} wholly within 300 m, {far} by the 500 m rule, {doubtful} to check. A plain spatial join would have given {wrong} firm answers that are wrong or unfounded.</source>
            <translation>{inside} entièrement en QPV, {partly} en partie, {outside} hors QPV, {check} à vérifier, {errors} erreurs. Règles de distance : {near} entièrement à moins de 300 m, {far} par la règle des 500 m, {doubtful} à vérifier. Une jointure spatiale simple aurait donné {wrong} réponses fermes fausses ou non fondées.</translation>
        </message>
        <message>
            <source>{low} to {high}</source>
            <translation>{low} à {high}</translation>
        </message>
        <message>
            <source>{low} to {high} % within {minutes} min</source>
            <translation>{low} à {high} % à {minutes} min ou moins</translation>
        </message>
        <message>
            <source>{low} to {high} min</source>
            <translation>{low} à {high} min</translation>
        </message>
        <message>
            <source>{metres} m inside the edge of {code}.</source>
            <translation>À {metres} m de la limite de {code}, dedans.</translation>
        </message>
        <message>
            <source>{metres} m outside {code}.</source>
            <translation>À {metres} m de la limite de {code}, dehors.</translation>
        </message>
        <message>
            <source>{name} (temporary: save it to a file first)</source>
            <translation>{name} (temporaire : enregistrez-la d’abord dans un fichier)</translation>
        </message>
        <message>
            <source>{name} ends too early: what came before was kept. Download the file again.</source>
            <translation>{name} s’arrête trop tôt : ce qui précède a été gardé. Téléchargez à nouveau le fichier.</translation>
        </message>
        <message>
            <source>{name} is no longer in the catalogue.</source>
            <translation>{name} n’est plus dans le catalogue.</translation>
        </message>
        <message>
            <source>{name}: begins with a byte-order mark, which is harmless.</source>
            <translation>{name} : commence par une marque d’ordre des octets (BOM), sans conséquence.</translation>
        </message>
        <message>
            <source>{name}: {count} rows encoded twice (“Ã©” for “é”), put right.</source>
            <translation>{name} : lignes encodées deux fois (« Ã© » pour « é »), remises en ordre : {count}.</translation>
        </message>
        <message>
            <source>{name}: {count} rows in the encoding of Windows (cp1252), read as such.</source>
            <translation>{name} : lignes dans l’encodage de Windows (cp1252), lues comme telles : {count}.</translation>
        </message>
        <message>
            <source>{name}: {count} rows left out, {reason} (first lines: {lines}).</source>
            <translation>{name} : {count} lignes écartées, {reason} (premières lignes : {lines}).</translation>
        </message>
        <message>
            <source>{name}: {kept} rows kept of {rows}.</source>
            <translation>{name} : {kept} lignes gardées sur {rows}.</translation>
        </message>
        <message>
            <source>{number} days</source>
            <translation>{number} jours</translation>
        </message>
        <message>
            <source>{number} h</source>
            <translation>{number} h</translation>
        </message>
        <message>
            <source>{number} kB</source>
            <translation>{number} ko</translation>
        </message>
        <message>
            <source>{number} MB</source>
            <translation>{number} Mo</translation>
        </message>
        <message>
            <source>{origins} origins: {reached} reach every family, {unreached} miss at least one, {lost} are not attached to the network, {border} have a time that is an upper bound.</source>
            <translation>Origines : {origins}, dont {reached} atteignent toutes les familles ; {unreached} en manquent au moins une ; {lost} ne sont pas rattachées au réseau ; pour {border}, le temps est une borne haute.</translation>
        </message>
        <message>
            <source>{parts} connected parts; the largest holds {share} % of the length. {problems} problems: {lines} on single lines, {graph} in how lines hang together.</source>
            <translation>Parties connexes : {parts} ; la plus grande réunit {share} % de la longueur. Problèmes : {problems}, dont {lines} sur des lignes et {graph} dans leur assemblage.</translation>
        </message>
        <message>
            <source>{path} does not open: check that it is there and whole.</source>
            <translation>{path} ne s’ouvre pas : vérifiez qu’il est là et entier.</translation>
        </message>
        <message>
            <source>{path} is damaged (its bytes are not those that were zipped): download it again.</source>
            <translation>{path} est abîmé (ses octets ne sont pas ceux qui ont été compressés) : téléchargez-le de nouveau.</translation>
        </message>
        <message>
            <source>{path} is not a file of the BAN (missing: {names}): take adresses-….csv.gz or lieux-dits-….csv.gz from adresse.data.gouv.fr, without opening them in a spreadsheet.</source>
            <translation>{path} n’est pas un fichier de la BAN (il manque : {names}) : prenez adresses-….csv.gz ou lieux-dits-….csv.gz sur adresse.data.gouv.fr, sans les ouvrir dans un tableur.</translation>
        </message>
        <message>
            <source>{path} is not an address index: make one with “Build the address index” from the files of the BAN.</source>
            <translation>{path} n’est pas un index d’adresses : faites-en un avec « Construire l’index d’adresses » à partir des fichiers de la BAN.</translation>
        </message>
        <message>
            <source>{path} is one of the files to read: give the index another name.</source>
            <translation>{path} est l’un des fichiers à lire : donnez un autre nom à l’index.</translation>
        </message>
        <message>
            <source>{rows} rows: {number} found at their number (of which {doubtful} with a low score), {neighbour} between two neighbours, {street} at their street, {place} at a lieu-dit, {commune} at their commune; {lost} not found, {blank} without address, {errors} errors.</source>
            <translation>{rows} lignes : {number} trouvées au numéro (dont {doubtful} au score faible), {neighbour} entre deux numéros voisins, {street} à la voie, {place} au lieu-dit, {commune} à la commune ; {lost} non trouvées, {blank} sans adresse, {errors} en erreur.</translation>
        </message>
        <message>
            <source>{scenario}: {share} % of {people} people within {minutes} min, {lost} without access.</source>
            <translation>{scenario} : {share} % de {people} personnes à {minutes} min ou moins, {lost} sans accès.</translation>
        </message>
        <message>
            <source>{service} announces {announced} objects and gave {count}: perhaps some are missing. Limit what is asked for to a smaller territory.</source>
            <translation>{service} annonce {announced} objets et en a donné {count} : il en manque peut-être. Limitez la demande à un territoire plus petit.</translation>
        </message>
        <message>
            <source>{service} answered with a web page in place of data: often the login page of the network. Open a browser, log in to the network, and run again.</source>
            <translation>{service} a répondu par une page web au lieu de données : c’est souvent la page de connexion du réseau. Ouvrez un navigateur, connectez-vous au réseau, puis relancez.</translation>
        </message>
        <message>
            <source>{service} answered with a web page in place of data: often the login page of the network. Open a browser, log in to the network, and run again. See {page}</source>
            <translation>{service} a répondu par une page web au lieu de données : souvent la page de connexion du réseau. Ouvrez un navigateur, connectez-vous au réseau, puis relancez. Voir {page}</translation>
        </message>
        <message>
            <source>{service} answers, but with nothing that belongs to the rows sent. Check the service's address in the advanced parameters.</source>
            <translation>{service} répond, mais rien qui corresponde aux lignes envoyées. Vérifiez l’adresse du service dans les paramètres avancés.</translation>
        </message>
        <message>
            <source>{service} does not answer ({why}). Check the network connection, then run again later: what was obtained is kept.</source>
            <translation>{service} ne répond pas ({why}). Vérifiez la connexion au réseau, puis relancez plus tard : ce qui a été obtenu est gardé.</translation>
        </message>
        <message>
            <source>{service} does not know the data set “{dataset}”, or a code asked of it ({why}), or is out of order. See its page: {page}</source>
            <translation>{service} ne connaît pas le jeu de données « {dataset} », ou un code demandé ({why}), ou est en panne. Voir sa page : {page}</translation>
        </message>
        <message>
            <source>{service} does not know the indicator “{code}” for this level (tried: {tried}), or is out of order (HTTP 500). See its page: {page}</source>
            <translation>{service} ne connaît pas l’indicateur « {code} » à ce niveau (essayé : {tried}), ou est en panne (HTTP 500). Voir sa page : {page}</translation>
        </message>
        <message>
            <source>{service} does not let you in ({why}). Check the authentication chosen for this run, its user name and password, and that the account is open to this service.</source>
            <translation>{service} refuse l’accès ({why}). Vérifiez l’authentification choisie pour ce traitement, son identifiant et son mot de passe, et que le compte a droit à ce service.</translation>
        </message>
        <message>
            <source>{service} does not publish “{title}” for this level.</source>
            <translation>{service} ne publie pas « {title} » à ce niveau.</translation>
        </message>
        <message>
            <source>{service} gave a message in place of “{title}”: {message}. See {page}</source>
            <translation>{service} a donné un message à la place de « {title} » : {message}. Voir {page}</translation>
        </message>
        <message>
            <source>{service} gave a web page in place of the data of “{code}”: it is out of order, or does not offer this, or the network wants you to log in. See its page: {page}</source>
            <translation>{service} a donné une page web à la place des données de « {code} » : il est en panne, ou ne propose pas cela, ou le réseau demande de vous identifier. Voir sa page : {page}</translation>
        </message>
        <message>
            <source>{service} gave a web page in place of “{title}”: the login page of the network, or the file has moved. See {page}</source>
            <translation>{service} a donné une page web à la place de « {title} » : la page de connexion du réseau, ou le fichier a changé de place. Voir {page}</translation>
        </message>
        <message>
            <source>{service} gave an empty file for “{title}”: run again later. See {page}</source>
            <translation>{service} a donné un fichier vide pour « {title} » : relancez plus tard. Voir {page}</translation>
        </message>
        <message>
            <source>{service} gave coordinates that cannot be in {crs}, as it says or as was asked: nothing of it was used. Tell the service, or take the file from its page.</source>
            <translation>{service} a donné des coordonnées qui ne peuvent être en {crs}, comme il le dit ou comme demandé : rien n’en a été utilisé. Signalez-le au service, ou prenez le fichier sur sa page.</translation>
        </message>
        <message>
            <source>{service} gave no data for “{title}” but a message: {message}. See {page}</source>
            <translation>{service} n’a pas donné de données pour « {title} » mais un message : {message}. Voir {page}</translation>
        </message>
        <message>
            <source>{service} gave no entry: what your catalogue had is unchanged. Run again later, or check the address.</source>
            <translation>{service} n’a donné aucune entrée : ce que contenait votre catalogue est inchangé. Relancez plus tard, ou vérifiez l’adresse.</translation>
        </message>
        <message>
            <source>{service} gave nothing for {place} alone: the whole level was fetched in its place.</source>
            <translation>{service} n’a rien donné pour {place} seul : tout le niveau a été téléchargé à la place.</translation>
        </message>
        <message>
            <source>{service} gave one part of the coordinates in EPSG:{crs}, another in EPSG:{other}: nothing of it was used. Tell the service, or take the file at its page.</source>
            <translation>{service} a donné une partie des coordonnées en EPSG:{crs}, une autre en EPSG:{other} : rien n’en a été utilisé. Signalez-le au service, ou prenez le fichier sur sa page.</translation>
        </message>
        <message>
            <source>{service} gave something else than contours ({form}): run again later.</source>
            <translation>{service} a donné autre chose que des contours ({form}) : relancez plus tard.</translation>
        </message>
        <message>
            <source>{service} gave the coordinates in {crs}, though {wanted} was asked for: they were kept as they came.</source>
            <translation>{service} a donné les coordonnées en {crs}, alors que {wanted} était demandé : elles sont gardées telles quelles.</translation>
        </message>
        <message>
            <source>{service} gives some features twice and perhaps leaves others out, even in a given order: nothing of it was used. Limit what is asked for to a smaller territory.</source>
            <translation>{service} donne des objets deux fois et en oublie peut-être d’autres, même dans un ordre imposé : rien n’en a été utilisé. Limitez la demande à un territoire plus petit.</translation>
        </message>
        <message>
            <source>{service} gives the same page again and again for “{dataset}”: run again later.</source>
            <translation>{service} redonne sans fin la même page pour « {dataset} » : relancez plus tard.</translation>
        </message>
        <message>
            <source>{service} has no layer “{layer}” any more. It offers, among others: {others}. See {page}</source>
            <translation>{service} n’a plus de couche « {layer} ». Il propose, entre autres : {others}. Voir {page}</translation>
        </message>
        <message>
            <source>{service} has no object of “{title}” for {territory}.</source>
            <translation>{service} n’a aucun objet de « {title} » ({territory}).</translation>
        </message>
        <message>
            <source>{service} has no row of “{title}” for {territory}. See {page}</source>
            <translation>{service} n’a aucune ligne de « {title} » ({territory}). Voir {page}</translation>
        </message>
        <message>
            <source>{service} has no value of “{title}” for this level, this territory and this year.</source>
            <translation>{service} n’a aucune valeur de « {title} » pour ce niveau, ce territoire et cette année.</translation>
        </message>
        <message>
            <source>{service} has no value of “{title}” for {territory}, {year}: choose another level, territory or year. See {page}</source>
            <translation>{service} n’a aucune valeur de « {title} » ({territory}, {year}) : choisissez un autre niveau, territoire ou millésime. Voir {page}</translation>
        </message>
        <message>
            <source>{service} has these contours for the current year only: the data may be of another one.</source>
            <translation>{service} n’a ces contours que pour l’année en cours : les données peuvent être d’une autre.</translation>
        </message>
        <message>
            <source>{service} is asked for the list of what it offers; it is told nothing of you nor of your data.</source>
            <translation>Service interrogé sur ce qu’il propose : {service} ; rien ne lui est dit de vous ni de vos données.</translation>
        </message>
        <message>
            <source>{service} is asked for “{title}”; it is told the level, the territory and the year, nothing of your data.</source>
            <translation>{service} est interrogé pour « {title} » ; il reçoit le niveau, le territoire et l’année, rien de vos données.</translation>
        </message>
        <message>
            <source>{service} is asked for “{words}”; it is told nothing else.</source>
            <translation>{service} est interrogé sur « {words} » ; rien d’autre ne lui est dit.</translation>
        </message>
        <message>
            <source>{service} is neither a WFS nor an OGC API Features at this address: {address}. Check the address; that of a map (WMS, WMTS, XYZ) will not do.</source>
            <translation>{service} n’est ni un WFS ni une API OGC Features à cette adresse : {address}. Vérifiez l’adresse ; celle d’une carte (WMS, WMTS, XYZ) ne convient pas.</translation>
        </message>
        <message>
            <source>{service} is out of order ({why}), and nothing is wrong on your side. Run again later: what was obtained is kept.</source>
            <translation>{service} est en panne ({why}), et rien n’est à corriger de votre côté. Relancez plus tard : ce qui a été obtenu est gardé.</translation>
        </message>
        <message>
            <source>{service} refuses the request ({why}). Its address may have changed: a new one is given in the parameters of the algorithm, in the toolbox.</source>
            <translation>{service} refuse la demande ({why}). Son adresse a peut-être changé : une nouvelle se donne dans les paramètres du traitement, dans la boîte à outils.</translation>
        </message>
        <message>
            <source>{service} refuses the request and says: {message}</source>
            <translation>{service} refuse la demande et dit : {message}</translation>
        </message>
        <message>
            <source>{service} says that it is overloaded ({why}). Run again later: what was obtained is kept.</source>
            <translation>{service} se dit surchargé ({why}). Relancez plus tard : ce qui a été obtenu est gardé.</translation>
        </message>
        <message>
            <source>{service} sends from page to page without end: nothing of it was used.</source>
            <translation>{service} renvoie de page en page sans fin : rien n’en a été utilisé.</translation>
        </message>
        <message>
            <source>{service} sends on from address to address without end: it is out of order, or the network wants you to log in. Open a browser, log in to the network, and run again.</source>
            <translation>{service} renvoie d’adresse en adresse sans fin : il est en panne, ou le réseau veut que vous vous identifiiez. Ouvrez un navigateur, identifiez-vous sur le réseau, puis relancez.</translation>
        </message>
        <message>
            <source>{service} sends on to {where} without a secure connection: nothing was sent there. Where the service has moved, its new address is given in the parameters of the algorithm, in the toolbox.</source>
            <translation>{service} renvoie vers {where} sans connexion sécurisée : rien n’y a été envoyé. Si le service a déménagé, sa nouvelle adresse se donne dans les paramètres du traitement, dans la boîte à outils.</translation>
        </message>
        <message>
            <source>{service} sends on to {where}, to which nothing was sent: often the login page of the network. Open a browser, log in to the network, and run again; where the service has moved, its new address is given in the parameters of the algorithm, in the toolbox.</source>
            <translation>{service} renvoie vers {where}, à qui rien n’a été envoyé : c’est souvent la page de connexion du réseau. Ouvrez un navigateur, connectez-vous au réseau, puis relancez ; si le service a déménagé, sa nouvelle adresse se donne dans les paramètres du traitement, dans la boîte à outils.</translation>
        </message>
        <message>
            <source>{service}: another try in {seconds} s ({why})</source>
            <translation>{service} : nouvel essai dans {seconds} s ({why})</translation>
        </message>
        <message>
            <source>{service}: it is asked no more often than it allows, its turn is waited for</source>
            <translation>{service} : on attend son tour, pour ne pas l’interroger plus souvent qu’il ne le permet</translation>
        </message>
        <message>
            <source>{share} %</source>
            <translation>{share} %</translation>
        </message>
        <message>
            <source>{stops} stops replace the bases of {buses} buses; {left} buses keep their base.</source>
            <translation>{stops} arrêts remplacent les bases de {buses} bus ; {left} bus gardent leur base.</translation>
        </message>
        <message>
            <source>{streets} streets in {qpv} QPV: {whole} whole, {part} in part, {edge} on the edge, {bare} without number; {numbers} numbers looked at.</source>
            <translation>{streets} voies dans {qpv} QPV : {whole} entières, {part} en partie, {edge} en limite, {bare} sans numéro ; {numbers} numéros examinés.</translation>
        </message>
        <message>
            <source>{table}: codes of no commune that is known, whose rows are of no use: {count} ({list}).</source>
            <translation>{table} : codes d’aucune commune connue, dont ce qui est dit ne sert pas : {count} ({list}).</translation>
        </message>
        <message>
            <source>{table}: it has communes of départements {list} only. If it is a part of the national table, NON means nothing of communes elsewhere ({others}).</source>
            <translation>{table} : elle n’a de communes que des départements {list}. Si c’est une partie de la table nationale, NON ne veut rien dire des communes d’ailleurs ({others}).</translation>
        </message>
        <message>
            <source>{table}: it tells apart communes that have merged since ({list}).</source>
            <translation>{table} : la table sépare des communes qui ont fusionné depuis ({list}).</translation>
        </message>
        <message>
            <source>{table}: rows without a usable code of a commune, left out: {count}.</source>
            <translation>{table} : lignes laissées de côté, sans code de commune utilisable : {count}.</translation>
        </message>
        <message>
            <source>{territory} is not a territory of {year}: check its code, it may have merged with another.</source>
            <translation>{territory} n’est pas un territoire de {year} : vérifiez son code, il a pu fusionner avec un autre.</translation>
        </message>
        <message>
            <source>{territory} is today a part of {name}: write {now}.</source>
            <translation>{territory} fait aujourd’hui partie de {name} : écrivez {now}.</translation>
        </message>
        <message>
            <source>{text} is a municipal arrondissement: the commune is {code}.</source>
            <translation>{text} est un arrondissement municipal : la commune est {code}.</translation>
        </message>
        <message>
            <source>{titles}: communes that have merged since are still apart; {count} communes of today are their sum, or have no value.</source>
            <translation>{titles} : des communes qui ont fusionné depuis y sont encore séparées ; communes d’aujourd’hui qui en sont la somme, ou n’ont pas de valeur : {count}.</translation>
        </message>
        <message>
            <source>{titles}: no value of {year}; the latest is shown ({list}).</source>
            <translation>{titles} : pas de valeur de {year} ; la plus récente est montrée ({list}).</translation>
        </message>
        <message>
            <source>{titles}: the territories are those of {year}, compared with those of {today}; what has changed its limits since keeps its figures of then.</source>
            <translation>{titles} : les territoires sont ceux de {year}, comparés à ceux de {today} ; ce qui a changé de limites depuis garde ses chiffres d’alors.</translation>
        </message>
        <message>
            <source>{titles}: {count} territories of the data are not of today's geography (mergers, other years); they are in no comparison.</source>
            <translation>{titles} : territoires des données qui ne sont pas de la géographie actuelle (fusions, autres années), et n’entrent dans aucune comparaison : {count}.</translation>
        </message>
        <message>
            <source>“None” only where no street leads out of the data: elsewhere, times that are upper bounds would be firm.</source>
            <translation>« Aucun » seulement si aucune rue ne sort des données : ailleurs, des temps majorés passeraient pour exacts.</translation>
        </message>
        <message>
            <source>“request” lacks {names}, which the source “{source}” needs.</source>
            <translation>« request » n’a pas {names}, dont la source « {source} » a besoin.</translation>
        </message>
        <message>
            <source>“request” must be of the form {{“name”: value}}.</source>
            <translation>« request » doit être de la forme {{“nom”: valeur}}.</translation>
        </message>
        <message>
            <source>“size” must be a whole number of bytes.</source>
            <translation>« size » doit être un nombre entier d’octets.</translation>
        </message>
        <message>
            <source>“{code}” is no département: write 93, 2A or 974.</source>
            <translation>« {code} » n’est pas un département : écrivez 93, 2A ou 974.</translation>
        </message>
        <message>
            <source>“{code}” is not the code of a commune (five characters, text): is it the right layer and field?</source>
            <translation>« {code} » n’est pas un code de commune (cinq caractères, texte) : est-ce la bonne couche et le bon champ ?</translation>
        </message>
        <message>
            <source>“{column}” says that the values are not all of one kind ({list}): they may not compare.</source>
            <translation>« {column} » dit que les valeurs ne sont pas toutes d’une même sorte ({list}) : elles ne se comparent peut-être pas.</translation>
        </message>
        <message>
            <source>“{effect}” says that the network is whole, “{area}” that it is cut: give only one of them.</source>
            <translation>« {effect} » dit que le réseau est entier, « {area} » qu’il est coupé : ne donnez que l’un des deux.</translation>
        </message>
        <message>
            <source>“{field}” holds addresses: a summary and a report by address would publish them. Choose another field of groups.</source>
            <translation>« {field} » contient des adresses : une synthèse et un rapport par adresse les publieraient. Choisissez un autre champ de groupes.</translation>
        </message>
        <message>
            <source>“{field}”: cells that are neither numbers nor known signs, and count as missing: {count}.</source>
            <translation>« {field} » : cellules qui ne sont ni des nombres ni des signes connus, et comptent comme absentes : {count}.</translation>
        </message>
        <message>
            <source>“{field}”: communes whose value is the sum of those that merged: {count}.</source>
            <translation>« {field} » : communes dont la valeur est la somme de celles qui ont fusionné : {count}.</translation>
        </message>
        <message>
            <source>“{field}”: communes without a value, as theirs cannot be made of the former ones: {count}.</source>
            <translation>« {field} » : communes sans valeur, car la leur ne peut pas être faite de celles d’avant : {count}.</translation>
        </message>
        <message>
            <source>“{field}”: values not kept, as they may be of another territory or year: {count}.</source>
            <translation>« {field} » : valeurs non gardées, car elles sont peut-être d’un autre périmètre ou d’une autre année : {count}.</translation>
        </message>
        <message>
            <source>“{name}” ({title}) is in several units ({units}), which do not compare: give one layer for each.</source>
            <translation>« {name} » ({title}) est en plusieurs unités ({units}), qui ne se comparent pas : donnez une couche pour chacune.</translation>
        </message>
        <message>
            <source>“{name}” cannot be edited (format {format}, or a file or layer that is read-only): save it as a GeoPackage, then review that one.</source>
            <translation>« {name} » ne peut pas être modifiée (format {format}, ou fichier ou couche en lecture seule) : enregistrez-la en GeoPackage, puis vérifiez celle-là.</translation>
        </message>
        <message>
            <source>“{name}” cannot be written ({why}): choose another folder or file name, and check that the file is not open elsewhere.</source>
            <translation>« {name} » ne peut pas être écrit ({why}) : choisissez un autre dossier ou un autre nom, et vérifiez que le fichier n’est pas ouvert ailleurs.</translation>
        </message>
        <message>
            <source>“{name}” could not be opened: check the path and that the file or the database answers.</source>
            <translation>« {name} » n’a pas pu être ouvert : vérifiez le chemin, et que le fichier ou la base de données répond.</translation>
        </message>
        <message>
            <source>“{name}” could not be written: check that the file is not open elsewhere, that its folder exists, that you may write there and that the disk is not full.</source>
            <translation>« {name} » n’a pas pu être écrit : vérifiez que le fichier n’est pas ouvert ailleurs, que son dossier existe, que vous pouvez y écrire et que le disque n’est pas plein.</translation>
        </message>
        <message>
            <source>“{name}” gives no QPV code with its commune: use the official list (columns code_qp and insee_com).</source>
            <translation>« {name} » ne donne aucun code de QPV avec sa commune : utilisez la liste officielle (colonnes code_qp et insee_com).</translation>
        </message>
        <message>
            <source>“{name}” has neither points nor columns “latitude” and “longitude”: give a layer of points.</source>
            <translation>« {name} » n’a ni points ni colonnes « latitude » et « longitude » : donnez une couche de points.</translation>
        </message>
        <message>
            <source>“{name}” has no field of codes (usual names: {usual}): give a layer made by “Join a table to boundaries”.</source>
            <translation>« {name} » n’a pas de champ de codes (noms usuels : {usual}) : donnez une couche faite par « Joindre une table à des contours ».</translation>
        </message>
        <message>
            <source>“{name}” has no field of numbers beside its codes.</source>
            <translation>« {name} » n’a pas de champ de nombres à côté de ses codes.</translation>
        </message>
        <message>
            <source>“{name}” has no field “verdict”: choose a layer made by “QPV of points” or “QPV of addresses”.</source>
            <translation>« {name} » n’a pas de champ « verdict » : choisissez un résultat de « Situer des points dans les QPV » ou de « Situer des adresses dans les QPV ».</translation>
        </message>
        <message>
            <source>“{name}” has no geometry and no columns of coordinates (longitude and latitude, or x and y): geocode the addresses first.</source>
            <translation>« {name} » n’a ni géométrie ni colonnes de coordonnées (longitude et latitude, ou x et y) : géocodez d’abord les adresses.</translation>
        </message>
        <message>
            <source>“{name}” has no QPV in these départements, where the other layer has some: {list}. Check that it is not filtered: all of them count as gained or lost.</source>
            <translation>« {name} » n’a aucun QPV dans ces départements, où l’autre couche en a : {list}. Vérifiez qu’elle n’est pas filtrée : tous comptent comme gagnés ou perdus.</translation>
        </message>
        <message>
            <source>“{name}” has no row for “{year}”; it has: {list}.</source>
            <translation>« {name} » n’a pas de ligne pour « {year} » ; elle a : {list}.</translation>
        </message>
        <message>
            <source>“{name}” has several periods in “{field}”, none of which is a year: choose one as the year ({list}).</source>
            <translation>« {name} » a plusieurs périodes dans « {field} », dont aucune n’est une année : choisissez-en une comme année ({list}).</translation>
        </message>
        <message>
            <source>“{name}” has {count} different names: colours repeat past ten.</source>
            <translation>« {name} » a {count} noms différents : les couleurs se répètent au-delà de dix.</translation>
        </message>
        <message>
            <source>“{name}” has {count} sheets or tables, and none was chosen: “{first}” was read (the others: {list}).</source>
            <translation>« {name} » a {count} feuilles ou tables, et aucune n’a été choisie : « {first} » a été lue (les autres : {list}).</translation>
        </message>
        <message>
            <source>“{name}” holds a value that is not a positive number ({value}): write for instance 5;10;15.</source>
            <translation>« {name} » contient une valeur qui n’est pas un nombre positif ({value}) : écrivez par exemple 5;10;15.</translation>
        </message>
        <message>
            <source>“{name}” holds an account: take it out of the address, and choose it in “{auth}”.</source>
            <translation>« {name} » contient un compte : retirez-le de l’adresse, et choisissez-le dans « {auth} ».</translation>
        </message>
        <message>
            <source>“{name}” holds no commune with a code and a polygon: choose another layer.</source>
            <translation>« {name} » ne contient aucune commune avec un code et un polygone : choisissez une autre couche.</translation>
        </message>
        <message>
            <source>“{name}” holds no usable perimeter: no verdict can be given. Check the layer, its filter and its coordinate system.</source>
            <translation>« {name} » ne contient aucun périmètre utilisable : aucun verdict ne peut être rendu. Contrôlez la couche, son filtre et son système de coordonnées.</translation>
        </message>
        <message>
            <source>“{name}” is a share in %, and values lie under 0 or above 100 (such as {example}): {count}.</source>
            <translation>« {name} » est une part en %, et des valeurs sont sous 0 ou au-delà de 100 (comme {example}) : {count}.</translation>
        </message>
        <message>
            <source>“{name}” is already the name of another server of your catalogue ({address}): give another name.</source>
            <translation>« {name} » est déjà le nom d’un autre serveur de votre catalogue ({address}) : donnez un autre nom.</translation>
        </message>
        <message>
            <source>“{name}” is blank: choose at least one file of the BAN.</source>
            <translation>« {name} » est vide : choisissez au moins un fichier de la BAN.</translation>
        </message>
        <message>
            <source>“{name}” is blank: make an index with “Build the address index”, and set it once among your reference data.</source>
            <translation>« {name} » est vide : faites un index avec « Construire l’index d’adresses », et indiquez-le une fois pour toutes dans vos données de référence.</translation>
        </message>
        <message>
            <source>“{name}” is blank: write the territory to portray, EPCI-200054781, COM-93010, DEP-93 or REG-11.</source>
            <translation>« {name} » est vide : écrivez le territoire, EPCI-200054781, COM-93010, DEP-93 ou REG-11.</translation>
        </message>
        <message>
            <source>“{name}” is empty: give increasing positive numbers, for instance 5;10;15.</source>
            <translation>« {name} » est vide : indiquez des nombres positifs croissants, par exemple 5;10;15.</translation>
        </message>
        <message>
            <source>“{name}” is in %, and no value of {years} passes 1: these years may be written as parts of one, 0.12 for 12 %, and would not compare with the others.</source>
            <translation>« {name} » est en %, et aucune valeur de {years} ne dépasse 1 : ces années sont peut-être écrites en parts de l’unité, 0,12 pour 12 %, et ne se compareraient pas aux autres.</translation>
        </message>
        <message>
            <source>“{name}” is in %, and no value passes 1 (the greatest is {greatest}): if they are parts of one, 0.12 for 12 %, the legend shows a hundredth of what they are. Multiply them by 100, or say another unit.</source>
            <translation>« {name} » est en %, et aucune valeur ne dépasse 1 (la plus grande est {greatest}) : si ce sont des parts de l’unité, 0,12 pour 12 %, la légende en montre le centième. Multipliez-les par 100, ou dites une autre unité.</translation>
        </message>
        <message>
            <source>“{name}” is missing.</source>
            <translation>« {name} » manque.</translation>
        </message>
        <message>
            <source>“{name}” is no property of an entry.</source>
            <translation>« {name} » n’est pas une propriété d’une entrée.</translation>
        </message>
        <message>
            <source>“{name}” is no property of an entry: “{close}”, perhaps?</source>
            <translation>« {name} » n’est pas une propriété d’une entrée : « {close} », peut-être ?</translation>
        </message>
        <message>
            <source>“{name}” is “{value}”, where one of these is wanted: {wanted}.</source>
            <translation>« {name} » vaut « {value} », où il faut l’un de ceux-ci : {wanted}.</translation>
        </message>
        <message>
            <source>“{name}” is “{value}”, which is not of the form {form}.</source>
            <translation>« {name} » vaut « {value} », qui n’est pas de la forme {form}.</translation>
        </message>
        <message>
            <source>“{name}” mixes generations: {count} perimeters of the other one were left out.</source>
            <translation>« {name} » mélange deux générations ; périmètres de l’autre, laissés de côté : {count}.</translation>
        </message>
        <message>
            <source>“{name}” must be a layer of lines.</source>
            <translation>« {name} » doit être une couche de lignes.</translation>
        </message>
        <message>
            <source>“{name}” must be a layer of points or polygons.</source>
            <translation>« {name} » doit être une couche de points ou de polygones.</translation>
        </message>
        <message>
            <source>“{name}” must be a layer of points, or a table with longitude and latitude: for polygons, take their centroids first.</source>
            <translation>« {name} » doit être une couche de points, ou un tableau avec longitude et latitude : pour des polygones, prenez d’abord leurs centroïdes.</translation>
        </message>
        <message>
            <source>“{name}” must be a layer of points.</source>
            <translation>« {name} » doit être une couche de points.</translation>
        </message>
        <message>
            <source>“{name}” must be a layer of polygons.</source>
            <translation>« {name} » doit être une couche de polygones.</translation>
        </message>
        <message>
            <source>“{name}” must be a list of texts, such as [“a”, “b”].</source>
            <translation>« {name} » doit être une liste de textes, comme [“a”, “b”].</translation>
        </message>
        <message>
            <source>“{name}” must be a text between quotation marks.</source>
            <translation>« {name} » doit être un texte entre guillemets.</translation>
        </message>
        <message>
            <source>“{name}” must be a whole address that begins with https:// or http:// ({value} is none).</source>
            <translation>« {name} » doit être une adresse entière qui commence par https:// ou http:// ({value} n’en est pas une).</translation>
        </message>
        <message>
            <source>“{name}” must be a year, such as 2024.</source>
            <translation>« {name} » doit être une année, par exemple 2024.</translation>
        </message>
        <message>
            <source>“{name}” must be greater than 0.</source>
            <translation>« {name} » doit être supérieur à 0.</translation>
        </message>
        <message>
            <source>“{name}” must be greater than 0: leave it blank for no limit.</source>
            <translation>« {name} » doit être supérieur à 0 : laissez vide pour ne pas limiter.</translation>
        </message>
        <message>
            <source>“{name}” must be greater than 0: leave it blank for the usual value.</source>
            <translation>« {name} » doit être supérieur à 0 : laissez vide pour la valeur habituelle.</translation>
        </message>
        <message>
            <source>“{name}” must be numbers from the smallest to the largest, such as -5;0;5 ({value}).</source>
            <translation>« {name} » doit être fait de nombres du plus petit au plus grand, par exemple -5;0;5 ({value}).</translation>
        </message>
        <message>
            <source>“{name}” must go from the smallest to the largest, without repetition ({value}).</source>
            <translation>« {name} » doit aller du plus petit au plus grand, sans répétition ({value}).</translation>
        </message>
        <message>
            <source>“{name}” of “request” must be a number.</source>
            <translation>« {name} » de « request » doit être un nombre.</translation>
        </message>
        <message>
            <source>“{name}” of “request” must be a text between quotation marks.</source>
            <translation>« {name} » de « request » doit être un texte entre guillemets.</translation>
        </message>
        <message>
            <source>“{name}” of “request” must be of the form {{“…”: “…”}}.</source>
            <translation>« {name} » de « request » doit être de la forme {{“…” : “…”}}.</translation>
        </message>
        <message>
            <source>“{name}” really holds the perimeters of {found}, not those of {wanted}: no verdict can rest on them. Give the layer of {wanted} here, and this one, if you want its answers too, as that of the other generation.</source>
            <translation>« {name} » contient en réalité les périmètres de {found}, et non ceux de {wanted} : aucun verdict ne peut s’appuyer dessus. Donnez ici la couche de {wanted} et, si vous en voulez aussi les réponses, celle-ci comme couche de l’autre génération.</translation>
        </message>
        <message>
            <source>“{name}” really holds the {found} perimeters, not those of {wanted}: check that it is the right layer.</source>
            <translation>« {name} » contient en réalité les périmètres de {found}, non ceux de {wanted} : vérifiez que c’est la bonne couche.</translation>
        </message>
        <message>
            <source>“{name}”: a count shown by circles, which does not add up from one territory to another.</source>
            <translation>« {name} » : un effectif montré par des cercles, qui ne s’additionne pas d’un territoire à l’autre.</translation>
        </message>
        <message>
            <source>“{name}”: a count, shown by circles.</source>
            <translation>« {name} » : un effectif, montré par des cercles.</translation>
        </message>
        <message>
            <source>“{name}”: a rate or an average, shown by coloured areas.</source>
            <translation>« {name} » : un taux ou une moyenne, montré par des aplats.</translation>
        </message>
        <message>
            <source>“{name}”: all numbers that have a mark have it before three digits, such as {text}. It was read as a decimal mark: if it separates thousands, the values are a thousand times too small.</source>
            <translation>« {name} » : tous les nombres qui ont un séparateur l’ont devant trois chiffres, comme {text}. Il a été lu comme une virgule décimale : s’il sépare les milliers, les valeurs sont mille fois trop petites.</translation>
        </message>
        <message>
            <source>“{name}”: names of classes.</source>
            <translation>« {name} » : des noms de classes.</translation>
        </message>
        <message>
            <source>“{name}”: no row has a value, so there are no classes.</source>
            <translation>« {name} » : aucune ligne n’a de valeur, il n’y a donc pas de classes.</translation>
        </message>
        <message>
            <source>“{name}”: {count} cells have no usable number of people and count for none.</source>
            <translation>« {name} » : {count} carreaux n’ont pas de population lisible et comptent pour zéro.</translation>
        </message>
        <message>
            <source>“{name}”: {count} invalid polygons repaired.</source>
            <translation>« {name} » : {count} polygones invalides réparés.</translation>
        </message>
        <message>
            <source>“{name}”: {count} invalid polygons were repaired.</source>
            <translation>« {name} » : polygones invalides réparés : {count}.</translation>
        </message>
        <message>
            <source>“{name}”: {count} perimeters have no code; a position inside one is to be checked.</source>
            <translation>« {name} » : périmètres sans code ({count}) ; une position à l’intérieur de l’un d’eux est à vérifier.</translation>
        </message>
        <message>
            <source>“{name}”: {count} perimeters lie in no French territory and were left out: check the coordinate system.</source>
            <translation>« {name} » : périmètres hors de tout territoire français, laissés de côté ({count}) : contrôlez le système de coordonnées.</translation>
        </message>
        <message>
            <source>“{name}”: {count} perimeters overlap an earlier one; what they share counts once, for the first.</source>
            <translation>« {name} » : {count} périmètres en recouvrent un autre ; ce qu’ils partagent compte une seule fois, pour le premier.</translation>
        </message>
        <message>
            <source>“{name}”: {count} rows have no position and are counted nowhere.</source>
            <translation>« {name} » : {count} lignes n’ont pas de position et ne sont comptées nulle part.</translation>
        </message>
        <message>
            <source>“{name}”: {count} rows have no usable polygon and were left out.</source>
            <translation>« {name} » : lignes sans polygone utilisable, laissées de côté : {count}.</translation>
        </message>
        <message>
            <source>“{name}”: {count} rows were joined to another of the same code.</source>
            <translation>« {name} » : lignes réunies à une autre de même code : {count}.</translation>
        </message>
        <message>
            <source>“{name}”: {repaired} invalid polygons repaired, {unusable} rows without a usable polygon.</source>
            <translation>« {name} » : polygones invalides réparés, {repaired} ; lignes sans polygone utilisable, {unusable}.</translation>
        </message>
        <message>
            <source>“{text}” is no territory: type the start of a name, or a code.</source>
            <translation>« {text} » n’est pas un territoire : tapez le début d’un nom, ou un code.</translation>
        </message>
        <message>
            <source>“{text}” is no territory: write DEP-93, REG-11, EPCI-200054781 or COM-93010, or leave it blank for the whole country.</source>
            <translation>« {text} » n’est pas un territoire : écrivez DEP-93, REG-11, EPCI-200054781 ou COM-93010, ou laissez vide pour la France entière.</translation>
        </message>
        <message>
            <source>“{text}” is no territory: write DEP-93, REG-11, EPCI-200054781 or COM-93010.</source>
            <translation>« {text} » n’est pas un territoire : écrivez DEP-93, REG-11, EPCI-200054781 ou COM-93010.</translation>
        </message>
        <message>
            <source>“{title}” (in “{question}”) has neither “entry” nor “page”: one of them says where it is.</source>
            <translation>« {title} » (dans « {question} ») n’a ni « entry » ni « page » : l’un des deux dit où le trouver.</translation>
        </message>
        <message>
            <source>“{title}” ({territory}, {year}) was never fetched on this computer, and nothing is asked of the network now: run again online, or load it from a folder that a colleague made.</source>
            <translation>« {title} » ({territory}, {year}) n’a jamais été récupéré sur ce poste, et rien n’est demandé au réseau pour l’instant : relancez en ligne, ou chargez-le depuis un dossier préparé par un collègue.</translation>
        </message>
        <message>
            <source>“{title}” cannot be converted from one year's communes to another's, as a year is missing: say “{name}”, or leave out the table of commune changes.</source>
            <translation>« {title} » ne peut pas passer des communes d’une année à celles d’une autre, car une année manque : indiquez « {name} », ou laissez vide la table des changements de communes.</translation>
        </message>
        <message>
            <source>“{title}” comes from what is kept on this computer.</source>
            <translation>« {title} » vient de ce qui est gardé sur ce poste.</translation>
        </message>
        <message>
            <source>“{title}” does not say of which year its values are: leave the year blank, and see {page}</source>
            <translation>« {title} » ne dit pas de quelle année sont ses valeurs : laisser l’année vide, et voir {page}</translation>
        </message>
        <message>
            <source>“{title}” does not say where its file is.</source>
            <translation>« {title} » ne dit pas où est son fichier.</translation>
        </message>
        <message>
            <source>“{title}” does not say where its server is, or which layer it is.</source>
            <translation>« {title} » ne dit pas où est son serveur, ou quelle est la couche.</translation>
        </message>
        <message>
            <source>“{title}” has no value for any of these boundaries (its codes: {codes}…; theirs: {others}…): check that the level and the year are the same.</source>
            <translation>« {title} » n’a de valeur pour aucun de ces contours (ses codes : {codes}… ; les leurs : {others}…) : vérifiez que le niveau et l’année sont les mêmes.</translation>
        </message>
        <message>
            <source>“{title}” has no value for {year}; it has: {years}.</source>
            <translation>« {title} » n’a pas de valeur pour {year} ; il y a : {years}.</translation>
        </message>
        <message>
            <source>“{title}” has nothing for “{choice}” of “{axis}”; it has: {choices}.</source>
            <translation>« {title} » n’a rien pour « {choice} » de « {axis} » ; il y a : {choices}.</translation>
        </message>
        <message>
            <source>“{title}” has nothing in {territory}.</source>
            <translation>« {title} » n’a rien pour ce territoire : {territory}.</translation>
        </message>
        <message>
            <source>“{title}” has one file a département: choose a département, or a commune.</source>
            <translation>« {title} » a un fichier par département : choisissez un département ou une commune.</translation>
        </message>
        <message>
            <source>“{title}” has one value for each “{axis}” and no total: choose one among {choices} in the catalogue's entry (request, axes).</source>
            <translation>« {title} » a une valeur pour chaque « {axis} » et pas de total : choisissez-en une parmi {choices} dans la fiche du catalogue (request, axes).</translation>
        </message>
        <message>
            <source>“{title}” has several measures: choose one among {choices} in the catalogue's entry (request, filters, {dimension}).</source>
            <translation>« {title} » a plusieurs mesures : choisissez-en une parmi {choices} dans la fiche du catalogue (request, filters, {dimension}).</translation>
        </message>
        <message>
            <source>“{title}” has several values for each territory, by {dimension}: choose one among {choices} in the catalogue's entry (request, filters).</source>
            <translation>« {title} » a plusieurs valeurs par territoire, selon {dimension} : choisissez-en une parmi {choices} dans la fiche du catalogue (request, filters).</translation>
        </message>
        <message>
            <source>“{title}” has several values for {code} ({period}), such as {values}: nothing tells which one is wanted, and none was used. See {page}</source>
            <translation>« {title} » a plusieurs valeurs pour {code} ({period}), par exemple {values} : rien ne dit laquelle prendre, aucune n’a été utilisée. Voir {page}</translation>
        </message>
        <message>
            <source>“{title}” holds no usable polygon: fetch it again.</source>
            <translation>« {title} » ne contient aucun polygone utilisable : récupérez-la de nouveau.</translation>
        </message>
        <message>
            <source>“{title}” in classes ({count}): {method}.</source>
            <translation>« {title} » en classes ({count}) : {method}.</translation>
        </message>
        <message>
            <source>“{title}” is fetched by hand only, from its page: {page}</source>
            <translation>« {title} » ne se récupère qu’à la main, sur sa page : {page}</translation>
        </message>
        <message>
            <source>“{title}” is not offered for this level. See its page: {page}</source>
            <translation>« {title} » n’est pas proposé à ce niveau. Voir sa page : {page}</translation>
        </message>
        <message>
            <source>“{title}” is too large for the whole country: choose a commune, an EPCI, a département or a région.</source>
            <translation>« {title} » est trop volumineux pour toute la France : choisissez une commune, un EPCI, un département ou une région.</translation>
        </message>
        <message>
            <source>“{title}”: cells that hold words in place of a number (“{words}”), and leave their territory without a value: {count}.</source>
            <translation>« {title} » : territoires laissés sans valeur, car leur cellule porte des mots à la place d’un nombre (« {words} ») : {count}.</translation>
        </message>
        <message>
            <source>“{title}”: codes that had lost their leading zero, which was put back (01001 for 1001): {count}.</source>
            <translation>« {title} » : codes qui avaient perdu leur zéro de tête, remis (01001 pour 1001) : {count}.</translation>
        </message>
        <message>
            <source>“{title}”: no service gives them. Fetch them by hand from their page, {page}, and give the layer in “{name}”.</source>
            <translation>« {title} » : aucun service ne les donne. Prenez-les à la main à leur page, {page}, et donnez la couche dans « {name} ».</translation>
        </message>
        <message>
            <source>“{title}”: nothing in this layer tells what is in {territory}, so it was fetched whole.</source>
            <translation>« {title} » : rien dans cette couche ne dit ce qui est dans {territory} ; elle a été prise entière.</translation>
        </message>
        <message>
            <source>“{title}”: nothing tells what lies in {territory}, so all of it was written.</source>
            <translation>« {title} » : rien ne dit ce qui est dans {territory}, tout a donc été écrit.</translation>
        </message>
        <message>
            <source>“{title}”: of the {count} files of the data set, “{file}” was taken. For another, see {page} or search for it in the catalogue's menu.</source>
            <translation>« {title} » : des {count} fichiers du jeu de données, « {file} » a été pris. Pour un autre, voir {page} ou le chercher par le menu du catalogue.</translation>
        </message>
        <message>
            <source>“{title}”: the copy of {date} is used, as no newer one could be fetched. {cause}</source>
            <translation>« {title} » : la copie du {date} est utilisée, faute d’avoir pu en récupérer une plus récente. {cause}</translation>
        </message>
        <message>
            <source>“{title}”: the file does not say its year. {year} is the one of the catalogue: check it at {page}</source>
            <translation>« {title} » : le fichier ne dit pas son année. {year} est celle du catalogue : à vérifier sur {page}</translation>
        </message>
        <message>
            <source>“{title}”: the file that was fetched cannot be read as a layer ({form}). See its page: {page}</source>
            <translation>« {title} » : le fichier récupéré ne se lit pas comme une couche ({form}). Voir sa page : {page}</translation>
        </message>
        <message>
            <source>“{title}”: the service calls the column of values “{column}”, where the catalogue says “{indic}”: check at {page} that it is the same indicator.</source>
            <translation>« {title} » : le service appelle « {column} » la colonne des valeurs, que le catalogue appelle « {indic} » : vérifiez à {page} que c’est le même indicateur.</translation>
        </message>
        <message>
            <source>“{title}”: their codes tell the département alone: those of the whole département of {territory} were written.</source>
            <translation>« {title} » : leurs codes ne disent que le département : ceux de tout le département de {territory} ont été écrits.</translation>
        </message>
        <message>
            <source>“{title}”: those of {found} are used, for those of {wanted} are not on this computer: a commune that changed between the two may lack a polygon or a value. {cause}</source>
            <translation>« {title} » : ceux de {found} sont utilisés, car ceux de {wanted} ne sont pas sur ce poste : une commune qui a changé entre les deux peut manquer de polygone ou de valeur. {cause}</translation>
        </message>
        <message>
            <source>“{title}”: what lies within the bounds of {territory}, and {km} km around them, was written.</source>
            <translation>« {title} » : ce qui est dans les bornes de {territory}, et à {km} km autour, a été écrit.</translation>
        </message>
        <message>
            <source>“{title}”: {why}</source>
            <translation>« {title} » : {why}</translation>
        </message>
        <message>
            <source>“{title}”: “direction” is “{value}”, where {wanted} is wanted.</source>
            <translation>« {title} » : « direction » vaut « {value} », où il faut {wanted}.</translation>
        </message>
        <message>
            <source>↓ or N: next · ↑: back · 1 to 5: candidate · Ctrl+Z, Ctrl+Y: undo, redo</source>
            <translation>↓ ou N : suivante · ↑ : précédente · 1 à 5 : candidate · Ctrl+Z, Ctrl+Y : annuler, rétablir</translation>
        </message>
    </context>
</TS>
