## Ce que les analyses trouvent : titres, en-têtes de tableaux, phrases.

analyse-done = Au { $at }.
analyse-working = Calcul en cours
analyse-saved = Enregistré, et vivant dès maintenant : { $ids }.
failed-analysis = Ces chiffres n'ont pas pu être établis : { $detail }
failed-analysis-few = Trop peu de clients pour cela : { $found }, il en faut au moins { $minimum }. Demandez sur davantage de clients ou sur une durée plus longue.
failed-analysis-few-in-group = Trop peu de clients dans le groupe { $group } : { $found }, il en faut au moins { $minimum }. Élargissez sa définition.
failed-analysis-few-values = Trop peu de valeurs différentes : { $found }, il en faut au moins { $minimum }.
failed-analysis-few-events = C'est arrivé trop rarement : { $found } fois, il en faut au moins { $minimum }. Regardez une durée plus longue, ou davantage de clients.
failed-analysis-short = Les données couvrent une durée trop courte : { $found } jours, il en faut au moins { $minimum }.
failed-analysis-constant = Tout le monde a la même valeur dans la colonne { $column } : il n'y a rien à comparer. Retirez-la, ou demandez sur d'autres clients.
failed-analysis-setting = « { $setting } » vaut { $found } : donnez une valeur de { $low } à { $high }.
failed-analysis-overlap = { $both } clients sont dans les deux groupes : donnez des groupes qui s'excluent.
failed-analysis-collinear = La colonne { $column } dit la même chose que d'autres : retirez-la.
failed-analysis-no-optimum = Aucun meilleur ajustement n'a été trouvé en { $steps } pas : demandez sur davantage de clients, ou une durée plus longue.
problem-analysis-no-number = « { $text } » n'est pas un nombre : une analyse en demande un par client.
failed-save-id = « { $id } » ne peut pas nommer une définition : employez des minuscules, des chiffres et des traits d'union.
failed-save-there = Il y a déjà une définition « { $id } » : choisissez un autre nom, ou dites --replace pour la remplacer (ses versions sont conservées).

## Récence, fréquence, montant

cli-analyse = Découvrir ce que montrent les données, et l'enregistrer en définitions vivantes
cli-analyse-example = Exemple :  tranche analyse rfm --save groupes-rfm
cli-arg-among-whom = Une définition des clients concernés ; tous si rien n'est dit
cli-arg-csv = Imprimer le premier tableau en CSV
cli-arg-save = Enregistrer le résultat en définitions sous ce nom, vivantes dès maintenant
cli-arg-replace = Remplacer les définitions de ce nom ; leurs versions sont conservées
cli-analyse-rfm = Grouper les clients selon la récence, la fréquence et le montant de leurs achats
cli-analyse-rfm-example = Exemple :  tranche analyse rfm --grid full --since 2026-01-01 --save groupes-rfm
cli-analyse-rfm-arg-grid = Groupes de notes : full (125 cases, onze groupes ; par défaut), recency-frequency (dix groupes), first-match (plages qui se recouvrent, comme le paquet R rfm) ou thirds (pour les petites bases)
cli-analyse-rfm-arg-scoring = Comment les notes sont établies : hybrid (acheteurs uniques et clients perdus à part, quantiles des autres ; par défaut), value (quantiles), rank (parts égales, non comparables dans le temps) ou fixed (avec --cut-points)
cli-analyse-rfm-arg-lost-after = Jours sans commande à partir desquels un client est perdu, pour les notes hybrides ; si rien n'est dit, neuf sur dix de ceux qui sont revenus ne sont jamais restés absents plus longtemps
cli-analyse-rfm-arg-frozen-on = Date à laquelle les seuils sont lus dans les données ; le début du mois si rien n'est dit
cli-analyse-rfm-arg-cut-points = Seuils donnés, les plus bas d'abord : jours ; commandes ; montants. Exemple : "30,90,180,365; 1,2,3,5; 50,100,200,400"
cli-analyse-rfm-arg-window = Une fenêtre pour les commandes qui comptent, comme "over last 12 months" ; tout le passé si rien n'est dit
cli-analyse-rfm-arg-own-rhythm = Dire la récence au rythme propre de chaque client : l'écart habituel au lieu du sien, pour que le silence compte pour ce qu'il est
cli-analyse-rfm-arg-recency = Ce qu'est la récence, en expression : days since last(order.at) si rien n'est dit
cli-analyse-rfm-arg-frequency = Ce qu'est la fréquence : count(order) si rien n'est dit
cli-analyse-rfm-arg-monetary = Ce qu'est le montant : sum(order.amount) si rien n'est dit ; avg(order.amount) est le panier moyen
cli-analyse-rfm-arg-since = Montrer aussi qui a changé de groupe depuis, selon les mêmes seuils
cli-analyse-rfm-arg-customers = Écrire les valeurs, les notes et le groupe de chaque client dans un fichier CSV

