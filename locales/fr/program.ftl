### Toutes les phrases que tranche dit en français. `en.ftl` a les mêmes clés, avec les mêmes mots à placer.

## Mois
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre

## Types, et choses attendues
type-text = texte
type-category = catégorie
type-number = nombre
type-money = montant
type-bool = vrai ou faux
type-date = date
type-instant = instant
type-duration = durée
type-text-list = liste de textes
type-point = point
type-list = liste
type-text-or-list = texte ou liste
expected-value = une valeur
expected-name = un nom
expected-text = un texte entre 'guillemets'
expected-number = un nombre

## Problèmes dans une définition
problem-here = ici
problem-typed = ce que vous avez écrit
problem-did-you-mean = vouliez-vous dire { $names } ?
problem-unknown-attribute = Il n'y a pas d'attribut « { $name } ».
problem-unknown-field = Les lignes de « { $stream } » n'ont pas de champ « { $name } ».
problem-unknown-stream = Il n'y a pas de flux « { $name } ».
problem-unknown-segment = Il n'y a pas de segment « { $name } ».
problem-unknown-channel = Il n'y a pas de canal « { $name } ».
problem-unknown-segmentation = Il n'y a pas de segmentation « { $name } ».
problem-part-twice = La partie « { $reason } » figure deux fois dans cette segmentation.
problem-added-and-removed = « { $reason } » est à la fois ajouté et retiré à la main.
problem-unknown-list = Il n'y a pas de liste « { $name } ».
problem-unknown-calendar = Il n'y a pas de calendrier « { $name } ».
problem-no-calendars = La base n’a pas de calendriers, si bien que « { $name } » ne dit rien : importez-les d’abord dans la table de référence « calendars » (name, starts_on, ends_on).
problem-ambiguous-name = « { $name } » peut désigner { $names } : écrivez le nom entier.
problem-unexpected = « { $found } » n'a pas sa place ici ; attendu : { $expected }.
problem-text-ends = Il manque quelque chose à la fin ; attendu : { $expected }.
problem-written-elsewhere = « { $found } » s'écrit autrement ici : { $instead }.
problem-other-quotes = Un texte se met entre apostrophes droites : { $instead } au lieu de { $found }.
problem-unquoted-text = Rien ne s'appelle « { $name } ». Si c'est un texte, mettez-le entre apostrophes droites : '{ $name }'.
problem-keyword = « { $found } » est un mot du langage ; attendu ici : { $expected }. Si c'est un nom, mettez-le entre `accents graves`.
problem-count-of-all = Dites ce qui est compté : count(order), par exemple, au lieu de count(*).
problem-sql = C'est une requête en SQL. Écrivez la condition seule, par exemple : country = 'FR' and count(order) >= 3.
problem-contradiction = Personne ne peut répondre à « { $text } » : ses conditions s'excluent. Changez l'une d'elles, ou reliez-les par « or ».
problem-never = Personne ne peut répondre à « { $text } » : aucune valeur n'est ainsi. Changez les valeurs comparées.
problem-always = « { $text } » est vrai quelles que soient les données et ne choisit donc personne. Enlevez-le, ou changez les valeurs comparées.
problem-compared-with-itself = « { $text } » ne demande rien à personne : les deux côtés sont écrits en toutes lettres, ou identiques. Comparez une valeur du client à une autre.
problem-listed-twice = { $text } figure deux fois dans la liste : enlevez l'un des deux.
problem-unknown-character = Le caractère « { $character } » n'a pas de sens ici : enlevez-le.
problem-text-not-closed = Ce texte n'est pas fermé : il manque un guillemet '.
problem-name-not-closed = Ce nom n'est pas fermé : il manque un accent grave `.
problem-not-a-number = « { $text } » n'est pas un nombre ; un nom qui commence par un chiffre s'écrit entre `accents graves`.
problem-number-too-long = « { $text } » est un nombre trop long : 20 chiffres au plus avant la virgule.
problem-not-a-count = { $number } n'est pas un nombre entier de 1 à { $limit }.
problem-not-a-date = « { $text } » n'est pas une date ; écrivez 2026-03-01, 2026-03-01T10:00 ou 2026-03-01T10:00:00Z.
problem-not-a-day = « { $text } » est un moment ; il faut ici un jour, comme 2026-03-01.
problem-not-a-period = Le calendrier n'a pas de période « { $unit } » : utilisez week, month, quarter ou year (ou « over last 3 hours » pour une durée).
problem-bad-hours = Les heures vont de 0 à 23 jusqu'à 24 et diffèrent : « at hours 6 to 12 » ou, passé minuit, « at hours 22 to 6 ».
problem-not-fiscal = Une période fiscale est une année ou un trimestre : « this fiscal year », « last 2 fiscal quarters ».
problem-hours-of-a-day = Un anniversaire est un jour entier : les heures n’y disent rien. Retirez « at hours … » ; les jours de la semaine peuvent rester.
problem-too-deep = L'imbrication dépasse { $limit } niveaux.
problem-too-large = Une définition peut avoir { $depth } niveaux et { $nodes } nœuds ; celle-ci est plus grande.
problem-wrong-type = Ceci est de type { $found } ; il faut ici : { $expected }.
problem-not-comparable = { $left } ne se compare pas à { $right }.
problem-no-order = Les valeurs de type { $type } sont égales ou non ; aucune n'est plus grande qu'une autre.
problem-bad-arithmetic = { $left } { $operator } { $right } n'a pas de sens.
problem-empty-list = La liste est vide.
problem-not-a-constant = Une liste ne contient que des valeurs écrites en toutes lettres ou en chiffres.
problem-empty-text = Un texte fait d'espaces ne se trouve jamais ; « is unknown » trouve les valeurs manquantes.
problem-too-many-places = « { $text } » a plus de six décimales.
problem-no-length = « { $text } » n'a pas de durée fixe ; utilisez des jours ou des semaines.
problem-column-twice = « { $name } » est demandé deux fois : donnez à l'un un nom à lui.
problem-not-in-rows = « { $form } » porte sur un client entier ; il n'a pas sa place dans un filtre de lignes.
problem-only-in-rows = « { $form } » porte sur une ligne : il se place dans un filtre, comme dans any(cart_add where { $form } order).
problem-rows-without-field = « { $form } » porte sur des lignes, pas sur l'un de leurs champs.
problem-needs-field = « { $form } » a besoin d'un champ : écrivez par exemple { $stream }.amount au lieu de { $stream }.
problem-not-of-days = « { $form } » ne s'applique pas à des jours ni à des écarts.
problem-fold-type = « { $form } » ne s'applique pas à des valeurs de type { $type }.
problem-bad-pattern = Ceci n'est pas une expression régulière : { $reason }
problem-bad-text-test = Ce test de texte ne s'écrit pas ainsi.
problem-bad-window = « { $window } » n'est pas une fenêtre de temps.
problem-window-backwards = Cette fenêtre finit avant de commencer.
problem-bad-quantile = Un quantile a de 2 à { $limit } parts, pas { $parts }.
problem-not-sayable = Cet arbre ne peut pas s'écrire en texte : une de ses valeurs n'est pas comme le texte l'aurait.
problem-too-few-operands = « and » et « or » relient au moins deux tests.
problem-bad-count-of = Sur { $all } conditions, « { $number } » ne dit rien : c'est toujours vrai, ou jamais.
problem-not-a-point = « { $text } » n'est pas un lieu : écrivez la latitude et la longitude en degrés, par exemple (48.8566, 2.3522).
problem-rows-to-come = Ce qui est à venir n'est pas connu : « within next » s'emploie pour les dates du profil.
problem-other-period = « every { $unit } » va avec « last 6 { $units } » : ce sont les périodes que l'on compte.
problem-needs-window = « { $form } » demande une période : écrivez par exemple { $stream } over last 30 days au lieu de { $stream }.
problem-how-long = Cette période n'a pas de durée : dites combien dure le silence, par exemple « after 6 months ».
problem-not-of-relatives = « { $form } » n'a pas sa place ici : un test posé aux proches, ou une appartenance dans le temps, ne porte pas lui-même sur des proches.
problem-not-in-history = « { $form } » ne peut pas figurer dans « was (…) », qui ne regarde que les valeurs du profil.
problem-not-an-attribute = Seul un attribut du profil peut changer.
problem-not-a-share = { $percent } % n'est pas une part des clients : écrivez plus de 0 % et au plus 100 %, avec six décimales au plus.
problem-no-sentence = Une définition en toutes lettres commence par : { $expected }.
problem-sentence = Cette phrase ne se comprend plus à partir de « { $found } » ; attendu : { $expected }.
problem-sentence-ends = Cette phrase s'arrête trop tôt ; attendu : { $expected }.
expected-quote = un texte entre « guillemets »
expected-day = un jour
problem-bad-segment-file = Ceci n'est pas un fichier de segment : { $reason }
problem-bad-segment-id = « { $reason } » ne peut pas être l'identifiant d'un segment : utilisez des lettres, des chiffres, des tirets.

