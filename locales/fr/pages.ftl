### Ce que disent les pages en français.

## Le cadre de chaque page
page-overview = Synthèse
page-segments = Segments
page-library = Bibliothèque
page-customers = Clients
page-analyses = Analyses
page-data = Données
page-navigation = Pages principales
page-skip = Aller au contenu
page-search = Rechercher
page-light = Couleurs claires
page-dark = Couleurs sombres
page-as-of = État : { $day }
page-as-of-day = Chiffres au
page-as-of-hint = Tous les chiffres deviennent ceux du début de ce jour.
page-as-of-show = Voir ce jour
page-now = maintenant
page-waiting = Parcours de { $count } clients…
page-waiting-link = Voir les chiffres
page-now-link = Revenir à maintenant
page-past = Vous regardez l’état du { $at }.
page-new-segment = Nouveau segment
page-figures = Les chiffres en tableau
page-refused = Cela n’a pas pu être fait
page-back-home = Vers la synthèse
failed-unknown-page = Il n’y a pas de page à l’adresse { $address }. Choisissez l’une des rubriques ci-dessus, ou cherchez.
failed-page = Cette page n’a pas pu être écrite : { $detail }