failed-rfm-grid = Il n'y a pas de groupes « { $name } » : donnez l'un de { $known }.
failed-rfm-cut-points = « { $text } » ne donne pas de seuils : donnez jours ; commandes ; montants, les plus bas d'abord, comme "30,90,180,365; 1,2,3,5; 50,100,200,400".
failed-rfm-fixed = Les notes fixes et --cut-points vont ensemble : donnez les deux, ou aucun.
failed-rfm-rank-moves = Les notes par rang dépendent de tous les autres clients : comparer deux dates demande des seuils valables aux deux. Employez des notes hybrid, value ou fixed.
failed-rfm-rank-saved = Les notes par rang ne se lisent pas sur un seul client et ne peuvent donc pas être enregistrées. Employez des notes hybrid, value ou fixed.
failed-rfm-since = « --since » est postérieur à la date demandée : donnez une date antérieure.

rfm-title = Récence, fréquence, montant
rfm-groups = Groupes
rfm-cut-points = Seuils entre les notes
rfm-moves = Mouvements depuis le { $since }
rfm-grid = Clients par récence et fréquence
rfm-grid-says = Chaque case compte les clients qui ont ces notes de récence (en largeur) et de fréquence (en hauteur) ; les meilleurs sont en haut à droite.
rfm-recency = R
rfm-frequency = F
rfm-scoring-hybrid = Notes : les acheteurs uniques et les clients perdus ont leurs propres notes, les autres sont répartis par quantiles.
rfm-scoring-value = Notes par quantiles des valeurs : des clients égaux ont des notes égales.
rfm-scoring-rank = Notes par rang : parts de taille égale ; des clients égaux peuvent avoir des notes différentes.
rfm-scoring-fixed = Notes selon les seuils donnés.
rfm-frozen = Les seuils sont ceux du { $on }.
rfm-most = Le groupe qui vaut le plus est « { $group } » : { $customers } des acheteurs, { $amount } de leurs dépenses.
rfm-head-group = groupe
rfm-head-customers = clients
rfm-head-share = part
rfm-head-amount = dépensé
rfm-head-amount-share = du total
rfm-head-average = panier moyen
rfm-head-days = jours depuis la dernière
rfm-head-border = entre les notes
rfm-head-recency = jours
rfm-head-frequency = commandes
rfm-head-monetary = dépensé
rfm-head-from = de
rfm-head-to = à
rfm-head-before = dépensé alors
rfm-head-after = dépensé à présent
rfm-group-champions = Champions
rfm-group-loyal = Fidèles
rfm-group-potential-loyalist = Fidèles en devenir
rfm-group-new-customers = Nouveaux clients
rfm-group-promising = Prometteurs
rfm-group-need-attention = À surveiller
rfm-group-about-to-sleep = Près de s'endormir
rfm-group-at-risk = À risque
rfm-group-cannot-lose-them = À ne pas perdre
rfm-group-hibernating = En hibernation
rfm-group-lost = Perdus
rfm-group-big-spenders = Gros paniers
rfm-group-others = Autres
rfm-group-prospects = Jamais de commande
rfm-group-not-concerned = Non concernés
rfm-grid-full = onze groupes des 125 cases
rfm-grid-recency-frequency = dix groupes par récence et fréquence
rfm-grid-first-match = la première plage qui convient
rfm-grid-thirds = neuf groupes par tiers
rfm-said = { $name }
rfm-saved-name = Groupes RFM ({ $name })
rfm-saved-purpose = Les clients par récence, fréquence et montant : { $grid }, avec les seuils du { $at }.
rfm-saved-value = Ce dont la segmentation « { $name } » est faite.
rfm-saved-amount = montant ({ $name })
rfm-saved-days = jours depuis la dernière commande ({ $name })
rfm-saved-orders = nombre de commandes ({ $name })
rfm-lost-after = Un client compte comme perdu après { $days } jours sans commande.
cli-analyse-rfm-arg-stream = Le flux compté ; order si rien n'est dit

## Tranches (ABC)