## Ce qui a échoué
failed-no-base = Il n'y a pas de base dans { $dir }. Créez-la avec « tranche --base { $dir } init », ou essayez tout avec « tranche --base { $dir } demo ».
failed-already-there = { $dir } contient déjà une base.
failed-newer-format = { $dir } a été écrit par une version plus récente de tranche (format { $found } ; celle-ci lit jusqu'à { $known }). Installez la version plus récente.
failed-busy = Un autre programme écrit dans { $dir }. Réessayez quand il aura fini.
failed-disk-full = Le disque est plein. La base est telle qu’avant ; libérez de la place, puis recommencez.
failed-stopped = { $file } n’a pas pu être écrit durablement : plus rien n’est écrit. Vérifiez le disque, puis relancez : la base s’ouvre telle qu’au dernier import confirmé.
failed-damaged = { $file } est endommagé : { $detail }
failed-store = La base n'a pas pu être lue ou écrite : { $detail }
failed-file = { $file } : { $detail }
failed-instant = « { $text } » n'est pas un instant ; écrivez 2026-03-01, 2026-03-01T10:00 ou 2026-03-01T10:00:00Z.
failed-day = « { $text } » n'est pas un jour ; écrivez 2026-03-01.
failed-history-dates = Le premier jour, { $from }, vient après le dernier, { $to }.
failed-history-many = Un historique a au plus { $most } dates ; choisissez un pas plus long ou moins d'années.
failed-far-membership = L’appartenance est demandée sur { $midnights } jours, chacun avec ses propres rangs dans la base. Il les faut tous ici, et ceux de { $most } jours tiennent dans les { $mebibytes } Mio qui leur sont accordés. Demandez une période plus courte, comparez les rangs à des constantes (« percentile(…) > 90% »), ou accordez plus de mémoire (TRANCHE_MEMORY).
failed-memory-too-little = TRANCHE_MEMORY vaut { $text } Mio, moins qu'il n'en faut aux imports et aux évaluations : donnez au moins { $least }, ou rien.
failed-memory-unreadable = TRANCHE_MEMORY vaut « { $text } » : donnez un nombre entier de Mio, au moins { $least }, ou rien.
failed-timezone = Il n'y a pas de fuseau horaire « { $timezone } » ; écrivez un nom IANA comme Europe/Paris.
failed-currency = « { $currency } » n'est pas un code de devise ; écrivez trois lettres, comme EUR.
failed-unknown-customer = Aucun client n'a l'identifiant « { $id } ».
failed-explain-visitor = « { $id } » est un visiteur qui n'est pas encore client : seuls les clients sont dans des segments.
failed-nothing-to-unmerge = Rien n'est lié par « { $what } ». « tranche identity ID » montre les liens d'un client, avec leurs numéros.
failed-defined-twice = « { $id } » désigne à la fois un segment et une segmentation : donnez un autre nom à l'un des deux fichiers.
failed-not-a-folder = { $dir } n'est pas un dossier. Les définitions se lisent par dossier : donnez celui qui contient les fichiers.
failed-no-segments = Il n'y a pas de définition (*.toml) dans { $dir }.
failed-relatives-apart = « { $name } » porte sur des proches : il n'a sa place ni dans un test posé aux proches, ni dans une appartenance dans le temps.
failed-relatives-apart-in = Dans « { $id } » : « { $name } » porte sur des proches, il n'a donc sa place ni dans un test posé aux proches, ni dans une appartenance dans le temps.
failed-circle = Des segments se nomment l'un l'autre en cercle : { $circle }.
failed-no-mapping = La correspondance { $mapping } ne dit rien de { $file } ; elle connaît { $patterns }.
failed-nothing-found = Rien à importer n'a été trouvé dans { $where }.
failed-name-twice = { $file } : le nom « { $name } » s'y trouve deux fois.
failed-write-where = Il n'y a pas de fichier « { $text } » où écrire.
failed-definition-line = { $file } : une ligne s'écrit « nom: définition », pas « { $line } ».

## Commandes : leur aide
cli-heading-usage = Usage :
cli-heading-commands = Commandes
cli-heading-arguments = Arguments
cli-heading-options = Options
mistyped-argument = Il n'y a pas d'argument « { $argument } » ici.
mistyped-command = Il n'y a pas de commande « { $command } ».
mistyped-missing = Il manque quelque chose : { $arguments }
mistyped-no-command = Il manque une commande.
mistyped-value = « { $value } » ne convient pas à { $argument } ; possibles : { $values }
mistyped-conflict = { $argument } et { $other } s'excluent.
mistyped-line = Cette ligne de commande ne peut pas être lue.
mistyped-see-help = --help en dit plus.
cli-tranche = Segmentation de clientèle : chargez ce que vous savez de vos clients, dites de qui vous parlez, voyez qui ils sont.
cli-tranche-example =
    Pour essayer sur une boutique imaginaire :  tranche demo
cli-arg-base = Dossier de la base (par défaut : tranche-base)
cli-arg-json = Répondre en JSON
cli-arg-lang = Langue des réponses : en ou fr (par défaut : celle du système)
cli-arg-help = Montrer l'aide
cli-arg-version = Montrer la version
cli-arg-as-of = Instant de la question : 2026-03-01, 2026-03-01T10:00 ou 2026-03-01T10:00:00Z (par défaut : maintenant)
cli-arg-known-at = Connaissance de la question : seul compte ce qui était reçu à cet instant (par défaut : tout)
cli-arg-cut-offs = Seuils de la base entière : in-force (au dernier minuit local ; par défaut) ou exact (à l'instant même)
cli-arg-among = De qui : customers (les clients ; par défaut), visitors (les visiteurs anonymes, liés à aucun client) ou everyone (tous) ; parts et comparaisons portent sur eux
cli-init = Créer une base vide
cli-init-example = Exemple :  tranche --base boutique init --timezone Europe/Paris --currency EUR --name "Ma boutique"
cli-init-arg-timezone = Fuseau horaire de l'entreprise (par défaut : Europe/Paris)
cli-init-arg-currency = Devise de l'entreprise (par défaut : EUR)
cli-init-arg-name = Nom de l'entreprise
cli-init-arg-fiscal-start = Premier mois de l'exercice, de 1 à 12 (par défaut : 1, janvier)
cli-import = Importer des fichiers CSV, Excel, OpenDocument, JSON ou Parquet, selon un fichier de correspondance
cli-import-example = Exemple :  tranche import --mapping boutique.toml clients.csv commandes.csv
cli-import-arg-files = Fichiers à importer : un par un, par dossiers, archives zip, ou motifs comme « exports/*.csv »
cli-import-arg-mapping = Ce que les colonnes représentent (voir docs/reference/mapping.md)
cli-import-arg-shape = À la place d'une correspondance : « tracking » pour des fichiers de messages (identify, track, page, screen, group, alias), un objet JSON par ligne
cli-import-arg-guess = Au lieu d'importer, proposer une correspondance pour les fichiers et l'afficher
cli-schema = Montrer les mots de la base : attributs, flux, tables de référence et leurs types
cli-schema-example = Exemple :  tranche schema --all
cli-schema-arg-all = Montrer aussi les flux sans lignes
cli-check = Dire si une définition est juste, sans l'exécuter
cli-check-example = Exemple :  tranche check "count(order over last 90 days) >= 3"
cli-check-arg-definition = Une définition, ou un fichier qui en contient une
cli-fmt = Mettre une définition en page, avec ses commentaires
cli-fmt-example = Exemple :  tranche fmt --write segments/vip.toml
cli-fmt-arg-definition = Une définition, ou un fichier qui en contient une
cli-fmt-arg-write = Écrire le résultat dans le fichier
cli-count = Compter les clients que désigne une définition
cli-count-example = Exemple :  tranche count "country = 'FR' and any(order over last 30 days)"
cli-count-arg-definition = La définition
cli-members = Lister les membres d'un segment ou d'une définition
cli-members-example = Exemple :  tranche members dormant --columns "depense = sum(order.amount), dernier = last(order.at)" --format csv > dormants.csv
cli-members-arg-segment = Identifiant d'un segment
cli-members-arg-definition = Une définition
cli-members-arg-columns = Valeurs à donner pour chaque membre, comme « nom = expression, … » : montants, dates, listes
cli-members-arg-format = Forme de la liste : table (par défaut), csv, json ou ids
cli-segments = Montrer tous les segments : taille, part, chiffre d'affaires, panier moyen
cli-segments-example = Exemple :  tranche segments --as-of 2026-01-01
cli-segments-arg-sentences = Dire en toutes lettres ce que désigne chaque segment, au lieu de ses chiffres
cli-history = Montrer l'évolution de la taille d'un segment ou d'une définition, recalculée d'après ce qui s'est passé
cli-history-example = Exemple :  tranche history dormant --from 2025-03-01 --to 2026-03-01 --every month
cli-history-arg-segment = Identifiant d'un segment
cli-history-arg-definition = Une définition
cli-history-arg-from = Premier jour ; un jour est pris au minuit local qui le commence, avec les seuils d'alors
cli-history-arg-to = Dernier jour, toujours parmi ceux montrés (par défaut : aujourd'hui)
cli-history-arg-every = Pas d'un jour au suivant : day (jour, par défaut), week (semaine) ou month (mois)
cli-history-arg-members = Avec --json, lister qui est entré et qui est sorti entre le premier jour et le dernier
cli-evaluate = Évaluer tous les segments ensemble, et dire en combien de temps
cli-evaluate-example = Exemple :  tranche evaluate --definitions bench/twenty.txt --repeat 3
cli-evaluate-arg-definitions = Fichier d'une ligne « nom: définition » par définition, au lieu des segments de la base
cli-evaluate-arg-one-by-one = Chaque définition aussi à part, avec les comptes de ses conditions
cli-evaluate-arg-repeat = Combien de fois évaluer ; la plus rapide est dite
cli-customer = Montrer un client : profil, chronologie, segments
cli-customer-example = Exemple :  tranche customer C000042
cli-customer-arg-id = Un identifiant du client
cli-customer-arg-rows = Combien des dernières lignes montrer

cli-explain = Dire pourquoi un client est, ou n'est pas, dans un segment : chaque condition, ses preuves, depuis quand, jusqu'à quand
cli-explain-example = Exemple :  tranche explain vip C000042
cli-explain-arg-segment = Identifiant du segment
cli-explain-arg-customer = Un identifiant du client
cli-explain-arg-definition = Une définition à la place d'un segment
cli-explain-arg-rows = Combien de lignes montrer de chaque preuve
cli-identity = Montrer qui est un client : tous ses identifiants, ce qui les a liés, et qui pourrait être la même personne
cli-identity-example = Exemple :  tranche identity ada@example.com
cli-identity-arg-id = Un identifiant du client ou du visiteur
cli-unmerge = Défaire un lien entre deux identifiants : chaque client retrouve ce qu'il avait sans lui
cli-unmerge-example = Exemple :  tranche unmerge L12
cli-unmerge-arg-what = Le numéro d'un lien, comme « tranche identity » le montre, ou un identifiant dont tous les liens sont défaits
cli-verify = Prouver que la base est intacte : sommes de contrôle, lignes, catalogue et seuils enregistrés
cli-verify-example = Exemple :  tranche verify --json
cli-backup = Copier la base dans un autre dossier ; un import peut continuer pendant ce temps
cli-backup-example = Exemple :  tranche backup /sauvegardes/boutique-2026-03-01
cli-backup-arg-dir = Dossier de la copie ; il ne doit contenir aucune base
cli-restore = Refaire une base à partir d’une sauvegarde ; --base dit où, et ne doit pas en contenir
cli-restore-example = Exemple :  tranche --base boutique restore /sauvegardes/boutique-2026-03-01
cli-restore-arg-dir = Dossier de la sauvegarde
cli-apply = Prendre les définitions (*.toml) d'un dossier, segments et attributs calculés : toutes, ou aucune
cli-apply-example = Exemple :  tranche apply segments
cli-apply-arg-dir = Dossier des fichiers
cli-plan = Montrer ce que changerait un dossier de définitions : qui entrerait et sortirait, et ce qui serait touché
cli-plan-example = Exemple :  tranche plan definitions
cli-plan-arg-dir = Dossier des fichiers
cli-plan-arg-prune = Retirer aussi les définitions qu'aucun fichier ne nomme
cli-test = Essayer les clients imaginaires ([[tests]]) placés à côté des définitions d'un dossier
cli-test-example = Exemple :  tranche test definitions
cli-test-arg-dir = Dossier des fichiers
cli-versions = Montrer comment était une définition, et depuis quand
cli-versions-example = Exemple :  tranche versions vip --show 1
cli-versions-arg-id = Un segment ou un attribut calculé
cli-versions-arg-show = Afficher le fichier d'une version
cli-remove = Retirer des segments ou attributs calculés dont aucun autre ne se sert
cli-remove-example = Exemple :  tranche remove vip
cli-remove-arg-ids = Segments ou attributs calculés
cli-apply-arg-prune = Retirer aussi les définitions qu'aucun fichier ne nomme
cli-segmentation = Segments ordonnés : le premier qui convient prend le client
cli-segmentation-example = Exemple :  tranche segmentation show value
cli-segmentation-check = Dire ce que couvrent les définitions, où elles se recouvrent et ce qu'elles laissent de côté
cli-segmentation-check-example = Exemple :  tranche segmentation check segmentations/value.toml
cli-segmentation-show = Montrer la taille de chaque partie
cli-segmentation-show-example = Exemple :  tranche segmentation show value --as-of 2026-03-01
cli-arg-segmentation = Identifiant d'une segmentation de la base, ou un fichier
cli-list = Tenir des listes de clients à la main ; sans action, toutes les listes et leurs tailles
cli-list-example = Exemple :  tranche list import guests invités.csv --by email
cli-list-import = Mettre les identifiants d'un fichier dans une liste, créée au besoin
cli-list-import-example = Exemple :  tranche list import guests invités.csv --by email --column adresse
cli-list-import-arg-file = Un fichier avec un identifiant par ligne, ou un tableau avec une ligne de noms
cli-list-import-arg-column = Colonne des identifiants (par défaut : celle nommée comme leur genre, sinon la seule)
cli-list-import-arg-by = Genre des identifiants : customer_number (par défaut), email, phone, user_id…
cli-list-add = Mettre des clients dans une liste, créée au besoin
cli-list-add-example = Exemple :  tranche list add guests C0012 anna@example.com
cli-list-remove = Retirer des clients d'une liste ; son passé reste ce qu'il était
cli-list-remove-example = Exemple :  tranche list remove guests C0012
cli-list-show = Montrer qui est dans une liste
cli-list-show-example = Exemple :  tranche list show guests --as-of 2026-03-01
cli-arg-list = Identifiant de la liste
cli-arg-ids = Identifiants de clients
cli-arg-by = Genre des identifiants : customer_number, email, phone, user_id… (par défaut : n'importe lequel)
cli-arg-at = Instant à partir duquel cela vaut (par défaut : maintenant)
cli-demo = Créer la base d'une boutique française imaginaire, avec des segments prêts à l'emploi
cli-demo-example = Exemple :  tranche --base demo-base demo --customers 5000
cli-demo-arg-customers = Combien de clients elle a
cli-demo-arg-until = Jour au minuit duquel son histoire s'arrête (par défaut : aujourd'hui)
cli-demo-arg-seed = D'où le hasard est tiré : la même graine donne la même boutique

## Commandes : leurs réponses
init-done = Il y a maintenant une base dans { $dir } (fuseau { $timezone }, devise { $currency }). Ensuite : tranche --base { $dir } import --mapping CORRESPONDANCE.toml FICHIER…
check-done = La définition est juste :
count-done = { $among ->
    [visitors] { $n ->
        [one] { $count } visiteur sur { $of } ({ $share }), au { $at }
       *[other] { $count } visiteurs sur { $of } ({ $share }), au { $at }
    }
    [everyone] { $count } sur { $of } clients et visiteurs ({ $share }), au { $at }
   *[customers] { $n ->
        [one] { $count } client sur { $of } ({ $share }), au { $at }
       *[other] { $count } clients sur { $of } ({ $share }), au { $at }
    }
}
members-id = membre
value-true = oui
value-false = non
segmentation-total = Les définitions couvrent tout : { $cells } cases, aucune laissée de côté.
segmentation-rest = Le reste prend { $count } cases sur { $cells } :
segmentation-uncovered = Personne dans ces cases n'est dans une partie, { $count } sur { $cells } ; un [rest] les prendrait :
segmentation-disjoint = Aucune définition n'en recouvre une autre : leur ordre ne change rien.
segmentation-overlap = « { $first } » et « { $second } » se recouvrent : « { $first } » vient d'abord et prend ceux des deux.
segmentation-idle = « { $part } » est toujours vide : les parties d'avant prennent tout ce qui s'y trouve.
segmentation-opaque = Non prouvé pour ces tests, qui ne sont pas des comparaisons à des constantes ; chacun a été pris pour vrai ou faux à lui seul : { $tests }
segmentation-too-many = Il y a trop de combinaisons de valeurs pour les essayer toutes : rien n'est prouvé. « segmentation show » compte les clients de chaque partie et d'aucune.
segmentation-outside = dans aucune partie
segmentation-shown = { $of } clients au { $at }
list-none = Il n'y a pas encore de liste. Pour en créer une : tranche list add LISTE IDENTIFIANT…
list-name = liste
list-waiting-head = en attente
list-changed = { $n ->
    [one] { $moved } identifiant déplacé, { $unchanged } déjà en place : liste « { $list } »
   *[other] { $moved } identifiants déplacés, { $unchanged } déjà en place : liste « { $list } »
}
list-waiting = { $n ->
    [one] { $count } identifiant ne désigne encore personne ; il est gardé et vaudra quand son client viendra : { $ids }
   *[other] { $count } identifiants ne désignent encore personne ; ils sont gardés et vaudront quand leurs clients viendront : { $ids }
}
list-refused = { $n ->
    [one] { $count } cellule ne peut être un tel identifiant et a été laissée de côté : { $ids }
   *[other] { $count } cellules ne peuvent être de tels identifiants et ont été laissées de côté : { $ids }
}
list-shown = { $n ->
    [one] { $count } client dans la liste « { $list } » au { $at }
   *[other] { $count } clients dans la liste « { $list } » au { $at }
}
failed-list-column = { $file } n'a pas de colonne « { $column } » ; ses colonnes : { $names }. Dites laquelle : --column NOM
members-done = { $n ->
    [one] { $count } membre au { $at } ({ $shown } montré ; tous avec --format ids)
   *[other] { $count } membres au { $at } ({ $shown } montrés ; tous avec --format ids)
}
when-known = { $at }, tel que connu au { $known }
history-on = minuit du
history-count = membres
history-share = part
history-entered = entrés
history-left = sortis
history-bar = taille
history-dates = { $n ->
    [one] { $count } date (toutes avec --json)
   *[other] { $count } dates, dont certaines montrées (toutes avec --json)
}
history-done = Du { $from } au { $to } : { $entered } entrés, { $left } sortis, { $stayed } restés
evaluate-alone = { $name } à part : { $seconds } s
evaluate-done = { $n ->
    [one] { $n } définition : colonnes lues en { $load } s, évaluée en { $evaluate } s
   *[other] { $n } définitions : colonnes lues en { $load } s, évaluées en { $evaluate } s
}
apply-done = Définitions : { $added } ajoutées, { $changed } changées, { $unchanged } inchangées, { $removed } retirées.
bar-left = reste :
bar-rows-per-second = lignes/s
import-file = fichier
import-target = va dans
import-new = nouvelles
import-versions = nouvelles versions
import-known = connues
import-refused = refusées
import-profiles = profils
import-same-file = déjà importé, rien à faire
import-note = { $file } : { $note }.
import-refusals = { $n ->
    [one] { $file } : { $count } valeur ou ligne a été refusée ; tout le reste est entré.
   *[other] { $file } : { $count } valeurs ou lignes ont été refusées ; tout le reste est entré.
}
import-left = { $file } est laissé de côté : { $reason }
import-more-refusals = { $n ->
    [one] … et { $count } de plus (toutes avec --json)
   *[other] … et { $count } de plus (toutes avec --json)
}
refused-row = ligne
refused-column = colonne
refused-value = valeur
refused-reason = raison
schema-attributes = { $n ->
    [one] { $count } client, avec ces attributs
   *[other] { $count } clients, avec ces attributs
}
schema-stream = { $n ->
    [one] Flux { $name } : { $count } ligne
   *[other] Flux { $name } : { $count } lignes
}
schema-grouped = Flux { $name } : calculé à partir des lignes de { $lines }
schema-table = { $n ->
    [one] Table de référence { $name } : { $count } ligne
   *[other] Table de référence { $name } : { $count } lignes
}
schema-more = Les flux sans lignes ne sont pas montrés ; --all les montre.
schema-name = nom
schema-type = type
schema-label = libellé
schema-family = famille
segments-name = segment
segments-count = membres
segments-share = part
segments-bar = de la base
segments-revenue = chiffre d'affaires
segments-revenue-share = du CA
segments-average = panier moyen
segments-unavailable = indisponible : aucune ligne dans { $streams }
segments-none = Cette base n'a pas encore de segments. Prenez ceux de la bibliothèque avec « tranche apply segments », ou écrivez les vôtres.
segments-done = { $among ->
    [visitors] { $n ->
        [one] { $customers } visiteur, { $revenue } de chiffre d'affaires en tout, au { $at }
       *[other] { $customers } visiteurs, { $revenue } de chiffre d'affaires en tout, au { $at }
    }
    [everyone] { $customers } clients et visiteurs, { $revenue } de chiffre d'affaires en tout, au { $at }
   *[customers] { $n ->
        [one] { $customers } client, { $revenue } de chiffre d'affaires en tout, au { $at }
       *[other] { $customers } clients, { $revenue } de chiffre d'affaires en tout, au { $at }
    }
}
customer-head = Client { $id }, au { $at }
customer-value = valeur
customer-rows = { $n ->
    [one] Chronologie : { $count } ligne, la plus récente d'abord
   *[other] Chronologie : { $count } lignes, les plus récentes d'abord
}
customer-at = quand
customer-stream = quoi
customer-fields = détails
customer-segments = { $n ->
    [one] Dans { $n } segment : { $segments }
   *[other] Dans { $n } segments : { $segments }
}
explain-member = { $id } est dans « { $segment } », au { $at }
explain-no-member = { $id } n'est pas dans « { $segment } », au { $at }
explain-holds = La définition est vraie de { $id }, au { $at }
explain-fails = La définition n'est pas vraie de { $id }, au { $at }
explain-absent = { $id } n'est pas encore client au { $at }, et n'est donc dans aucun segment
explain-verdict-since = Il en est ainsi { $since }
explain-since = depuis le { $at }
explain-since-beginning = depuis que c'est un client
explain-since-at-least = au moins depuis le { $at }
explain-never-so-far = Jamais jusqu'ici
explain-next-change = S'il ne se passe rien, cela change le { $at }
explain-no-change = S'il ne se passe rien, aucun changement n'est prévu
explain-holds-until = Aucune condition ne change d'elle-même avant le { $at }
explain-true = ✓ { $condition } ({ $since })
explain-false = ✗ { $condition } ({ $since })
explain-all-of = toutes ces conditions
explain-any-of = au moins une de ces conditions
explain-not = pas ceci
explain-at-least-of = au moins { $count } de ces conditions
explain-at-most-of = au plus { $count } de ces conditions
explain-exactly-of = exactement { $count } de ces conditions
explain-value = { $value } : { $held }
explain-rows = { $n ->
    [0] { $stream } : aucune ligne
    [one] { $stream } : une ligne
   *[other] { $stream } : { $count } lignes, les plus récentes d'abord
}
explain-same-rows = { $n ->
    [one] { $stream } : la ligne ci-dessus
   *[other] { $stream } : les { $count } lignes ci-dessus
}
explain-more-rows = { $n ->
    [one] et une autre
   *[other] et { $count } autres
}
explain-missing = { $n ->
    [one] Pour être membre, une condition doit changer :
   *[other] Pour être membre, ces { $n } conditions doivent changer, et moins ne suffiraient pas :
}
explain-missing-greedy = { $n ->
    [one] Pour être membre, une condition doit changer :
   *[other] Pour être membre, ces { $n } conditions doivent changer ; parmi tant de conditions, moins suffiraient peut-être :
}
explain-missing-none = Aucun changement de ces conditions ne ferait un membre : elles s'excluent entre elles.
explain-missing-not-found = Ce qui devrait changer n'a pas été trouvé : les conditions sont trop nombreuses pour les essayer toutes.
explain-missing-others = { $n ->
    [one] Un autre choix d'autant de conditions conviendrait aussi.
   *[other] { $count } autres choix d'autant de conditions conviendraient aussi.
}
explain-to-become = ✗ à rendre vraie : { $condition }
explain-to-cease = ✓ à ne plus être vraie : { $condition }
demo-writing = écriture de la boutique
demo-next =

    À voir ensuite :
      tranche --base { $base } serve
          les pages : ouvrez http://127.0.0.1:8726 dans votre navigateur
      tranche --base { $base } count "country = 'FR' and count(order over last 90 days) >= 3"
      tranche --base { $base } members vip --format csv
      tranche --base { $base } customer C000007

## Fichiers illisibles
intake-unreadable = Impossible de lire { $file } : { $detail }
intake-unknown-format = Le contenu de { $file } n'est pas connu : terminez son nom par .csv, .xlsx, .ods, .json, .ndjson ou .parquet, ou écrivez format = "…" dans la correspondance.
intake-not-csv = { $file } ne se lit pas comme du CSV : { $detail }
intake-header-quote = Dans { $file }, un guillemet de la ligne d'en-tête n'est jamais refermé : refermez-le, ou dites dans la correspondance ce qui entoure les cellules, avec quote = "…".
intake-not-parquet = { $file } ne se lit pas comme du Parquet : { $detail }
intake-several-arrays = { $file } contient plusieurs tableaux : { $keys }. Dites dans la correspondance lequel contient les lignes, avec rows = "…".
intake-no-array = { $file } n'a pas de tableau sous « { $key } ».
intake-not-archive = { $file } ne se lit pas comme une archive zip : { $detail }
intake-archive-too-large = Impossible de lire { $file } : { $member } y enfle hors de toute proportion.
left-not-known = la correspondance n'en dit rien.
left-archive-within = une archive dans une archive n'est pas ouverte.
intake-not-workbook = { $file } ne se lit pas comme un classeur : { $detail }
intake-workbook-too-large = Impossible de lire { $file } : sa partie { $part } enfle hors de toute proportion. Enregistrez la feuille en CSV si elle est vraiment si grande.
intake-workbook-locked = { $file } est protégé par un mot de passe, ou date d'un format antérieur à 2007 : enregistrez-le en .xlsx sans mot de passe.
intake-no-sheet = { $file } n'a pas de feuille « { $sheet } ». Ses feuilles : { $sheets }
intake-mapping-misfit = La correspondance ne convient pas à { $file }.
intake-note-encoding = lu comme { $encoding }
intake-note-delimiter = les cellules sont séparées par « { $delimiter } »
intake-note-quote = les cellules sont entourées de { $quote }
intake-note-sheet = la feuille « { $sheet } » est lue, la première qui n'est pas vide ; il y a aussi : { $others }
intake-note-header = les colonnes sont nommées à la ligne { $line } ; ce qui est au-dessus est laissé de côté
intake-note-name-twice = une autre colonne s'appelle déjà « { $name } » : celle-ci devient « { $own } »
intake-note-decimal-comma = dans « { $column } », la virgule précède les décimales
intake-note-repeated-rows = { $n ->
    [one] une ligne répète une ligne précédente et n'est pas comptée
   *[other] { $n } lignes répètent une ligne précédente et ne sont pas comptées
}
intake-note-rounded = { $n ->
    [one] 1 nombre de « { $name } » a plus de { $places } décimales et est arrondi : { $example }.
   *[other] { $n } nombres de « { $name } » ont plus de { $places } décimales et sont arrondis, comme { $example }.
}
intake-note-left-out = { $n ->
    [one] une ligne n'est choisie par aucun « where »
   *[other] { $n } lignes ne sont choisies par aucun « where »
}
intake-note-date-order = dans « { $column } », { $order ->
    [dmy] le jour précède le mois
   *[mdy] le mois précède le jour
}, comme le montre { $value }
intake-note-date-undecided = dans « { $column } », rien ne montre qui du jour ou du mois vient d'abord : les dates lisibles de deux façons sont refusées tant que la correspondance n'indique pas date_order
intake-note-date-both = dans « { $column } », le jour précède tantôt le mois ({ $day_first }), tantôt le suit ({ $month_first }) : les dates lisibles de deux façons sont refusées
intake-note-zone = les heures sans fuseau sont lues en { $zone } : { $columns }
intake-note-rows = les lignes sont les éléments de « { $key } » ; ce qui est à côté est laissé de côté

## Problèmes d'une correspondance
mapping-not-toml = Ce n'est pas du TOML valide : { $detail }
mapping-unknown-key = « { $key } » ne veut rien dire ici.
mapping-missing-key = Il manque « { $key } ».
mapping-one-target = Une alimentation a une seule destination : stream = "…", attributes = true ou table = "…".
mapping-expects-text = « { $key } » doit être un texte entre guillemets, non vide.
mapping-expects-list = « { $key } » doit être une liste de textes, comme ["week", "note"].
mapping-expects-sections = « { $key } » doit être une section à part.
mapping-expects-true = « { $key } » ne peut valoir que true.
mapping-expects-column = Le champ « { $key } » doit être le nom d'une colonne, ou { "{" } column = "…", type = "…", table = "…" { "}" }.
mapping-empty-name = Il ne reste ni lettre ni chiffre de « { $name } » pour en faire un nom.
mapping-field-twice = Le champ « { $field } » est indiqué deux fois.
mapping-delimiter = Le séparateur doit être un seul caractère, comme ";".
mapping-quote = Ce qui entoure une cellule est un seul caractère, comme " ou '.
mapping-date-order = L'ordre des dates est "dmy" (31/12/2025) ou "mdy" (12/31/2025).
mapping-decimal = Ce qui précède les décimales est "." ou ",".
mapping-unknown-encoding = L'encodage « { $encoding } » est inconnu. Les noms sont ceux du web, comme utf-8, utf-16le ou windows-1252.
mapping-only-and-ignore = « only » et « ignore » s'excluent : gardez l'un des deux.
mapping-unknown-format = Le format « { $format } » n'existe pas : c'est csv, ndjson ou parquet.
mapping-unknown-type = Le type « { $type } » n'existe pas.
mapping-unknown-zone = Le fuseau horaire « { $zone } » n'existe pas : écrivez-le comme Europe/Paris ou UTC.
mapping-lookup-path = « { $key } » doit nommer une table et l'un de ses champs, comme "campaigns.start_date".
mapping-unknown-column = Le fichier n'a pas de colonne « { $column } ».
mapping-nameless-column = La colonne « { $column } » ne peut donner aucun nom de champ : donnez-lui-en un sous « fields », ou écartez-la avec « ignore ».
mapping-reserved-name = La colonne « { $column } » deviendrait le champ « { $field } », qui est le nom de l'heure d'une ligne : renommez-la sous « fields », ou écartez-la avec « ignore ».
mapping-collision = Les colonnes « { $first } » et « { $second } » deviendraient toutes deux le champ « { $field } » : donnez à l'une un autre nom sous « fields », ou écartez-la avec « ignore ».
mapping-table-without-key = La table « { $table } » doit connaître sa clé : écrivez key = "…" avec le nom de la colonne qui la contient.
mapping-unknown-key-field = Aucun champ « { $field } » ne peut servir de clé.
mapping-unknown-table = Il n’y a pas de table de référence « { $table } ».
mapping-one-lookup = Une recherche a une seule source : file = "…" avec sa clé, ou table = "…".
mapping-orders = « orders » est "whole" (les lignes d'un fichier remplacent les précédentes de leur commande) ou "growing" (elles s'y ajoutent).
mapping-orders-growing = Des lignes de « { $stream } » ont été importées comme des parties de commandes : on ne peut plus en faire des commandes entières. Retirez orders = "whole", ou importez tous les fichiers dans une nouvelle base.
mapping-orders-keyed = Les lignes de « { $stream } » ont une clé : chacune remplace déjà sa version précédente. orders = "whole" est pour des lignes sans clé.
mapping-each-flat = Chaque ligne de ce fichier est simple : "each = '{ $list }'" demande une liste d'enregistrements, comme en ont les fichiers JSON, ou dans un fichier CSV une colonne de ce nom dont les cellules sont du JSON.
mapping-each-without-key = Les lignes de « { $stream } » n'ont pas de clé à laquelle rattacher les éléments de leur liste. Indiquez key = "…" pour « { $stream } », ou retirez "parent" si la liste est celle du client.
mapping-each-keyed = Les lignes de « { $stream } » ont une clé : les éléments d'une liste vont dans un flux qui n'en a pas.
mapping-each-otherwise = La base connaît « { $stream } » autrement : ses lignes appartiennent à d'autres lignes, ou se remplacent selon un autre champ. Donnez à cette liste un flux à elle.
mapping-repeated-rows = Les lignes répétées sont "keep" (chacune compte) ou "drop" (les lignes égales comptent une fois).
mapping-column-and-value = « column » et « value » s’excluent : gardez l’un des deux.
mapping-template-not-closed = Une accolade n’est jamais fermée : un modèle s’écrit comme "{ "{" }store{ "}" }-{ "{" }ticket{ "}" }".
mapping-only-this-row = Une expression de correspondance ne connaît que les colonnes de sa propre ligne, et pas « { $name } ».
mapping-depends-on-now = Ceci dépend du jour où le fichier est lu : ce que devient une ligne ne doit pas en dépendre. Comparez plutôt avec une date.
mapping-unknown-lines = Il n'y a pas de flux « { $stream } » d'où prendre les lignes.
mapping-unknown-line-field = Le flux « { $stream } » n'a pas de champ « { $field } ».
mapping-sum-of-no-number = « { $field } » du flux « { $stream } » n'est pas un nombre : impossible de l'additionner.

## Raisons de refuser des lignes et des valeurs
refused-no-customer = L'identifiant du client manque.
refused-message-type = « { $type } » n'est pas un type de message : identify, track, page, screen, group ou alias est attendu.
refused-message-time = « { $value } » n'est pas une heure.
refused-no-event = Le nom de l'événement manque.
refused-no-group = L'identifiant du groupe manque.
refused-no-previous-id = Un alias demande un identifiant d'utilisateur et un identifiant précédent.
refused-blocked-customer = « { $id } » ne désigne aucun client : c'est une valeur absente écrite en toutes lettres, une adresse de test, ou un numéro qui n'en est pas un.
refused-no-time = L'heure manque.
refused-no-key = La clé manque.
refused-unknown-code = La table « { $table } » n'a pas de « { $field } » pour le code « { $code } ».
refused-currency = Les montants sont en { $currency } ; la base compte en { $expected }.
refused-cells = La ligne a { $found } cellules au lieu de { $expected }.
refused-quote-not-closed = Un guillemet de cette ligne n'est jamais refermé : refermez-le, ou doublez-le s'il fait partie du texte.
refused-not-utf8 = La ligne n'est pas écrite en UTF-8.
refused-not-json = La ligne n'est pas du JSON valide à partir du caractère { $position }.
refused-not-an-object = La ligne n'est pas un objet JSON.
refused-name-twice = La ligne a deux valeurs sous ce nom.
refused-part-missing = « { $name } » manque : rien ne peut être calculé.
refused-division-by-zero = Ceci divise par zéro.
refused-no-result = Rien ne peut être calculé de ces valeurs.
refused-no-list = Ce n'est pas une liste d'enregistrements, telle que JSON en écrit.
refused-nested-value = Une liste d'enregistrements, ou une autre valeur imbriquée, ne tient pas dans un champ : une entrée avec each = "…" fait une ligne de chaque élément d'une liste.
refused-cell-error = La cellule { $cell } contient une erreur, pas une valeur.
refused-formula-without-value = La formule de { $cell } n'a jamais été calculée : ouvrez le fichier dans un tableur et enregistrez-le.
refused-json-cut-short = Le fichier s'arrête avant la fin de son tableau : les lignes d'avant ont été lues, d'autres manquent peut-être.
refused-row-too-long = La ligne dépasse { $most } Mio.
refused-a-list = Une liste se trouve là où une seule valeur de type { $type } est attendue.
refused-not-a-number = Ce n'est pas un nombre.
refused-not-an-amount = Ce n'est pas un montant.
refused-not-a-duration = Ce n'est pas un nombre de secondes.
refused-number-too-large = Ce nombre est trop grand pour être conservé.
refused-ambiguous-number = Ce nombre se lit de deux façons, et aucun autre de sa colonne ne dit laquelle : écrivez decimal = "," ou decimal = "." dans la correspondance.
refused-not-a-bool = Ce n'est ni vrai ni faux.
refused-not-a-date = Ce n'est pas une date écrite comme 2026-03-01.
refused-not-an-instant = Ce n'est pas une date et une heure écrites comme 2026-03-01T10:00:00.
refused-ambiguous-date = Cette date se lit de deux façons, et aucune autre de sa colonne ne dit laquelle : écrivez date_order = "dmy" (jour d'abord) ou "mdy" (mois d'abord) dans la correspondance.
refused-not-a-point = Ce n'est pas un point écrit latitude,longitude.
refused-not-a-text = Ce n'est pas un texte.

## Ce qui a été refusé, et le journal des imports
refused-done = { $n ->
    [0] Rien n'est refusé : chaque ligne et chaque valeur des fichiers est entrée, ou a été corrigée.
    [one] { $count } ligne ou valeur est refusée et attend d'être corrigée.
   *[other] { $count } lignes ou valeurs sont refusées et attendent d'être corrigées.
}
refused-file = fichier
refused-line = ligne du fichier
refused-count = nombre
refused-example = exemple
refused-to-do = que faire
refused-example-value = { $file }, ligne { $row } : { $column } = « { $value } »
refused-example-row = { $file }, ligne { $row } : { $value }
refused-next = --rows les liste une à une ; --export DOSSIER les écrit en CSV avec la raison, à corriger puis à importer de nouveau.
refused-written = { $n ->
    [one] { $file } : { $count } ligne
   *[other] { $file } : { $count } lignes
}
refused-counted = { $n ->
    [one] { $count } valeur refusée est laissée de côté : sa ligne est entrée sans elle, et son flux n'a pas de clé qui permette de redire une ligne. Donnez une clé à ce flux dans la correspondance (key = "…").
   *[other] { $count } valeurs refusées sont laissées de côté : leurs lignes sont entrées sans elles, et leurs flux n'ont pas de clé qui permette de redire une ligne. Donnez une clé à ces flux dans la correspondance (key = "…").
}
refused-without-row = { $n ->
    [one] { $count } refus est laissé de côté : sa ligne n'a pas été conservée. Corrigez le fichier lui-même et importez-le de nouveau.
   *[other] { $count } refus sont laissés de côté : leurs lignes n'ont pas été conservées. Corrigez les fichiers eux-mêmes et importez-les de nouveau.
}
refused-correct = Corrigez les cellules, laissez la dernière colonne telle quelle, puis : tranche import --corrected { $file }
refused-nothing-written = Rien n'a été écrit.
import-refused-next = « tranche refused » liste tout ce qui est refusé, et dit que faire.
import-corrected = { $n ->
    [one] { $file } : { $count } ligne refusée auparavant a été relue et quitte la liste ; ce qui y est encore faux est listé de nouveau.
   *[other] { $file } : { $count } lignes refusées auparavant ont été relues et quittent la liste ; ce qui y est encore faux est listé de nouveau.
}
failed-not-corrected = Aucune ligne refusée d'un fichier nommé comme { $file } n'attend d'être corrigée. « tranche refused --export DOSSIER » écrit les fichiers à corriger ; gardez leurs noms.
mend-otherwise = Corrigez la cellule, puis importez la ligne de nouveau.
mend-no-customer = Indiquez l'identifiant du client, ou écartez ces lignes à la source.
mend-blocked-customer = Mettez le véritable identifiant du client à la place de la valeur de remplissage.
mend-no-time = Indiquez la date, ou désignez une autre colonne comme heure dans la correspondance.
mend-no-key = Indiquez la clé : c'est à elle que la ligne se reconnaît.
mend-unknown-code = Importez d'abord la table qui a ce code, ou corrigez le code.
mend-currency = Convertissez le montant, ou exportez ces lignes dans la devise de la base.
mend-cells = Mettez entre guillemets la cellule qui contient le séparateur, ou ajoutez les cellules manquantes.
mend-quote-not-closed = Refermez le guillemet, ou doublez-le s'il fait partie du texte.
mend-not-utf8 = Dites l'encodage dans la correspondance (encoding = "windows-1252"), ou enregistrez le fichier en UTF-8.
mend-not-json = Corrigez la ligne, ou exportez le fichier de nouveau : il a peut-être été coupé.
mend-not-a-number = Corrigez le nombre ; si le champ contient des codes, faites-en un texte (« tranche schema set CHAMP --type text ») : ce qui a été refusé est alors pris.
mend-not-an-amount = Ne laissez que le nombre dans la cellule ; la devise a sa propre colonne.
mend-ambiguous-number = Écrivez decimal = "," ou decimal = "." dans la correspondance, puis importez le fichier de nouveau.
mend-not-a-bool = Écrivez vrai ou faux, oui ou non, 1 ou 0.
mend-not-a-date = Corrigez le jour ; un jour qui n'existe pas (30 février) n'est pas un jour.
mend-not-an-instant = Corrigez la date et l'heure ; une heure qui n'existe pas n'est pas une heure.
mend-ambiguous-date = Écrivez date_order = "dmy" ou "mdy" dans la correspondance, puis importez le fichier de nouveau.
mend-nested-value = Exportez cette valeur dans ses propres colonnes.
mend-a-list = Gardez une seule valeur, ou donnez au champ le type text_list dans la correspondance.
imports-none = Rien n'a encore été importé.
imports-when = début
imports-source = source
imports-file = fichier
imports-outcome = résultat
imports-rows = lignes
imports-taken = prises
imports-refused = refusées
imports-seconds = secondes
imports-ended-taken = importé
imports-ended-known = même fichier qu'avant
imports-ended-waiting = laissé pour plus tard
imports-ended-failed = échec
imports-ended-nothing = rien à importer
imports-problems = la correspondance a des problèmes : « tranche import » avec elle les montre
cli-refused = Montrer ce qui a été refusé des fichiers importés, pourquoi, et que faire
cli-refused-example = Exemple :  tranche refused --export a-corriger
cli-refused-arg-file = Seulement des fichiers de ce nom
cli-refused-arg-stream = Seulement des lignes pour ce flux ou cette table, ou profile
cli-refused-arg-reason = Seulement pour cette raison, par exemple not-a-number
cli-refused-arg-rows = Les lister une à une, N au plus (20 sauf indication)
cli-refused-arg-export = Écrire les lignes en CSV dans ce dossier, à corriger puis à importer avec « import --corrected »
cli-imports = Montrer le journal des imports : quand, quel fichier, lignes prises et refusées, résultat
cli-imports-example = Exemple :  tranche imports --rows 50
cli-imports-arg-source = Seulement de cette source planifiée
cli-imports-arg-rows = Combien, les derniers d'abord (par défaut : 20)
cli-import-arg-corrected = Les fichiers sont des lignes refusées que « refused --export » a écrites et que vous avez corrigées ; aucune correspondance n'est nécessaire

## La qualité des données
schema-sensitive = sensible
schema-is-sensitive = oui
schema-values = valeurs les plus fréquentes
schema-not-sensitive = non
schema-change = { $what } : { $was } → { $is }
schema-changed = { $name } est changé.
schema-would-change = { $name } serait ainsi changé ; sans --check, il l'est.
schema-unchanged = Rien n'est à changer à { $name }.
schema-decimal = signe avant les décimales
schema-days = ordre des dates
schema-converted = { $n ->
    [one] { $count } valeur se lit comme { $type }.
   *[other] { $count } valeurs se lisent comme { $type }.
}
schema-unfit = { $n ->
    [one] { $count } valeur ne se lit pas ainsi : elle manquerait et serait listée par « refused ». Elle est gardée : rendu à son type, le champ la retrouve.
   *[other] { $count } valeurs ne se lisent pas ainsi : elles manqueraient et seraient listées par « refused ». Elles sont gardées : rendu à son type, le champ les retrouve.
}
schema-unfit-value =   « { $value } » ({ $count }) : { $reason }
schema-unfit-more = { $n ->
    [one]   … et { $count } autre écriture
   *[other]   … et { $count } autres écritures
}
schema-taken = { $n ->
    [one] { $count } valeur refusée auparavant convient désormais : elle est prise et quitte la liste.
   *[other] { $count } valeurs refusées auparavant conviennent désormais : elles sont prises et quittent la liste.
}
schema-renamed = { $was } → { $is } : l'ancien nom garde le même sens, dans les définitions comme dans les correspondances.
failed-rename-taken = Autre chose s'appelle déjà { $name }.
failed-rename-name = { $name } ne peut être un nom : un nom est fait de minuscules, de chiffres et de tirets bas, comme { $like }.
failed-rename-grouped = { $name } est calculé à partir de lignes : renommez plutôt { $other }, il suivra.
failed-rename-kin = Les lignes de { $name } se rattachent à celles d'un autre flux, ou d'autres aux siennes : il garde son nom. Son nom pour les gens est son libellé.
cli-schema-arg-rename = Un autre nom ; l'ancien garde le même sens. Un flux peut aussi changer de nom
schema-read-by = { $n ->
    [one] Lu par le segment { $segments }.
   *[other] Lu par les segments { $segments }.
}
schema-breaks = { $id } ne serait plus juste : { $problem }
failed-unconfirmed = Rien n'est changé. Ajoutez --yes pour changer { $name } malgré tout.
failed-unknown-type = Il n’y a pas de type « { $name } ». Les types sont : { $known }.
failed-retype-code = { $name } contient des codes de la table { $other }, et les codes sont des textes : il ne peut devenir { $to }.
failed-retype-key = { $name } est ce à quoi les lignes de { $other } se reconnaissent : il garde son type et ne peut devenir { $to }.
failed-retype-status = { $name } dit si une ligne de { $other } compte : il garde son type et ne peut devenir { $to }.
failed-retype-grouped = { $name } est calculé à partir de lignes : changez plutôt { $other }, il suivra.
failed-retype-sum = { $name } est additionné dans { $other } : il peut être un nombre, un montant ou une durée, pas { $to }.
cli-schema-arg-kind = Un autre type : les valeurs restent comme elles sont venues et se lisent ainsi ; celles qui n'y ont pas d'équivalent manquent et sont listées par « refused »
cli-schema-arg-decimal = Ce qui précède les décimales dans ses textes (par défaut : ils le disent)
cli-schema-arg-days = Ordre de ses dates qui ne commencent pas par l'année : dmy ou mdy (par défaut : elles le disent)
cli-schema-arg-yes = Le changer même si des valeurs manquent ou si des définitions deviennent fausses
cli-schema-arg-action = « set » change un champ
cli-schema-arg-name = Le champ : un attribut (address.city), ou un champ d'un flux ou d'une table (order.amount)
cli-schema-arg-label-en = Son nom en anglais ; vide, le nom est retiré
cli-schema-arg-label-fr = Son nom en français ; vide, le nom est retiré
cli-schema-arg-family = La famille de critères à laquelle il appartient
cli-schema-arg-sensitive = Si c'est une donnée personnelle sensible : yes ou no
cli-schema-arg-check = Dire seulement ce qui changerait
cli-schema-arg-values = Compter les valeurs les plus fréquentes de chaque champ, sauf ceux qui sont sensibles
cli-quality = Montrer la qualité des données, que corriger d'abord, et ce que cela coûte aux segments
cli-quality-example = Exemple :  tranche quality --html qualite.html
cli-quality-arg-html = L'écrire en une page autonome, à ouvrir dans un navigateur, à envoyer ou à imprimer
cli-quality-arg-as-of = Instant de la question (par défaut : maintenant)
quality-written = La page est dans { $file } : ouvrez-la dans un navigateur.
quality-verdict = { $n ->
    [one] { $customers } client au { $at } ; { $whole } segments sur { $segments } trouvent toutes les valeurs qu'ils lisent.
   *[other] { $customers } clients au { $at } ; { $whole } segments sur { $segments } trouvent toutes les valeurs qu'ils lisent.
}
quality-verdict-without-segments = { $n ->
    [one] { $customers } client au { $at } ; aucun segment n'est encore utilisé.
   *[other] { $customers } clients au { $at } ; aucun segment n'est encore utilisé.
}
quality-nothing = Rien n'est à corriger.
quality-more = { $n ->
    [one] … et { $count } autre constat (tous avec --json ou --html)
   *[other] … et { $count } autres constats (tous avec --json ou --html)
}
quality-heading-segments = Qui échappe aux segments, parce qu'une valeur qu'ils lisent manque ou est fausse
quality-heading-attributes = Attributs des clients
quality-segment = segment
quality-unjudged = non jugés
quality-share = part
quality-because = à cause de
quality-field = champ
quality-filled = remplis
quality-bar = {"  "}
quality-valid = valides
quality-distinct = distincts
quality-remark = remarque
quality-field-of = { $field } ({ $stream })
quality-more-than = plus de { $count }
quality-and-others = { $n ->
    [one] et un autre
   *[other] et { $n } autres
}
quality-such-as = Par exemple : { $examples }.
quality-missing = { $n ->
    [one] { $field } : absent chez un client.
   *[other] { $field } : absent chez { $count } clients sur { $of } ({ $share }).
}
quality-missing-rows = { $n ->
    [one] { $field } : absent d'une ligne sur { $of }.
   *[other] { $field } : absent de { $count } lignes sur { $of } ({ $share }).
}
quality-no-rows = Rien n'est entré dans « { $stream } », que des segments lisent.
quality-invalid-email = { $n ->
    [one] { $field } : une adresse n'a pas la forme d'une adresse.
   *[other] { $field } : { $count } adresses sur { $of } n'ont pas la forme d'une adresse.
}
quality-invalid-phone = { $n ->
    [one] { $field } : un numéro n'existe pas dans le plan de son pays.
   *[other] { $field } : { $count } numéros n'existent pas dans le plan de leur pays.
}
quality-invalid-postal-code = { $n ->
    [one] { $field } : un code n'est pas écrit comme dans son pays.
   *[other] { $field } : { $count } codes ne sont pas écrits comme dans leur pays.
}
quality-invalid-past = { $n ->
    [one] { $field } : une date est encore à venir.
   *[other] { $field } : { $count } dates sont encore à venir.
}
quality-invalid-birth = { $n ->
    [one] { $field } : une date est à venir, ou vieille de plus de 110 ans.
   *[other] { $field } : { $count } dates sont à venir, ou vieilles de plus de 110 ans.
}
quality-invalid-age = { $n ->
    [one] { $field } : un âge est inférieur à 0 ou supérieur à 110.
   *[other] { $field } : { $count } âges sont inférieurs à 0 ou supérieurs à 110.
}
quality-invalid-negative = { $n ->
    [one] { $field } : une valeur est négative.
   *[other] { $field } : { $count } valeurs sur { $of } sont négatives.
}
quality-invalid-status = { $n ->
    [one] { $field } : une ligne porte un mot dont le sens n'est pas connu ; elle compte.
   *[other] { $field } : { $count } lignes portent des mots dont le sens n'est pas connu ; elles comptent.
}
quality-invalid-code = { $n ->
    [one] { $field } : une ligne porte un code absent de sa table de référence.
   *[other] { $field } : { $count } lignes sur { $of } portent des codes absents de leur table de référence.
}
quality-outliers = { $n ->
    [one] { $field } : une valeur est très loin des autres, à { $greatest }.
   *[other] { $field } : { $count } valeurs sont très loin des autres, au-delà de { $above } et jusqu'à { $greatest }.
}
quality-mixed = { $field } : on dirait deux unités mêlées ; { $count } valeurs sont à un facteur { $factor } des autres, de l'autre côté de { $between }.
quality-duplicates = { $n ->
    [one] Un client ressemble à un autre (même e-mail : { $email }, même téléphone : { $phone }, presque le même nom au même code postal : { $names }).
   *[other] { $count } clients ressemblent à d'autres (même e-mail : { $email }, même téléphone : { $phone }, presque le même nom au même code postal : { $names }).
}
quality-orphans = { $n ->
    [one] { $count } ligne sur { $of } ({ $stream }) ne se rattache à rien de connu ({ $parent }).
   *[other] { $count } lignes sur { $of } ({ $stream }) ne se rattachent à rien de connu ({ $parent }).
}
quality-future = { $n ->
    [one] Une ligne ({ $stream }) est datée d'après maintenant : rien ne la compte encore.
   *[other] { $count } lignes ({ $stream }) sont datées d'après maintenant : rien ne les compte encore.
}
quality-no-consent = { $n ->
    [one] Aucun consentement n'est enregistré pour un client.
   *[other] Aucun consentement n'est enregistré pour { $count } clients ({ $share }).
}
quality-stale = Plus rien depuis { $days } jours ({ $stream }), alors que { $usual } sont habituels : la source s'est peut-être arrêtée.
quality-rounded = { $n ->
    [one] { $field } : { $count } nombre a été arrondi à son arrivée, à { $places } décimales.
   *[other] { $field } : { $count } nombres ont été arrondis à leur arrivée, à { $places } décimales.
}
quality-refused = { $n ->
    [one] Une ligne ou valeur refusée attend d'être corrigée.
   *[other] { $count } lignes ou valeurs refusées attendent d'être corrigées.
}
quality-mend-missing = Demandez cette valeur là où les clients la donnent, ou reliez la colonne d'un export qui la contient.
quality-mend-no-rows = Importez un fichier pour ce flux, ou passez-vous des segments qui le lisent.
quality-mend-email = Corrigez-les à la source ; les messages qui leur sont envoyés reviennent et nuisent à votre réputation d'expéditeur.
quality-mend-phone = Corrigez-les, ou écrivez-les avec l'indicatif du pays (+33…).
quality-mend-postal-code = Rétablissez le zéro initial que les tableurs suppriment, et indiquez le pays.
quality-mend-dates = Cherchez les valeurs de remplissage comme 01/01/1900, et laissez-les vides.
quality-mend-negative = Si ce sont des retours, dirigez-les vers le flux des remboursements ; sinon, corrigez-les.
quality-mend-status = Dites dans les réglages de la base ce que chaque mot signifie : compte, pas encore, nul ou remboursé.
quality-mend-code = Importez la table de référence entière, y compris ce qui n'est plus vendu.
quality-mend-outliers = Regardez-les : une commande d'essai ou une virgule oubliée en sont les causes les plus fréquentes.
quality-mend-mixed = Trouvez la source qui compte dans une autre unité (centimes, grammes), divisez-y, puis importez de nouveau.
quality-mend-duplicates = « tranche identity ID » montre qui ressemble à qui ; fusionnez-les à la source.
quality-mend-orphans = Importez ce qui manque : c'est son statut qui dit si ces lignes comptent.
quality-mend-future = Vérifiez le fuseau horaire dans la correspondance, et l'horloge de la source.
quality-mend-no-consent = Importez ce que les clients ont accepté, ou demandez-leur : sans cela, ne leur écrivez pas.
quality-mend-stale = Voyez si l'export tourne encore : « tranche imports » montre les derniers.
quality-mend-rounded = Un champ de type number garde six décimales, un montant quatre ; au-delà, importez dans une unité plus petite.
quality-mend-refused = « tranche refused » les groupe par raison et dit que faire.
quality-touches = { $n ->
    [one] touche { $customers } clients, dans { $n } segment
   *[other] touche { $customers } clients, dans { $n } segments
}
quality-touches-customers = touche { $customers } clients, dans aucun segment
quality-touches-rows = concerne { $count } lignes ou valeurs
quality-remark-mixed = deux unités, à un facteur { $factor } ?
quality-remark-outliers = { $n ->
    [one] une valeur au-delà de { $above }
   *[other] { $count } valeurs au-delà de { $above }
}
quality-remark-empty = aucune valeur
quality-stream = { $n ->
    [one] { $name } : { $rows } ligne de { $customers } clients.
   *[other] { $name } : { $rows } lignes de { $customers } clients.
}
quality-fresh = La dernière est du { $last } ; des silences de { $usual } jours sont habituels.
quality-silent = La dernière est du { $last }, il y a { $days } jours, alors que des silences de { $usual } jours sont habituels.
quality-page-title = Qualité des données
quality-page-customers = clients
quality-page-filled = des valeurs que lisent les segments sont là
quality-page-valid = des valeurs vérifiables sont justes
quality-page-segments = segments trouvent toutes les valeurs qu'ils lisent
quality-page-refused = lignes ou valeurs refusées attendent
quality-page-first = Que corriger d'abord
quality-page-first-lead = Dans l'ordre des clients touchés, multipliés par les segments qui lisent la valeur.
quality-page-cost = Ce que cela coûte
quality-page-cost-lead = Pour chaque segment utilisé, les clients chez qui une valeur que lit sa définition manque ou est fausse : ils en sont exclus, ou jugés sur le reste.
quality-page-cost-none = Chaque segment trouve toutes les valeurs qu'il lit.
quality-page-without-rows = aucune ligne de : { $streams }
quality-page-attributes = Attributs des clients
quality-page-rows = Lignes, flux par flux
quality-page-how = Comment cela a été établi
quality-page-how-valid = Une adresse e-mail doit avoir la forme que demandent les navigateurs ; un numéro de téléphone exister dans le plan du pays du client, à défaut celui de l'entreprise ; un code postal s'écrire comme dans ce pays ; une date de naissance dater de 110 ans au plus ; quantités et prix n'être pas négatifs ; un statut être un mot connu de la base ; un code figurer dans sa table de référence.
quality-page-how-spread = Une valeur est très loin des autres quand elle dépasse le quartile supérieur de plus de trois écarts interquartiles, sur les logarithmes (barrière externe de Tukey). Deux unités sont soupçonnées quand les valeurs forment deux bosses à un facteur 10, 100 ou 1 000, avec presque rien entre elles.
quality-page-how-twins = Des clients sont soupçonnés de n'en faire qu'un quand ils ont la même adresse e-mail ou le même téléphone, ou quand leurs noms se ressemblent à 0,92 (Jaro–Winkler) au même code postal sans que leurs dates de naissance diffèrent. Rien n'est fusionné pour autant.
quality-page-how-fresh = Un flux est silencieux quand sa dernière ligne date de plus de trois fois le plus long silence habituel : neuf silences sur dix de la dernière année ne sont pas plus longs.
quality-page-made = Page faite par tranche le { $at }. Elle est autonome : elle ne demande rien à aucun réseau.
quality-page-all-segments = Segments concernés

## Imports planifiés
sources-taking = { $source } : { $file } …
sources-next = pas avant le { $at }
sources-unfinished = son nom dit qu'il est encore en cours d'écriture
sources-fresh = il a changé il y a moins de { $seconds } secondes
failed-no-sources = Il n'y a aucune source (*.toml) dans { $dir }. Une source dit path = "…", mapping = "…" et every = "1 day" ou at = "06:30".
failed-source = { $file } ne se lit pas comme une source : { $detail }. Il faut path et mapping, et every = "1 day" ou at = "06:30" ; quiet = "1 minute" peut s'y ajouter.
cli-import-arg-due = Lancer les sources planifiées dont l'heure est venue
cli-import-arg-sources = Dossier des sources (par défaut : sources)

## Si une base est intacte, et ses copies
verify-whole = La base est intacte : { $customers } clients, { $rows } lignes en { $parts } fragments, { $files } fichiers importés, { $cutoffs } seuils enregistrés recalculés. Dommages : { $damages }.
verify-damaged = La base est endommagée (endroits : { $damages }). Encore intactes : { $rows } lignes. « tranche restore » refait une base à partir d’une sauvegarde.
verify-digest = Empreinte : { $digest }
verify-left-over = { $file } n’appartient à aucun import : un import interrompu l’a laissé. Le prochain import l’enlève.
verify-missing = { $file } n’est pas là.
verify-changed = { $file } n’est pas ce qui a été écrit : sa longueur ou une somme de contrôle a changé.
verify-unreadable = { $file } ne peut pas être lu : { $detail }
verify-rows = { $file } contient { $found } lignes au lieu de { $expected }.
verify-disordered = { $file } n’a pas ses lignes dans l’ordre des clients.
verify-strangers = { $file } a { $count } lignes de clients que la base n’a pas.
verify-table = { $file } : la table { $table } n’est pas ce qui a été écrit.
verify-keys = { $file } : { $count } clés désignent des clients que la base n’a pas.
verify-cut-offs = { $file } : les seuils enregistrés sous « { $key } » ne sont pas ce qui a été écrit.
verify-cached = { $file } n’a pas ses sommes de contrôle. C’est une colonne gardée à côté des parties, et elle est refaite à partir d’elles.
verify-cut-offs-differ = Les seuils enregistrés sous « { $key } » au { $at } diffèrent de ceux recalculés.
verify-concerns = Cela touche « { $target } » ; les définitions qui n’en parlent pas restent utilisables.
verify-concerns-some = Cela touche des lignes de « { $target } » des clients numéros { $first } à { $last } ; les définitions qui n’en parlent pas restent utilisables.
verify-concerns-profiles = Cela touche les attributs des clients, qui disent aussi quand chacun est venu : refaites la base à partir d’une sauvegarde.
verify-concerns-nothing = Ils sont recalculés quand il le faut.
verify-concerns-all = Cela touche toute la base.
backup-done = Copié dans { $dir } : { $customers } clients, { $rows } lignes, { $kilobytes } ko.
restore-done = { $dir } contient de nouveau la base : { $customers } clients, { $rows } lignes, { $kilobytes } ko.

identity-customer = Client { $id }
identity-visitor = Visiteur { $id }, lié à aucun client
identity-kind = sorte d'identifiant
identity-key = identifiant
identity-link = lien
identity-why = pourquoi
identity-source = source
identity-said = dit le
identity-effect = effet
identity-other = autre client
identity-in-common = en commun
identity-why-alias = prend la place de
identity-why-replaced = remplacé, peut être
identity-why-together = dans un même message que
identity-why-contact = se joint à
identity-effect-merges = un seul client
identity-effect-undone = défait
identity-effect-shared = aucun : partagé par { $count } clients
identity-effect-contested = aucun : le visiteur était déjà lié à un autre client
identity-same-email = adresse e-mail
identity-same-phone = téléphone
identity-same-name = nom et code postal
identity-suspects = { $n ->
    [0] Aucun autre client ne semble être la même personne.
    [one] { $count } autre client est peut-être la même personne ; rien n'a été fusionné.
   *[other] { $count } autres clients sont peut-être la même personne ; rien n'a été fusionné.
}
unmerge-undone = Le lien { $link } est défait : { $first } et { $second } ne sont plus un seul client par lui.

## Une correspondance proposée
guess-looking = Examen des fichiers
guess-date-order = les jours sont écrits dans cet ordre
guess-chosen = choisi par vous
guess-head =
    Une correspondance proposée au vu des fichiers. Relisez-la, corrigez-la, gardez-la dans un fichier, puis :
    tranche import --mapping FICHIER.toml FICHIERS
    Derrière chaque ligne : sa fiabilité, ce qui l'indique, et des valeurs de la colonne.
guess-zone = le fuseau des heures qui n'en nomment pas
guess-file = { $file }, { $n ->
    [one] { $count } ligne
   *[other] { $count } lignes
} : { $what }
guess-file-profiles = des clients, un par ligne.
guess-file-orders = des commandes, une par ligne.
guess-file-lines = des lignes de commande.
guess-file-table = la table de référence « { $table } ».
guess-file-stream = des lignes du flux « { $stream } ».
guess-left-empty = laissé de côté, car il n'a pas de lignes.
guess-left-no-customer = laissé de côté, car aucune colonne ne désigne le client et aucune n'est une clé.
guess-left-no-time = laissé de côté, car aucune colonne ne dit quand cela s'est passé.
guess-note-no-order = Aucune colonne ne désigne la commande : les lignes sont prises sans commandes.
guess-note-without-customer = { $share } % des lignes ne nomment aucun client : l'import les refuse et les liste.
guess-note-cancelled = Les commandes dont le numéro commence par { $letter } reprennent des articles : elles deviennent des remboursements.
guess-grouped = une commande est la somme de ses lignes
guess-where = ces lignes seulement
guess-column = { $confidence } %, { $why }
guess-column-with-examples = { $confidence } %, { $why } : { $examples }
guess-why-name = d'après son nom
guess-why-values = d'après ses valeurs
guess-why-only-time = la seule date du fichier
guess-why-key = toutes ses valeurs sont différentes
guess-why-computed = calculé à partir de la ligne
guess-why-lookup = une date de la table « { $table } »
guess-why-join = ses valeurs sont des clés de « { $table } »
guess-why-own = garde son nom, { $type }
guess-why-preset = export connu de { $preset }
guess-only-named = aucune autre colonne
guess-aside = laissées de côté
guess-left-names-only = laissé de côté, car cet export de { $preset } ne désigne les clients que par leur nom, que plusieurs peuvent porter. Prenez-en un avec leur numéro ou leur adresse e-mail.

## Définitions en fichiers
problem-bad-attribute-id = Un attribut calculé se nomme comme dans les définitions : « { $better } » au lieu de « { $id } ».
problem-bad-attribute-file = Ce n'est pas un fichier d'attribut calculé : { $reason }.
problem-attribute-circle = Ces attributs calculés se nomment l'un l'autre en cercle : { $names }.
problem-attribute-list = Un attribut est une valeur ou une liste de textes ; ceci est une autre sorte de liste.
problem-bad-column-id = Le fichier d'une colonne calculée porte le nom de sa table et le sien, comme « product.first_sale.toml » ; celui-ci s'appelle « { $id } ».
problem-column-table = Il n'y a pas de table de référence « { $table } » où mettre une colonne.
problem-column-taken = La table « { $table } » a déjà un champ « { $name } » : donnez un autre nom à la colonne calculée.
problem-column-fold = Une colonne de « { $table } » est un seul calcul sur les lignes qui y renvoient, comme min(order_line.at).
problem-column-of-column = Une colonne calculée ne peut pas se fonder sur d'autres colonnes calculées : toutes se calculent en même temps, à partir des seules lignes.
problem-column-customer = Une colonne de « { $table } » est la même pour tous les clients, et celle-ci dépend du client : seuls les champs des lignes peuvent être nommés.
problem-column-rows = Aucun champ de « { $stream } » ne renvoie à « { $table } » : une colonne se calcule sur des lignes qui y renvoient.
problem-unknown-definition = Il n'y a ni segment, ni attribut calculé, ni colonne calculée « { $name } ».
failed-still-used = « { $id } » ne peut pas être retiré tant que d'autres s'en servent : { $users }. Retirez-les ou changez-les d'abord.
example-compares-with-base = la définition compare avec toute la base, ce que l'exemple d'un seul client ne peut montrer
example-not-a-member = devrait être membre, et ne l'est pas
example-a-member = ne devrait pas être membre, et l'est
example-row-without-time = une ligne de « { $stream } » n'a pas de « at »
example-unknown-table = il n'y a pas de table de référence « { $name } »
example-wrong-value = « { $name } » attend : { $type } ; « { $value } » n'en est pas
plan-before = avant :  { $definition }
plan-after = ensuite : { $definition }
plan-members = membres : { $before } → { $after } (+{ $gained }, −{ $lost })
plan-gained = entrent : { $ids }
plan-lost = sortent : { $ids }
plan-users = utilisé par : { $users }
plan-same = dit la même chose que { $id }
plan-alike = a presque les mêmes membres que { $id } ({ $overlap } % en commun)
plan-touched = nomme ce qui change
plan-done = { $changes ->
    [0] Rien ne changerait ;
    [one] 1 définition changerait ;
   *[other] { $changes } définitions changeraient ;
} { $unchanged } sans changement. Rien n'a été enregistré : tranche apply le fait.
test-fault = ✗ { $segment }, { $about } : { $fault }
test-done = { $n ->
    [0] Aucun exemple.
    [one] 1 exemple,
   *[other] { $n } exemples,
} { $faults ->
    [0] conformes à leurs fichiers.
   *[other] { $faults } non conformes à leurs fichiers.
}
remove-done = Retirés : { $ids }. Les versions antérieures sont gardées.
versions-none = Rien n'a jamais été enregistré sous le nom « { $id } ».
versions-no-such = « { $id } » n'a pas de texte à la version { $n }.
versions-saved = { $n } : enregistré le { $at }
versions-removed = { $n } : retiré le { $at }

cli-library = Les segments de la bibliothèque : ce qu'il y a, ce qui est utilisé, ce qui est indisponible et pourquoi
cli-library-example = Exemple :  tranche library
cli-library-show = Dire l'un d'eux en toutes lettres, avec les valeurs que vos données proposent et la taille qu'il aurait
cli-library-show-example = Exemple :  tranche library show dormant
cli-library-add = Prendre l'un d'eux dans la base, avec les valeurs proposées ou les vôtres
cli-library-add-example = Exemple :  tranche library add dormant --set days=120
cli-arg-ready-made = Identifiant du segment de la bibliothèque
cli-library-add-arg-set = Une valeur à vous pour un paramètre ; peut être donnée plusieurs fois
library-family = famille
library-id = identifiant
library-state = état
library-unavailable-calendars = indisponible : pas de calendrier { $calendars }
library-in-use = utilisé
library-next = « tranche library show ID » en dit un en toutes lettres ; « tranche library add ID » le prend dans la base.
library-proposed = { $name } = { $value }, d'après { $n ->
    [one] un client
   *[other] { $from } clients
  } : { $reason }
library-default = { $name } = { $value } : { $reason }
library-size = Il aurait { $count } membres sur { $of }.
library-rest = Qui n’est dans aucune des parties ci-dessus.
library-parts = Elle répartirait { $of } clients en { $n } parties ; { $outside } ne seraient dans aucune.
library-added = Pris dans la base : { $ids }.
failed-library-calendars = « { $id } » nomme des calendriers que la base n’a pas : { $calendars }. Importez d’abord leurs jours dans la table de référence « calendars », avec les colonnes calendar, kind, starts_on et ends_on.
failed-library-unknown = Il n'y a pas de segment « { $id } » dans la bibliothèque. « tranche library » les énumère.
failed-library-there = « { $id } » est déjà dans la base : changez son fichier et appliquez-le, ou retirez-le d'abord.
failed-library-parameter = « { $id } » n'a pas de paramètre « { $name } ». Il a : { $names }.

## Le serveur
cli-serve = Ouvrir les pages : segments, clients et chiffres dans votre navigateur
cli-serve-example = Exemple :  tranche serve --base demo-base
cli-serve-arg-address = Adresse où répondre ; cette machine seulement
serve-listening = Les pages sont à l’adresse { $address } (cette machine seulement). Ctrl+C pour arrêter.
failed-serve = Les pages ne peuvent pas être servies à l’adresse { $address } : { $reason }
failed-threads = Les fils d’exécution du comptage ne peuvent pas être lancés : { $reason }
failed-serve-taken = Autre chose répond déjà à l’adresse { $address }. Choisissez un autre port, par exemple --address 127.0.0.1:8727.
failed-serve-address = { $address } dépasse cette seule machine, et il n’y a pas encore de connexion : quiconque l’atteindrait lirait tous les clients. Utilisez 127.0.0.1 ou [::1].
