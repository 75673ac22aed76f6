### Un segment : ses vues, les colonnes des membres, les familles.

## Les colonnes qui ne sont pas des attributs
column-orders = Commandes
column-spent = Dépensé
column-average-order = Panier moyen
column-first-order = Première commande
column-last-order = Dernière commande
column-age = Âge

## La page
page-crumbs = Où vous êtes
page-earlier = Précédents
page-later = Suivants
segment-views = Vues du segment
segment-summary = En bref
segment-members = Membres
segment-makeup = Composition
segment-overlap = Recoupements
segment-versions = Versions
segment-edit = Modifier
segment-needs = Ce segment a besoin de { $streams }, et la base n’en a pas encore : d’ici là, sa taille ne dit rien.
segment-who = Qui en fait partie
segment-of = { $n ->
    [one] sur un client
   *[other] sur { $count } clients
}
segment-names = Il nomme
segment-text = En texte
segment-history = Taille depuis le début
segment-history-about = Les membres au début de chaque jour, recalculés d’après ce qui s’était alors passé.
segment-on = Jour
segment-share = Part des clients
segment-came = Entrées
segment-went = Sorties
segment-figures = Face à la base
segment-figure = Chiffre
segment-here = Membres
segment-base = Base
segment-compared = Face à la base
segment-customers = Clients
segment-revenue = Chiffre d’affaires
segment-revenue-each = Chiffre d’affaires par client
segment-orders-each = Commandes par acheteur
segment-average-order = Panier moyen
segment-days-since-order = Jours depuis la commande
segment-active = Ont commandé en 12 mois
segment-by-email = Joignables par e-mail
segment-by-sms = Joignables par SMS
segment-times = { $times } ×
segment-action = Que faire
segment-watch = À surveiller
segment-columns = Colonnes
segment-columns-choose = Colonnes à montrer
segment-columns-show = Montrer ces colonnes
segment-export = { $n ->
    [one] Exporter un client
   *[other] Exporter { $count } clients
}
segment-export-xlsx = Classeur (XLSX)
segment-export-csv = Texte (CSV)
segment-export-hint = Avec les colonnes montrées. Rien de ce qu’un client a écrit ne s’exécute comme formule : dans le classeur c’est du texte, et dans le fichier CSV une cellule qui commence par = + - ou @ est précédée d’une apostrophe.
segment-nobody = Personne n’est dans ce segment à ce moment.
segment-customer = Client
segment-why = Pourquoi
segment-pages = Pages de membres
segment-shown = { $from } à { $to } sur { $of }
segment-by = Par
segment-makeup-about = La part des membres à côté de la part de tous les clients, parmi ceux dont la valeur est connue.
segment-makeup-none = Aucun client n’a de valeur ici.
segment-group = Groupe
segment-of-members = Part des membres
segment-of-base = Part de la base
segment-unknown = { $n ->
    [one] Un membre dont la valeur n’est pas connue est laissé de côté.
   *[other] { $count } membres dont la valeur n’est pas connue sont laissés de côté.
}
segment-range = de { $from } à moins de { $to }
segment-others = Autres
segment-overlap-about = Les segments qui ont le plus de membres en commun viennent d’abord.
segment-overlap-none = Aucun membre n’est dans un autre segment.
segment-both = Dans les deux
segment-also = De ces membres
segment-of-it = De l’autre segment
segment-lift = Lift
segment-lift-hint = Combien de fois plus souvent les membres sont dans l’autre segment que n’importe quel client. 1 : aucun lien.
segment-build-both = Construire les deux
segment-version = Version
segment-in-use = en vigueur
segment-removed = Retiré alors.
segment-version-members = { $gained } entrées et { $lost } sorties : de { $before } à { $after } membres, comptés au même jour.
segment-version-unreadable = Les membres ne peuvent pas être comparés : l’une des deux ne se lit plus avec les mots d’aujourd’hui.
segment-version-same = Les conditions disent la même chose.
segment-version-first = La première version.
segment-version-who = Qui est entré, qui est sorti
segment-version-text = Définition
segment-version-from = De la version
segment-version-to = à la version
segment-version-compare = Comparer
segment-version-back = Revenir à la version
failed-unknown-version = { $id } n’a pas de version { $number } à laquelle revenir. Choisissez-en une de la liste.
segment-no-versions = Aucune version antérieure n’est gardée.
segment-users = Utilisé par
segment-no-users = Rien ne nomme ce segment.
segment-user-segment = segment
segment-user-attribute = attribut calculé
segment-user-column = colonne calculée
segment-removal = Retirer
segment-removal-about = Les données de personne ne partent avec lui, et ses versions restent.
segment-removal-used = Il ne peut pas être retiré tant que les définitions ci-dessus le nomment : modifiez-les d’abord.
segment-remove = Retirer ce segment
failed-unknown-segment = Il n’y a pas de segment « { $id } ». Il a peut-être été retiré, ou jamais appliqué : voyez tous les segments.
failed-unknown-column = Il n’y a pas de colonne « { $name } » ici. Choisissez-en une dans la liste.
failed-export = Le fichier n’a pas pu être écrit : { $detail }
failed-export-rows = Une feuille ne contient pas plus de 1 048 575 lignes en plus de sa tête, et il y en a { $rows }. Exportez-les en CSV.
