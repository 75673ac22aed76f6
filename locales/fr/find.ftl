### Trouver des clients et des segments.

customers-known = { $n ->
    [0] Aucun client connu pour l’instant
    [one] Un client connu
   *[other] { $count } clients connus
}
customers-find = Trouver un client
customers-hint = Nom, e-mail, téléphone, numéro, ville…
customers-latest = Derniers arrivés
customers-found = { $n ->
    [0] Personne
    [one] Un client trouvé
   *[other] { $count } clients trouvés
}
customers-many = Les { $count } premiers trouvés : un mot de plus précise la recherche
customers-none = Aucun client n’est connu à ce moment.
customers-nobody = Personne n’a tous ces mots dans un identifiant, un nom, une adresse ou une ville. Essayez avec moins de lettres.
search-for = Rechercher
search-nothing = Rien ne contient tous ces mots.
search-attributes = Attributs
search-pages = Pages
search-build = construire un segment avec
search-more = Tout voir
search-quality = Qualité des données
search-schema = Mots de la base
segments-find = Trouver un segment
segments-family = Famille
segments-families = Toutes les familles
segments-all = { $n ->
    [0] Pas encore de segment
    [one] Un segment
   *[other] { $of } segments
}
segments-shown = { $shown } segments sur { $of }
segments-needs = a besoin de { $streams }
segments-none-here = Aucun segment ici. Prenez-en un dans la bibliothèque, ou construisez le vôtre.
segments-inside = { $n ->
    [one] Un client ; chaque surface est à la mesure de sa part.
   *[other] { $count } clients ; chaque surface est à la mesure de sa part.
}
segments-part = Partie
segments-part-share = Part de la carte