head-low = de
head-high = à
cli-analyse-abc = Découper les clients en tranches selon ce qu'ils valent, et dire combien c'est concentré
cli-analyse-abc-example = Exemple :  tranche analyse abc --cuts 65,90 --save tranches-de-valeur
cli-analyse-abc-arg-cuts = Parts où finissent les tranches, en pour cent, la plus basse d'abord ; 80,95 si rien n'est dit
cli-analyse-abc-arg-by = De quoi ce sont des parts : amount (le montant, par défaut) ou customers (les clients)
cli-analyse-abc-arg-crossing = Où va le client sur qui tombe une limite : kept (dans la meilleure tranche, par défaut) ou excluded (dans la suivante)
cli-analyse-abc-arg-value = Ce que vaut un client, en expression ; sum(order.amount) si rien n'est dit
cli-analyse-abc-arg-parts = En combien de parts égales les clients sont aussi découpés ; 10 si rien n'est dit
failed-abc-cuts = « { $text } » ne donne pas de parts : donnez des pour cent entre 0 et 100, le plus bas d'abord, comme 80,95.
abc-title = Tranches de clients
abc-tranches = Tranches
abc-parts = { $count } parts égales, les meilleurs clients d'abord
abc-head-tranche = tranche
abc-head-amount = valeur
abc-head-mean = chacun
abc-head-least = le moins
abc-head-most = le plus
abc-nothing = sans valeur
abc-below-zero = sous zéro
abc-says = Tranche { $letter } : { $customers } des clients, { $amount } de leur valeur.
abc-gini = Coefficient de Gini { $gini } ({ $low } à { $high }) : 0 quand tous valent autant, 1 quand un seul a tout.
abc-negative = { $n ->
    [one] { $count } client vaut moins que rien ({ $amount }) et est laissé de côté.
   *[other] { $count } clients valent moins que rien ({ $amount } ensemble) et sont laissés de côté.
}
abc-curve = Comment la valeur s'accumule
abc-curve-says = Les meilleurs clients viennent d'abord : plus la courbe est au-dessus de la droite, plus quelques-uns détiennent l'essentiel.
abc-curve-amount = part de la valeur
abc-curve-equal = si tous valaient autant
abc-tranche = Tranche { $letter }
abc-saved-name = Tranches ({ $name })
abc-saved-purpose = Les clients selon ce qu'ils valent, avec les limites du { $at }.
abc-saved-amount = valeur ({ $name })

## Recouvrements de segments

cli-analyse-overlap = Dire comment des segments se recouvrent : deux à deux, et dans lesquels exactement est chaque client
cli-analyse-overlap-example = Exemple :  tranche analyse overlap vip dormant "country = 'FR'"
cli-analyse-overlap-arg-segments = Segments de la base par leur identifiant, ou définitions ; tous ceux de la base si rien n'est dit, 64 au plus
cli-analyse-overlap-arg-place = Avec --save : quelle ligne des intersections exactes est enregistrée ; la première si rien n'est dit
failed-overlap-place = Il n'y a pas de ligne { $place } parmi les intersections exactes : il y en a { $most }.
overlap-title = Recouvrements de segments
overlap-pairs = Segments deux à deux
overlap-exactly = Exactement dans ces segments
overlap-heat = Qui est aussi dans l'autre
overlap-heat-says = Chaque case est la part des membres de la ligne qui sont aussi dans le segment de la colonne.
overlap-bars-says = Chaque barre compte les clients qui sont exactement dans ces segments, et dans aucun des autres.
overlap-none = { $n ->
    [one] { $count } client sur { $of } n'est dans aucun.
   *[other] { $count } clients sur { $of } ne sont dans aucun.
}
overlap-closest = Les deux plus proches sont « { $first } » et « { $second } » : { $both } dans les deux, { $share } de ceux qui sont dans l'un ou l'autre.
overlap-head-first = premier
overlap-head-second = second
overlap-head-both = dans les deux
overlap-head-jaccard = de l'un ou l'autre
overlap-head-of-first = du premier
overlap-head-of-second = du second
overlap-head-lift = fois le hasard
overlap-head-place = ligne
overlap-head-exactly = exactement dans
overlap-saved-name = Recouvrement ({ $name })
overlap-saved-purpose = Qui est exactement dans ces segments, et dans aucun des autres comparés.

## Temps jusqu'à la commande suivante

