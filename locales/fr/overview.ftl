### La synthèse, et comment les nombres ont bougé.

change-none = inchangé
change-since = en { $days } jours
overview-customers = Clients
overview-customers-hint = Tous ceux que la base connaît comme clients à ce moment ; les visiteurs encore inconnus ne comptent pas.
overview-active = Actifs
overview-revenue-lately = Chiffre d’affaires, 30 jours
overview-revenue-hint = Ce qui a été commandé ces 30 derniers jours, hors commandes annulées, face aux 30 jours précédents.
overview-new = Nouveaux, 30 jours
overview-new-hint = Les clients arrivés ces 30 derniers jours, face aux 30 jours précédents.
overview-at-risk = En danger
overview-then = face aux 30 précédents
overview-news = Ce qui a changé en { $days } jours
overview-entered = { $n ->
    [one] Un client est entré.
   *[other] { $count } clients sont entrés.
}
overview-left = { $n ->
    [one] Un client est sorti.
   *[other] { $count } clients sont sortis.
}
overview-both = { $n ->
    [one] Un client est entré ; sorties : { $left }.
   *[other] { $count } clients sont entrés ; sorties : { $left }.
}
overview-no-news = Personne n’est entré dans un segment, ni sorti d’un segment.
overview-counting = Comptage de vos clients…
overview-count = Voir les chiffres
overview-reckoning = Remontée de l’année en cours…
overview-reckon = Voir ce qui a changé
overview-pinned = Comment va l’activité
overview-movers = Ce qui bouge le plus
overview-segment = Segment
overview-change = 30 jours
overview-year = 12 mois
overview-share = Part des clients
overview-revenue-share = Part du chiffre d’affaires
overview-all = { $n ->
    [one] Le seul segment
   *[other] Les { $count } segments
}
overview-empty = Cette base ne contient pas encore de clients. Déposez les fichiers de votre boutique, et cette page se remplira d’elle-même.
overview-welcome = Votre premier segment en trois étapes
overview-step-files = Apportez vos données
overview-step-files-hint = Les exports de votre boutique, de votre outil d’envoi ou de votre caisse, tels quels. Vous voyez ce que devient chaque colonne avant que rien n’entre.
overview-step-ready = Prenez des segments tout prêts
overview-step-ready-hint = Plus de cent, avec les seuils que vos propres données proposent et la taille qu’aurait chacun.
overview-step-own = Construisez le vôtre
overview-step-own-hint = Choisissez des critères et voyez le compte exact après chacun, à n’importe quelle date.
overview-try = Juste pour voir ? Une boutique inventée, avec ses segments, en une commande :
overview-import = Apporter des données