cli-analyse-waiting = Dire combien de temps les clients mettent jusqu'à la commande suivante, ceux qui attendent encore compris
cli-analyse-waiting-example = Exemple :  tranche analyse waiting --after 1 --by country --save deuxieme-en-retard
cli-analyse-waiting-arg-after = La commande à partir de laquelle on attend : 1 (par défaut) pour le temps de la première à la deuxième
cli-analyse-waiting-arg-stream = Le flux des commandes ; order si rien n'est dit
cli-analyse-waiting-arg-by = Ce qui distingue les groupes, en expression comme country ; les huit plus grands sont montrés
failed-waiting-median = Moins de la moitié ont commandé de nouveau jusqu'ici : il n'y a pas de durée habituelle à laquelle comparer.
waiting-title = Temps de la commande { $after } à la suivante
waiting-groups = Jours au bout desquels tant ont commandé de nouveau
waiting-days = Ont commandé de nouveau au jour
waiting-curve = Ont commandé de nouveau
waiting-curve-says = La part des clients qui ont commandé de nouveau à chaque jour, ceux qui attendent encore comptés pour ce qu'ils sont.
waiting-all = tous
waiting-half = La moitié ont commandé de nouveau au bout de { $days } jours.
waiting-never-half = Moins de la moitié ont commandé de nouveau pendant le temps observé.
waiting-differs = Les groupes diffèrent (test du log-rank, p { $p }).
waiting-not-shown = Il n'est pas montré que les groupes diffèrent (test du log-rank, p { $p }).
waiting-few = Ce sont peu de clients : les chiffres sont grossiers.
waiting-head-group = groupe
waiting-head-again = commandé de nouveau
waiting-head-25 = un quart
waiting-head-50 = la moitié
waiting-head-75 = trois quarts
waiting-head-90 = neuf dixièmes
waiting-head-day = jour
waiting-head-share = commandé de nouveau
waiting-saved-name = Commande suivante en retard ({ $name })
waiting-saved-purpose = Attend depuis plus longtemps que { $share } % des clients : { $days } jours.

## Fichiers

analyse-written = Écrit dans { $file }.
cli-arg-html = L'écrire avec ses images en une page qui se suffit à elle-même
cli-analyse-abc-arg-customers = Écrire la tranche de chaque client dans un fichier CSV

## Cohortes

cli-analyse-cohorts = Montrer ce que les clients ont fait depuis la période de leur première commande : combien sont revenus, ce qu'ils ont dépensé
cli-analyse-cohorts-example = Exemple :  tranche analyse cohorts --every month --periods 12
cli-analyse-cohorts-arg-every = Durée d'une période : week (semaine), month (mois, par défaut) ou quarter (trimestre)
cli-analyse-cohorts-arg-periods = Combien de périodes, jusqu'à celle du jour demandé ; 12 si rien n'est dit, 60 au plus
cli-analyse-cohorts-arg-own-age = Compter les âges en tant de jours depuis la première commande de chaque client, et non en périodes du calendrier
cli-analyse-cohorts-arg-stream = Le flux des commandes ; order si rien n'est dit
cohorts-title = Cohortes
cohorts-retention = Part de ceux qui sont revenus
cohorts-cumulated = Dépensé jusque-là, par client
cohorts-active = Clients revenus
cohorts-heat-says = Chaque ligne est formée des clients qui ont commencé dans une période, chaque colonne du temps écoulé ; plus c'est foncé, plus ils sont revenus.
cohorts-curve-says = La part de ceux qui sont revenus à chaque âge, parmi les clients observés aussi longtemps.
cohorts-all = part de ceux qui sont revenus
cohorts-age = âge
cohorts-head = début
cohorts-first = { $share } sont revenus au bout d'une période ({ $every }) après leur première commande.
cohorts-week = semaine
cohorts-month = mois
cohorts-quarter = trimestre
cohorts-days = { $days } jours
cohorts-before = { $n ->
    [one] { $count } client a commencé avant la première période et n'est dans aucune cohorte.
   *[other] { $count } clients ont commencé avant la première période et ne sont dans aucune cohorte.
}
cohorts-incomplete = Les périodes qui ne sont pas finies sont laissées de côté : elles se liraient comme une chute.
cohorts-saved-name = Cohortes ({ $name })
cohorts-saved-purpose = Les clients par période de leur première commande.
cohorts-saved-part = À partir du { $start }

## Deux segments côte à côte

cli-analyse-compare = Comparer deux segments, ou un segment avec tous les autres clients : chiffres clés et tout ce qu'on sait de leurs membres
cli-analyse-compare-example = Exemple :  tranche analyse compare vip "count(order) = 1"
cli-analyse-compare-arg-first = Un segment par son identifiant, ou une définition
cli-analyse-compare-arg-second = Un autre ; tous les autres clients si rien n'est dit
comparison-title = Deux segments côte à côte
comparison-everybody = tous les autres
comparison-sizes = { $first } : { $n_first } clients. { $second } : { $n_second } clients.
comparison-both = { $n ->
    [one] { $count } client est dans les deux et laissé de côté.
   *[other] { $count } clients sont dans les deux et laissés de côté.
}
comparison-differ = { $differ } chiffres et attributs sur { $all } les distinguent (d'un dixième d'écart type ou plus).
comparison-numbers = Moyennes
comparison-shares = Parts
comparison-apart = Ce qui les distingue le plus
comparison-apart-says = L'écart sur chaque point, en écarts types : au-dessous de 0,1, ils sont pareils à toutes fins utiles.
comparison-head-what = quoi
comparison-head-difference = différence
comparison-head-apart = écarts types
comparison-others = autres
comparison-spent = dépensé
comparison-orders = commandes
comparison-average = panier moyen
comparison-recency = jours depuis la dernière commande
comparison-spent-year = dépensé en 12 mois
comparison-orders-year = commandes en 12 mois
comparison-gap = jours entre les commandes
comparison-bought = a déjà commandé
comparison-again = a commandé deux fois ou plus
comparison-active = a commandé depuis 90 jours

## Selon un attribut

cli-analyse-by = Dire ce que valent les clients selon un attribut ou une expression : l'âge, le pays, le canal
cli-analyse-by-example = Exemple :  tranche analyse by age --borders 25,35,50
cli-analyse-by-arg-by = Ce qui groupe les clients : un texte, un nombre ou un oui ou non
cli-analyse-by-arg-borders = Limites entre les groupes d'un nombre, comme 25,35,50 ; des quarts de clients si rien n'est dit
cli-analyse-by-arg-value = Ce que vaut un client, en expression ; sum(order.amount) si rien n'est dit
breakdown-title = Les clients par { $by }
breakdown-groups = Groupes
breakdown-bars = Ce que vaut un client
breakdown-best = Un client vaut le plus dans « { $group } » : { $mean } chacun.
breakdown-between = { $low } à { $high }
breakdown-up-to = jusqu'à { $high }
breakdown-above = plus de { $low }
breakdown-unknown = inconnu
breakdown-saved-name = Groupes ({ $name })
breakdown-saved-purpose = Les clients par { $by }.

## Bons de réduction

cli-analyse-coupons = Dire à quel point les clients dépendent des bons de réduction
cli-analyse-coupons-example = Exemple :  tranche analyse coupons --above 50 --save dependants-des-bons
cli-analyse-coupons-arg-with = Le nombre de commandes avec un bon ; count(order where discount_code is known) si rien n'est dit
cli-analyse-coupons-arg-all = Le nombre de toutes les commandes ; count(order) si rien n'est dit
cli-analyse-coupons-arg-above = La part des commandes, en pour cent, au-dessus de laquelle un client dépend des bons ; 50 si rien n'est dit
cli-analyse-coupons-arg-sure = La certitude demandée, en pour cent ; 80 si rien n'est dit
coupons-title = Dépendance aux bons de réduction
coupons-usual = Le client habituel emploie un bon dans { $share } de ses commandes.
coupons-dependent = { $n ->
    [one] { $count } client en emploie un dans plus de { $above } de ses commandes, avec { $sure } de certitude ; compter seulement en nommerait { $naive }.
   *[other] { $count } clients en emploient un dans plus de { $above } de leurs commandes, avec { $sure } de certitude ; compter seulement en nommerait { $naive }.
}
coupons-bands = Part des commandes avec un bon
coupons-says = La part à attendre de chaque client : celle de peu de commandes est rapprochée de l'habitude.
coupons-band = { $from } à { $to }
coupons-head-band = part des commandes
coupons-saved-name = Dépendants des bons ({ $name })
coupons-saved-purpose = Les clients dont on peut attendre un bon dans la plupart des commandes.
coupons-saved-share = part des commandes avec un bon ({ $name })
coupons-saved-value = La part des commandes avec un bon à attendre, celle de peu de commandes étant rapprochée de l'habitude.

## Combien de segments sont utiles

cli-analyse-useful = Dire combien des segments de la base sont utiles : ce que chacun apporte de plus, lesquels sont presque les mêmes ou trop petits
cli-analyse-useful-example = Exemple :  tranche analyse useful --least 200
cli-analyse-useful-arg-value = Ce que vaut un client, en expression ; sum(order.amount) si rien n'est dit
cli-analyse-useful-arg-least = Le plus petit nombre de membres avec lequel on peut agir ; 50 si rien n'est dit
useful-title = Combien de segments sont utiles
useful-telling = { $n ->
    [one] { $count } segment sur { $of } dit { $share } des différences de valeur entre clients ; aucun autre n'y ajoute.
   *[other] { $count } segments sur { $of } disent { $share } des différences de valeur entre clients ; les autres n'y ajoutent presque rien.
}
useful-apart = { $small } ont moins de { $least } membres ; { $same } ont presque les mêmes membres qu'un autre.
useful-gains = Ce que chaque segment apporte de plus
useful-says = La part des différences de valeur que disent les segments retenus jusque-là, les plus parlants d'abord.
useful-segments = Tous les segments
useful-small = trop petit
useful-head-place = étape
useful-head-segment = segment
useful-head-groups = groupes
useful-head-gain = apporte
useful-head-explained = dit
useful-head-small = pour agir
useful-head-same = presque le même
useful-head-within = contenu dans
useful-head-used = employé par

## Pages

analyses-lead = Ce que montrent les données : des chiffres, des images, et des segments qui restent vivants une fois enregistrés.
analysis-rfm = Récence, fréquence, montant
analysis-abc = Tranches de clients (ABC)
analysis-cohorts = Cohortes
analysis-waiting = Temps jusqu'à la commande suivante
analysis-compare = Deux segments côte à côte
analysis-by = Selon un attribut
analysis-overlap = Recouvrements de segments
analysis-useful = Combien de segments sont utiles
analysis-coupons = Dépendance aux bons de réduction
analysis-show = Montrer
analysis-save = Enregistrer
analysis-save-as = Enregistrer sous
analysis-replace = Remplacer ce qui porte ce nom
analysis-field-grid = Groupes
analysis-field-scoring = Notes
analysis-field-window = Commandes qui comptent
analysis-field-own-rhythm = Récence
analysis-field-since = Mouvements depuis
analysis-field-cuts = Fins des tranches
analysis-field-crossing = Client sur une limite
analysis-field-value = Ce que vaut un client
analysis-field-every = Période
analysis-field-periods = Nombre de périodes
analysis-field-after = Après quelle commande
analysis-field-by = Selon
analysis-field-first = Premier segment
analysis-field-second = Second segment
analysis-field-borders = Limites
analysis-field-segments = Segments
analysis-field-least = Le moins de membres
analysis-field-with = Commandes avec un bon
failed-analysis-number = « { $text } » n'est pas un nombre entier.
failed-analysis-needs = Il manque de quoi demander « { $id } » : donnez { $names }.
failed-analysis-needs-one = Il manque de quoi demander « { $id } » : donnez { $names }, l'un ou l'autre.
failed-analysis-choice = « { $text } » n'est pas un choix pour « { $name } » : donnez l'un de { $known }.
failed-analysis-word = « { $id } » ne demande pas « { $name } » : donnez { $known }.
failed-analysis-not-saved = Ce que trouve « { $id } » ne s'enregistre pas sous un nom.
failed-unknown-analysis = Il n'y a pas de méthode « { $id } » : donnez l'une de { $known }.
failed-rfm-own-rhythm = La récence au rythme propre regarde toutes les commandes : retirez la fenêtre, ou comptez la récence en jours.
rfm-areas = Ce que valent les groupes
rfm-areas-says = Plus la surface est grande, plus le groupe a dépensé.
rfm-moves-says = Plus la bande est large, plus il y a de clients passés du groupe de gauche à celui de droite, selon les mêmes seuils.

## Rapport

cli-report = Écrire ce que montre la base en une présentation qui se suffit à elle-même, et en un classeur avec graphiques
cli-report-example = Exemple :  tranche report --html rapport.html --xlsx rapport.xlsx
cli-report-arg-html = La présentation : une page avec des images, qui s'imprime bien
cli-report-arg-xlsx = Le classeur : une feuille par analyse
report-title = Ce que montrent vos clients

## Choix sur les pages

analysis-choice-full = Onze groupes (125 cases)
analysis-choice-recency-frequency = Dix groupes, sans les montants
analysis-choice-first-match = Plages qui se recouvrent (paquet R rfm)
analysis-choice-thirds = Neuf groupes, pour les petites bases
analysis-rfm-choice-no = En jours
analysis-rfm-choice-yes = Au rythme propre
analysis-choice-hybrid = Acheteurs uniques et perdus à part
analysis-choice-value = Quantiles des valeurs
analysis-choice-rank = Parts égales, par rang
analysis-choice-kept = Dans la meilleure tranche
analysis-choice-excluded = Dans la tranche suivante
analysis-choice-month = Mois
analysis-choice-week = Semaine
analysis-choice-quarter = Trimestre
analysis-hint-grid = La carte qui donne des noms aux notes.
analysis-hint-scoring = Comment les notes sont établies. Les parts égales ne se comparent pas dans le temps et ne s'enregistrent pas.
analysis-hint-crossing = Où va le client sur qui tombe une limite.
analysis-hint-every = Durée d'une période.
analysis-hint-segments = Segments par leur identifiant ou définitions, séparés par un point-virgule ; tous ceux de la base si rien n'est écrit, 64 au plus.

## Heures

cli-analyse-hours = Dire à quelles heures et quels jours les clients agissent, et quelle heure convient à combien d'entre eux
cli-analyse-hours-example = Exemple :  tranche analyse hours --rows "message where kind = 'clicked'"
cli-analyse-hours-arg-rows = Ce qui est compté : un flux, avec ou sans filtre ; order si rien n'est dit
analysis-hours = Heures et jours
analysis-field-rows = Ce qui est compté
hours-best = C'est entre { $hour } h et { $until } h, heure locale, que tout se passe le plus ({ $share } une fois les heures lissées).
hours-drawn = L'heure qui convient à un client est rapprochée de celle de tous quand il y a peu pour en juger.
hours-by-hour = Par heure
hours-by-day = Par jour de la semaine
hours-week = La semaine
hours-week-says = Chaque case compte ce qui est arrivé ce jour-là à cette heure ; plus c'est foncé, plus il y en a.
hours-head-hour = dès
hours-head-count = nombre
hours-head-share = part lissée
hours-head-suits = convient à
hours-head-day = jour
hours-monday = Lundi
hours-tuesday = Mardi
hours-wednesday = Mercredi
hours-thursday = Jeudi
hours-friday = Vendredi
hours-saturday = Samedi
hours-sunday = Dimanche
hours-part-morning = Matin
hours-part-afternoon = Après-midi
hours-part-evening = Soir
hours-part-night = Nuit
hours-saved-name = Heures ({ $name })
hours-saved-purpose = Qui agit surtout le matin, l'après-midi, le soir ou la nuit.

## Questions sur les pages

analysis-family-worth = Ce que valent les clients
analysis-family-times = Quand ils agissent et reviennent
analysis-family-segments = Segments et groupes côte à côte
analysis-family-questions = Est-ce vrai, et pourquoi ?
analysis-family-experiments = Expériences
analysis-hypothesis = Est-ce vrai ?
analysis-drivers = Ce que partagent les meilleurs clients
analysis-questionnaire = Réponses à un questionnaire
analysis-size = Taille d'une expérience
analysis-arms = Ce qu'un traitement a apporté
analysis-value = Valeur à venir
analysis-replenishment = Rachats attendus
analysis-ask-hypothesis = Pour les clients de { $group }, la mesure { $outcome } est { $claim } que pour { $against }.
analysis-ask-drivers = Qu'avaient en commun, auparavant, ceux dont la mesure { $outcome } a été élevée ces { $over } derniers jours ?
analysis-ask-arms = Les clients de { $treated } ont été traités, ceux de { $held } tenus à l'écart ; ce qui compte : { $outcome }.
analysis-ask-size = Sans elle, { $from } des clients achètent ; avec elle, il en faut { $to }.
analysis-hypothesis-choice-more = plus grande
analysis-hypothesis-choice-less = plus petite
analysis-hypothesis-choice-differs = plus grande ou plus petite
analysis-hypothesis-field-group = un segment, ou une définition
analysis-hypothesis-field-outcome = ce qui est mesuré
analysis-hypothesis-field-claim = votre idée
analysis-hypothesis-field-against = tous les autres, ou des groupes séparés par ;
analysis-hypothesis-field-margin = Écart qui ne compte pas
analysis-hypothesis-kept = Une fois enregistrés, les groupes sont les parties d'une segmentation qui reste vivante.
analysis-drivers-field-outcome = un montant, ou une définition
analysis-drivers-field-over = jours
analysis-drivers-field-of = Ou : qui est dans ce groupe
analysis-drivers-hint-of = À la place de la phrase : ce que ses membres ont en commun aujourd'hui, hormis ce qui le définit.
analysis-drivers-field-depth = Conditions d'une règle
analysis-drivers-field-sensitive = Attributs sensibles
analysis-drivers-choice-1 = une
analysis-drivers-choice-2 = deux au plus
analysis-drivers-choice-3 = trois au plus
analysis-drivers-choice-no = les laisser de côté
analysis-drivers-choice-yes = les employer aussi
analysis-drivers-kept = Une fois enregistrée, chaque règle est un segment qui reste vivant.
analysis-arms-field-treated = qui a été traité
analysis-arms-field-held = qui a été tenu à l'écart
analysis-arms-field-outcome = un montant, ou une définition
analysis-field-planned = Part de traités prévue
analysis-arms-hint-planned = Si elle est donnée, des bras d'une autre taille arrêtent le rapport : quelque chose s'est alors mal passé.
analysis-field-before = La même chose, avant
analysis-field-within = Dans ces parties aussi
analysis-arms-kept = Une fois enregistrés, les bras sont les parties d'une segmentation qui reste vivante.
analysis-size-field-from = part sans elle
analysis-size-field-to = part avec elle
analysis-field-per-arm = Ou : clients de chaque bras
analysis-size-hint-per-arm = Ceux dont vous disposez. Laissez la seconde part vide pour voir ce qu'ils peuvent montrer.
analysis-size-field-outcome = Ou : d'après la base
analysis-size-hint-outcome = Une définition vérifiée par ceux qui achètent : la part sans traitement, et la moitié des clients pour chaque bras, sont celles de la base.
analysis-field-power = Chance de le trouver
analysis-size-hint-power = Si l'écart existe.
analysis-field-false-alarm = Risque de fausse alerte
analysis-size-hint-false-alarm = De trouver un écart qui n'existe pas.
analysis-size-choice-80 = 80 %
analysis-size-choice-90 = 90 %
analysis-size-choice-95 = 95 %
analysis-size-choice-5 = 5 %
analysis-size-choice-1 = 1 %
analysis-size-choice-10 = 10 %
analysis-field-horizon = Jours à venir
analysis-field-model = Modèle d'achats
analysis-value-hint-model = Pareto/NBD, sauf raison particulière.
analysis-choice-pareto-nbd = Pareto/NBD
analysis-choice-bg-nbd = BG/NBD
analysis-choice-mbg-nbd = MBG/NBD
analysis-field-margin = Part de marge
analysis-value-hint-margin = La part des dépenses qui compte, par exemple 40 %.
analysis-field-discount = Décote d'un an
analysis-value-hint-discount = Ce qu'un an d'attente retire à une somme, par exemple 10 %.
analysis-value-kept = Aucune définition ne peut calculer une prévision : ce sont des listes des cinq cinquièmes, telles qu'elles sont ce jour, qui sont enregistrées. Enregistrez de nouveau pour les renouveler.
analysis-field-stream = Achats
analysis-field-filter = Seulement ceux où
analysis-replenishment-hint-filter = Une condition sur leurs lignes, comme product.category = 'coffee'.
analysis-replenishment-kept = Une fois enregistré, qui est à relancer est une segmentation avec les délais trouvés ; elle reste vivante, jour après jour.
analysis-field-items = Questions
analysis-questionnaire-hint-items = Des réponses en nombres : attributs ou expressions, séparés par un point-virgule.
analysis-field-reversed = Parmi elles, inversées
analysis-questionnaire-hint-reversed = Questions dont les réponses hautes disent peu.
analysis-field-low = Réponse la plus basse
analysis-questionnaire-hint-low = 1 si rien n'est dit.
analysis-field-high = Réponse la plus haute
analysis-questionnaire-hint-high = 5 si rien n'est dit.
analysis-questionnaire-kept = Une fois enregistrée, la note est un attribut recalculé d'après les réponses.
analysis-compare-kept = Une fois enregistrés, les deux sont les parties d'une segmentation, ceux des deux d'abord.
analysis-useful-kept = Une fois enregistrés, les segments qui apprennent quelque chose sont les parties d'une segmentation : chaque client compte avec celui qui en dit le plus.
analysis-kept = Une fois enregistré, le résultat reste vivant : les clients en changent quand ils changent. Minuscules, chiffres et tirets.
analysis-field-among-whom = Parmi
analysis-export = Chaque client, en fichier
analysis-use = En faire un segment
analysis-proposals = Définitions trouvées
analysis-offer = { $name }
analysis-offer-list = liste « { $name } »
analysis-offer-count = nombre de { $name }
analysis-offer-count-year = nombre de { $name }, 12 mois
analysis-offer-sum = montant des { $name }
analysis-offer-sum-year = montant des { $name }, 12 mois
analysis-offer-avg = montant moyen des { $name }
analysis-offer-since = jours depuis les derniers { $name }
failed-analysis-share = « { $text } » n'est pas une part : écrivez 5 % ou 0,05.
failed-analysis-decimal = « { $text } » n'est pas un nombre.
groups-saved-name = Groupes comparés ({ $name })
groups-saved-purpose = Les groupes d'une étude ; qui est dans plusieurs compte avec le premier.
groups-saved-rest = Tous les autres
failed-useful-nothing = Aucun segment n'apprend rien : il n'y a rien à enregistrer.
overlap-proposal = { $n ->
    [one] { $count } client est exactement là ({ $share }).
   *[other] { $count } clients sont exactement là ({ $share }).
}
analysis-hypothesis-usual-against = tous les autres
analysis-size-usual-from = 5 %
analysis-size-usual-to = 6 %
analysis-arms-usual-planned = 90 %
analysis-value-usual-margin = 100 %
analysis-value-usual-discount = 10 %
analysis-arms-hint-within = Des segments ou des définitions, séparés par un point-virgule.
analysis-drivers-hint-depth = Plus il y en a, plus la règle est fine et moins elle a de clients.
analysis-drivers-hint-sensitive = Comme le genre, le revenu ou les opinions.
report-longer = Les tableaux plus longs sont dans le classeur (tranche report --xlsx).
analysis-prices = Prix qu'ils acceptent
analysis-field-category = Prix comparés au sein de
analysis-prices-field-stream = Ce qui a été acheté
analysis-field-most = Plus gros paiement
